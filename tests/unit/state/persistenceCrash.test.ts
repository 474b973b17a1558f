import { describe, expect, it, vi } from 'vitest';
import type { TrainingHandlers } from '../../../src/workers/training/client';
import { advance, crashed, kept, locks, settle, storageBackend } from './persistenceBench';
import { createFakeStore } from './persistenceFake';
import { createFakeHolds, createFakeWorker, openTab, workers } from './persistenceTab';

vi.mock('../../../src/workers/training/client', () => ({
  createTrainingClient: (handlers: TrainingHandlers) => {
    workers.last = createFakeWorker(handlers);
    return workers.last;
  },
}));

describe('after a crash', () => {
  it('a run is offered, and going on gives the bits of one that was never interrupted', async () => {
    const straight = openTab(createFakeStore(), createFakeHolds().tab());
    straight.training.start();
    await advance(straight);
    const expected = straight.store.getState().training;

    await crashed(33, 10);
    const saved = kept()[0]!.state.updates;
    // The bare address: other settings than those of the run.
    const tab = openTab(storageBackend, locks.tab(), { threads: 1, sigma: 3 });
    tab.time.wall += 8000;
    await tab.persistence.offer('');
    expect(tab.notices()).toEqual([
      `Training was interrupted at update ${saved} of 80 (Two-state chain, seed 1), saved 8 s ago.`,
    ]);
    tab.press('Go on');
    await settle();
    expect(tab.worker.requests[0]).toMatchObject({ seed: 1, remembered: 'js', resume: { updates: saved } });
    expect(tab.store.getState().settings).toMatchObject({ recipe: 'custom', hidden: 6, sigma: 1 });
    expect(tab.store.getState().network).toMatchObject({ origin: 'training', update: saved });
    await advance(tab);
    const now = tab.store.getState().training;
    expect(now.fingerprint).toBe(expected.fingerprint);
    expect(now.losses).toEqual(expected.losses);
    expect(now.checkpoints.map(({ update }) => update)).toEqual(
      [...new Set([...expected.checkpoints.map(({ update }) => update), saved])].sort((a, b) => a - b),
    );
    const { recorded } = tab.store.getState();
    const there = straight.store.getState().recorded!.snapshots;
    for (const { update, weights } of there)
      expect(recorded!.snapshots.find((one) => one.update === update)?.weights).toEqual(weights);
    expect(kept()).toEqual([]);
  });
  it('the same run goes on being kept under its own name', async () => {
    await crashed(33);
    const [before] = kept();
    const tab = openTab(storageBackend, locks.tab());
    await tab.persistence.offer('');
    tab.press('Go on');
    await settle();
    tab.time.now += 6000;
    await advance(tab, 4);
    expect(kept().map(({ id }) => id)).toEqual([before!.id]);
    expect(kept()[0]!.state.updates).toBeGreaterThan(before!.state.updates);
  });
  it('a run on sequences of one’s own goes on on them', async () => {
    const mine = locks.tab();
    const tab = openTab(storageBackend, mine);
    const labels = Uint8Array.from({ length: 30 * 8 }, (_, i) => (i >> 2) % 3);
    tab.training.start(undefined, { labels, seqLen: 8 });
    await advance(tab, 12);
    mine.die();
    const next = openTab(storageBackend, locks.tab());
    await next.persistence.offer('');
    next.press('Go on');
    await settle();
    expect(next.worker.requests[0]!.windows).toEqual({ labels, seqLen: 8 });
    // Without them it cannot go on: its weights are not lost.
    storageBackend.tables.windows.clear();
    next.worker.terminate();
    const third = openTab(storageBackend, createFakeHolds().tab());
    await third.persistence.offer('');
    third.press('Go on');
    await settle();
    expect(third.notices().join()).toContain('sequences that training was on could not be kept');
    expect(third.worker.requests).toEqual([]);
    expect((await third.persistence.recents.list())!).toHaveLength(1);
  });
  it('a run that diverged is offered at half its rate', async () => {
    await crashed(12);
    const [run] = kept();
    const raw = storageBackend.tables.runs.get(run!.id) as object;
    storageBackend.tables.runs.set(run!.id, { ...raw, divergedRate: 0.5 });
    const next = openTab(storageBackend, locks.tab());
    await next.persistence.offer('');
    expect(next.notices()[0]).toContain('stopped at numbers that are not finite');
    next.press('Go on at half the rate (0.25)');
    await settle();
    expect(next.worker.requests[0]!.controls.learningRate).toBe(0.25);
  });
  it('a clock that was turned back is told as “earlier”', async () => {
    await crashed(12);
    const tab = openTab(storageBackend, locks.tab());
    tab.time.wall -= 60_000;
    await tab.persistence.offer('');
    expect(tab.notices()[0]).toContain('saved earlier.');
  });
  it('a discarded run is gone, and can be brought back', async () => {
    await crashed(12);
    const all = structuredClone(storageBackend.tables);
    const tab = openTab(storageBackend, locks.tab());
    await tab.persistence.offer('');
    tab.press('Discard');
    await settle();
    expect(kept()).toEqual([]);
    expect(storageBackend.tables.snapshots.size).toBe(0);
    tab.press('Undo');
    await settle();
    expect(storageBackend.tables.runs).toEqual(all.runs);
    expect(storageBackend.tables.snapshots).toEqual(all.snapshots);
    expect(tab.notices().at(-1)).toContain('Training was interrupted at update');
  });
  it('a damaged run is removed and said so; one of a later version is left alone', async () => {
    await crashed(12);
    const [[key, raw]] = [...storageBackend.tables.runs] as [[string, object]];
    storageBackend.tables.runs.set(key, { ...raw, parameters: new Float32Array(3) });
    storageBackend.tables.runs.set('ffffffffffffffff', { version: 2 });
    const tab = openTab(storageBackend, locks.tab());
    await tab.persistence.offer('');
    expect(tab.notices()).toEqual(['One thing kept in this browser was damaged and was removed.']);
    expect([...storageBackend.tables.runs.keys()]).toEqual(['ffffffffffffffff']);
  });
});
