import { afterEach, beforeEach, vi } from 'vitest';
import { readRun } from '../../../src/state/persistence/runRecord';
import { createFakeStore, type FakeStore } from './persistenceFake';
import { createFakeHolds, openTab, type Tab } from './persistenceTab';

/** The storage of the browser, and which tab holds which run: new for each test. */
export let keepStore: FakeStore;
export let holds: ReturnType<typeof createFakeHolds>;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  keepStore = createFakeStore();
  holds = createFakeHolds();
});
afterEach(() => vi.useRealTimers());

/** Lets the store publish and everything that waits for the storage run. */
export const settle = async () => {
  vi.advanceTimersByTime(200);
  for (let i = 0; i < 50; i++) await Promise.resolve();
};
export const advance = async (tab: Tab, updates?: number) => {
  await tab.worker.advance(updates);
  await settle();
};
export const kept = () => [...keepStore.tables.runs.values()].map((raw) => readRun(raw)!);
export const saves = () => keepStore.writes.filter((changes) => changes.some(({ table }) => table === 'runs')).length;

/** Trains in a tab up to an update, then the tab dies without a word. */
export async function crashed(updates: number, stateEvery = 1): Promise<Tab> {
  const mine = holds.tab();
  const tab = openTab(keepStore, mine);
  tab.worker.stateEvery = stateEvery;
  await tab.keeping.offer('?v=2');
  tab.training.start();
  await advance(tab, updates);
  mine.die();
  return tab;
}
