import { describe, expect, it, vi } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import type { TrainingHandlers } from '../../../src/workers/training/client';
import { advance, crashed, kept, locks, saves, settle, storageBackend } from './persistenceBench';
import { createFakeWorker, openTab, workers } from './persistenceTab';

vi.mock('../../../src/workers/training/client', () => ({
  createTrainingClient: (handlers: TrainingHandlers) => {
    workers.last = createFakeWorker(handlers);
    return workers.last;
  },
}));

describe('a run under way', () => {
  it('is kept at its first state, then every five seconds, and whenever it rests', async () => {
    const tab = openTab(storageBackend, locks.tab());
    tab.training.start();
    await advance(tab, 1);
    expect(kept().map(({ state }) => state.updates)).toEqual([1]);
    tab.time.now = 4900;
    await advance(tab, 1);
    expect(saves()).toBe(1);
    tab.time.now = 5000;
    await advance(tab, 1);
    expect(saves()).toBe(2);
    expect(kept()[0]!.state.updates).toBe(3);
    await advance(tab, 4);
    await tab.worker.rest('paused');
    await settle();
    expect(kept()[0]!.state.updates).toBe(7);
    // Resting again in the same state writes nothing.
    const before = saves();
    tab.store.setState((state) => ({ training: { ...state.training } }));
    await settle();
    expect(saves()).toBe(before);
  });
  it('is kept with every loss up to its state and none beyond', async () => {
    const tab = await crashed(33, 10);
    const [run] = kept();
    expect(run!.state.updates).toBe(30);
    expect(tab.store.getState().training.update).toBe(33);
    expect(run!.view.losses.map(({ update }) => update)).toEqual(Array.from({ length: run!.state.updates }, (_, u) => u + 1));
    expect(run!.view.losses).toEqual(tab.store.getState().training.losses.slice(0, run!.state.updates));
    expect(run!.request).toMatchObject({ seed: 1, hmm: PAPER_HMMS['chain-2'] });
  });
  it('does not rely on the wall clock', async () => {
    const tab = openTab(storageBackend, locks.tab());
    tab.training.start();
    await advance(tab, 1);
    tab.time.wall -= 10 ** 9;
    tab.time.now = 6000;
    await advance(tab, 1);
    expect(saves()).toBe(2);
  });
  it('that ends is put away, and its network is a recent one', async () => {
    const tab = openTab(storageBackend, locks.tab());
    tab.training.start();
    await advance(tab);
    expect(tab.store.getState().training.status).toBe('finished');
    expect(storageBackend.tables.runs.size).toBe(0);
    expect(storageBackend.tables.snapshots.size).toBe(0);
    const [network] = (await tab.persistence.recents.list())!;
    expect(network!.name).toBe('Two-state chain, seed 1, update 80');
    expect(network!.fingerprint).toBe(tab.store.getState().training.fingerprint);
    expect(network!.scores!.maxCell).toBeCloseTo(tab.store.getState().training.checkpoints.at(-1)!.maxCell!);
  });
  it('that is stopped keeps its last checkpoint, and is kept again when it goes on', async () => {
    const tab = openTab(storageBackend, locks.tab());
    tab.training.start();
    await advance(tab, 30);
    await tab.worker.rest('stopped');
    await settle();
    expect(kept()).toEqual([]);
    expect((await tab.persistence.recents.list())!.map(({ update }) => update)).toEqual([25]);
    tab.training.goOn();
    await advance(tab, 5);
    expect(kept().map(({ state }) => state.updates)).toEqual([30]);
    tab.time.now += 6000;
    await advance(tab, 5);
    expect(kept().map(({ state }) => state.updates)).toEqual([40]);
  });
  it('that goes on before its end is written down stays kept', async () => {
    const tab = openTab(storageBackend, locks.tab());
    tab.training.start();
    await advance(tab, 30);
    const [run] = kept();
    await tab.worker.rest('stopped');
    tab.training.goOn();
    await advance(tab, 1);
    expect(kept().map(({ id }) => id)).toEqual([run!.id]);
  });
  it('that is stopped before its first checkpoint leaves nothing', async () => {
    const tab = openTab(storageBackend, locks.tab());
    tab.training.start();
    await advance(tab, 5);
    await tab.worker.rest('stopped');
    await settle();
    expect([...storageBackend.tables.runs, ...storageBackend.tables.networks]).toEqual([]);
  });
  it('that another one replaces keeps its network, under a run of its own the new one', async () => {
    const tab = openTab(storageBackend, locks.tab());
    tab.training.start();
    await advance(tab, 30);
    const [first] = kept();
    tab.store.setState({ trained: undefined });
    tab.training.start();
    await advance(tab, 2);
    expect(tab.store.getState().training.status).toBe('running');
    expect(kept()).toHaveLength(1);
    expect(kept()[0]!.id).not.toBe(first!.id);
    expect(kept()[0]!.state.updates).toBe(2);
    expect((await tab.persistence.recents.list())!.map(({ update }) => update)).toEqual([25]);
  });
});

