import { afterEach, beforeEach, vi } from 'vitest';
import { readRun } from '../../../src/state/persistence/runRecord';
import { createFakeStore, type FakeStore } from './persistenceFake';
import { createFakeHolds, openTab, type Tab } from './persistenceTab';

/** The storage of the browser, and which tab holds which run: new for each test. */
export let storageBackend: FakeStore;
export let locks: ReturnType<typeof createFakeHolds>;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  storageBackend = createFakeStore();
  locks = createFakeHolds();
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
export const kept = () => [...storageBackend.tables.runs.values()].map((raw) => readRun(raw)!);
export const saves = () => storageBackend.writes.filter((changes) => changes.some(({ table }) => table === 'runs')).length;

/** Trains in a tab up to an update, then the tab dies without a word. */
export async function crashed(updates: number, stateEvery = 1): Promise<Tab> {
  const mine = locks.tab();
  const tab = openTab(storageBackend, mine);
  tab.worker.stateEvery = stateEvery;
  await tab.persistence.offer('?v=2');
  tab.training.start();
  await advance(tab, updates);
  mine.die();
  return tab;
}