describe('several tabs', () => {
  it('a run that a living tab holds is not offered elsewhere', async () => {
    const first = openTab(storageBackend, locks.tab());
    first.training.start();
    await advance(first, 12);
    const second = openTab(storageBackend, locks.tab());
    await second.persistence.offer('');
    expect(second.notices()).toEqual([]);
    // Both train: neither overwrites the other.
    second.training.start();
    await advance(second, 3);
    expect(new Set(kept().map(({ id }) => id)).size).toBe(2);
  });
  it('two tabs opened after a crash do not both offer the run', async () => {
    await crashed(12);
    const [one, two] = [openTab(storageBackend, locks.tab()), openTab(storageBackend, locks.tab())];
    await Promise.all([one.persistence.offer(''), two.persistence.offer('')]);
    expect([...one.notices(), ...two.notices()]).toHaveLength(1);
  });
  it('where tabs cannot be told apart the offer says so, and one that is gone is not taken up', async () => {
    await crashed(12);
    const blind = { take: async () => 'unsure' as const, release: () => {} };
    const [one, two] = [openTab(storageBackend, blind), openTab(storageBackend, blind)];
    await one.persistence.offer('');
    await two.persistence.offer('');
    expect(two.notices()[0]).toContain('cannot tell whether another tab is training it');
    one.press('Discard');
    await settle();
    two.press('Go on');
    await settle();
    expect(two.worker.requests).toEqual([]);
    expect(two.notices().join()).toContain('not kept any more');
  });
  it('the run of a tab that takes up another one stays kept', async () => {
    await crashed(12);
    const [lost] = kept();
    const tab = openTab(storageBackend, locks.tab());
    await tab.persistence.offer('');
    tab.training.start();
    await advance(tab, 30);
    tab.press('Go on');
    await settle();
    expect(kept().map(({ id }) => id)).toContain(lost!.id);
    expect(kept()).toHaveLength(2);
    const third = openTab(storageBackend, locks.tab());
    await third.persistence.offer('');
    expect(third.notices()[0]).toContain('interrupted at update 30');
  });
  it('only the newest interrupted runs wait; of the others the weights are kept', async () => {
    for (let n = 0; n < 6; n++) await crashed(3 + n);
    const tab = openTab(storageBackend, locks.tab());
    await tab.persistence.offer('');
    expect(
      kept()
        .map(({ state }) => state.updates)
        .sort(),
    ).toEqual([5, 6, 7, 8]);
    expect((await tab.persistence.recents.list())!.map(({ update }) => update).sort()).toEqual([3, 4]);
    expect(tab.notices().join()).toContain('An interrupted training was put away');
  });
});

describe('a storage that fails', () => {
  it('that is forbidden is told once, and training goes on', async () => {
    storageBackend.forbidden = true;
    const tab = openTab(storageBackend, locks.tab());
    await tab.persistence.offer('');
    expect(tab.notices()).toEqual([]);
    tab.training.start();
    for (let i = 0; i < 4; i++) {
      tab.time.now += 6000;
      await advance(tab, 10);
    }
    expect(tab.notices()).toHaveLength(1);
    expect(tab.notices()[0]).toContain('lets the page keep nothing (storage is forbidden here)');
    tab.store.setState({ notices: [] });
    await advance(tab);
    expect(tab.store.getState().training.status).toBe('finished');
    expect(tab.notices()).toEqual([]);
    expect(await tab.persistence.recents.list()).toBeUndefined();
  });
  it('that is full is told once, training goes on, and the run is whole once there is room', async () => {
    storageBackend.room = 100;
    const tab = openTab(storageBackend, locks.tab());
    tab.training.start();
    for (let i = 0; i < 3; i++) {
      tab.time.now += 6000;
      await advance(tab, 5);
    }
    expect(kept()).toEqual([]);
    expect(tab.notices()).toHaveLength(1);
    expect(tab.notices()[0]).toContain('storage of this browser is full');
    storageBackend.room = Number.POSITIVE_INFINITY;
    tab.time.now += 6000;
    await advance(tab, 5);
    expect(kept()[0]!.state.updates).toBe(20);
    expect(storageBackend.tables.snapshots.size).toBe(tab.store.getState().recorded!.snapshots.length);
  });
  it('that fills up while one trains: what is kept of the run stays when it ends, and is put away once there is room', async () => {
    const tab = openTab(storageBackend, locks.tab());
    tab.training.start();
    await advance(tab, 30);
    const before = kept();
    expect(before).toHaveLength(1);
    storageBackend.room = 0;
    await advance(tab);
    expect(tab.store.getState().training.status).toBe('finished');
    expect(kept()).toEqual(before);
    expect(await tab.persistence.recents.list()).toEqual([]);
    expect(tab.notices()).toHaveLength(1);
    expect(tab.notices()[0]).toContain('what is kept stays');
    const next = openTab(storageBackend, locks.tab());
    await next.persistence.offer('');
    expect(next.notices()[0]).toContain(`interrupted at update ${before[0]!.state.updates}`);
  });
  it('that is full when old runs are to be put away: they wait, whole, until there is room', async () => {
    for (let n = 0; n < 6; n++) await crashed(3 + n);
    const before = kept();
    // The oldest was put away when the sixth came.
    expect(before).toHaveLength(5);
    storageBackend.room = 0;
    const mine = locks.tab();
    const full = openTab(storageBackend, mine);
    await full.persistence.offer('');
    expect(kept()).toEqual(before);
    expect(full.notices().join()).not.toContain('put away');
    mine.die();
    storageBackend.room = Number.POSITIVE_INFINITY;
    const next = openTab(storageBackend, locks.tab());
    await next.persistence.offer('');
    expect(kept()).toHaveLength(4);
    expect(await next.persistence.recents.list()).toHaveLength(2);
    expect(next.notices().join()).toContain('An interrupted training was put away');
  });
  it('a run that is discarded comes back once there is room: the offer to undo stays until then', async () => {
    await crashed(12);
    const before = kept();
    const tab = openTab(storageBackend, locks.tab());
    await tab.persistence.offer('');
    tab.press('Discard');
    await settle();
    expect(kept()).toEqual([]);
    storageBackend.room = 0;
    tab.press('Undo');
    await settle();
    expect(kept()).toEqual([]);
    expect(tab.notices().join()).toContain('storage of this browser is full');
    storageBackend.room = Number.POSITIVE_INFINITY;
    tab.press('Undo');
    await settle();
    expect(kept()).toEqual(before);
  });
});
