import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { initialWeights, packWeights, weightsFingerprint } from '../../../src/rnn/weights';
import { MAX_NETWORKS, type NewNetwork } from '../../../src/state/persistence/recentNetworks';
import type { TrainingHandlers } from '../../../src/workers/training/client';
import { createFakeStore, type FakeStore } from './persistenceFake';
import { createFakeHolds, createFakeWorker, openTab, type Tab, workers } from './persistenceTab';

vi.mock('../../../src/workers/training/client', () => ({
  createTrainingClient: (handlers: TrainingHandlers) => {
    workers.last = createFakeWorker(handlers);
    return workers.last;
  },
}));

let storageBackend: FakeStore;
let tab: Tab;
beforeEach(() => {
  storageBackend = createFakeStore();
  tab = openTab(storageBackend, createFakeHolds().tab());
});

function network(seed: number, name = `net ${seed}`): NewNetwork {
  const hmm = PAPER_HMMS['chain-3'];
  const weights = initialWeights({ hiddenSize: 8, inputDim: 3, nOutputs: hmm.nOutputs }, seed);
  return { fingerprint: weightsFingerprint(weights), name, source: 'training', hmm, weights, update: 100 + seed, seed };
}
const list = async () => (await tab.persistence.recents.list())!;
const names = async () => (await list()).map(({ name }) => name);
const microtasks = async () => {
  for (let i = 0; i < 40; i++) await Promise.resolve();
};

describe('recent networks', () => {
  it('come back with the very same bits, model and facts, newest first', async () => {
    const first = { ...network(1), scores: { maxCell: 0.01, changeRate: -0.02 } };
    await tab.persistence.recents.keep(first);
    await tab.persistence.recents.keep(network(2));
    const [second, again] = await list();
    expect(second!.name).toBe('net 2');
    expect(packWeights(again!.weights)).toEqual(packWeights(first.weights));
    expect(again).toMatchObject({ ...first, weights: {}, named: false, savedAt: tab.time.wall });
  });
  it('are kept once each: training the same again keeps the name that was given', async () => {
    await tab.persistence.recents.keep(network(1));
    await tab.persistence.recents.keep(network(2));
    const [, first] = await list();
    await tab.persistence.recents.rename(first!, '  my\n favourite ');
    await tab.persistence.recents.keep(network(1));
    expect(await names()).toEqual(['my favourite', 'net 2']);
    expect((await list())[0]!.named).toBe(true);
  });
  it('take no empty name and none that is endless', async () => {
    await tab.persistence.recents.keep(network(1));
    const [one] = await list();
    expect(await tab.persistence.recents.rename(one!, '  \t ')).toBe(one);
    await tab.persistence.recents.rename(one!, 'x'.repeat(5000));
    expect((await names())[0]).toHaveLength(80);
  });
  it('can be deleted and put back', async () => {
    await tab.persistence.recents.keep(network(1));
    await tab.persistence.recents.keep(network(2));
    const before = await list();
    await tab.persistence.recents.remove(before[1]!);
    expect(await names()).toEqual(['net 2']);
    await tab.persistence.recents.putBack(before[1]!);
    expect(await list()).toEqual(before);
  });
  it('are thirty at most: the oldest without a name of one’s own goes first', async () => {
    await tab.persistence.recents.keep(network(0));
    await tab.persistence.recents.rename((await list())[0]!, 'mine');
    // The clock is turned back meanwhile: the order does not hang on it.
    tab.time.wall -= 10 ** 10;
    for (let seed = 1; seed <= MAX_NETWORKS + 2; seed++) await tab.persistence.recents.keep(network(seed));
    const left = await names();
    expect(left).toHaveLength(MAX_NETWORKS);
    expect(left.at(-1)).toBe('mine');
    expect(left.at(-2)).toBe('net 4');
    expect(tab.notices()).toEqual([]);
  });
  it('that all have names lose the oldest only with a word, and it can be had back', async () => {
    for (let seed = 0; seed < MAX_NETWORKS; seed++) {
      await tab.persistence.recents.keep(network(seed));
      await tab.persistence.recents.rename((await list())[0]!, `mine ${seed}`);
    }
    await tab.persistence.recents.keep(network(99));
    expect(await names()).not.toContain('mine 0');
    expect(tab.notices()[0]).toContain('“mine 0”, was dropped');
    tab.press('Put it back');
    await microtasks();
    expect(await names()).toContain('mine 0');
  });
  it('that are damaged are removed and told; the others stay', async () => {
    await tab.persistence.recents.keep(network(1));
    await tab.persistence.recents.keep(network(2));
    const { fingerprint } = network(1);
    const raw = storageBackend.tables.networks.get(fingerprint) as { file: Uint8Array };
    const file = raw.file.slice();
    file[file.length - 1]! ^= 1;
    storageBackend.tables.networks.set(fingerprint, { ...raw, file });
    expect(await names()).toEqual(['net 2']);
    expect(tab.notices()).toEqual(['One thing kept in this browser was damaged and was removed.']);
    expect([...storageBackend.tables.networks.keys()]).toEqual([network(2).fingerprint]);
  });
  it('open with their model in use, and their settings on request', async () => {
    tab.store.setState((state) => ({ settings: { ...state.settings, sigma: 2.5 } }));
    await tab.persistence.recents.keep(network(1));
    tab.store.setState((state) => ({ settings: { ...state.settings, sigma: 1 } }));
    const [kept] = await list();
    tab.persistence.recents.open(kept!);
    const { network: shown, settings } = tab.store.getState();
    expect(shown).toMatchObject({ origin: 'file', update: 101, fingerprint: kept!.fingerprint });
    expect(shown!.hmm).toBe(PAPER_HMMS['chain-3']);
    expect(settings).toMatchObject({ model: '', preset: 'chain-3', sigma: 1 });
    tab.press('Use its settings too');
    expect(tab.store.getState().settings).toMatchObject({ preset: 'chain-3', sigma: 2.5 });
  });
  it('from files are kept under the name of the file', async () => {
    const { weights, hmm, fingerprint } = network(5);
    tab.store.setState({ pendingImport: { name: 'theirs.npz', weights, notes: [], warnings: [] } });
    tab.store.setState({ pendingImport: undefined });
    tab.store.setState({ network: { origin: 'file', weights, hmm, update: 0, fingerprint } });
    await microtasks();
    expect(await list()).toMatchObject([{ name: 'theirs.npz', source: 'file', fingerprint }]);
  });
});

describe('when the storage is full', () => {
  it('what is kept stays as it is, what is new is refused, and it is told once', async () => {
    for (let seed = 0; seed < 3; seed++) await tab.persistence.recents.keep(network(seed));
    const before = await list();
    storageBackend.room = 0;
    for (const seed of [9, 10]) expect(await tab.persistence.recents.keep(network(seed))).toBe(false);
    expect(await list()).toEqual(before);
    expect(tab.notices()).toHaveLength(1);
    expect(tab.notices()[0]).toContain('storage of this browser is full');
  });
  it('what the user asks for is refused with a word each time, and can be asked for again', async () => {
    for (let seed = 0; seed < 2; seed++) await tab.persistence.recents.keep(network(seed));
    storageBackend.room = 0;
    const [newest, oldest] = await list();
    const refused = async (asked: Promise<unknown>, answer: unknown) => {
      expect(await asked).toBe(answer);
      expect(tab.notices()).toEqual([expect.stringContaining('storage of this browser is full')]);
      tab.store.setState({ notices: [] });
    };
    await refused(tab.persistence.recents.rename(newest!, 'mine'), undefined);
    await refused(tab.persistence.recents.rename(newest!, 'mine'), undefined);
    expect(await tab.persistence.recents.remove(oldest!)).toBe(true);
    await refused(tab.persistence.recents.putBack(oldest!), false);
    expect(await names()).toEqual(['net 1']);
    storageBackend.room = Number.POSITIVE_INFINITY;
    expect(await tab.persistence.recents.putBack(oldest!)).toBe(true);
    expect(await list()).toEqual([newest, oldest]);
  });
  it('the one that had to go for another is offered until it is back', async () => {
    for (let seed = 0; seed < MAX_NETWORKS; seed++) {
      await tab.persistence.recents.keep(network(seed));
      await tab.persistence.recents.rename((await list())[0]!, `mine ${seed}`);
    }
    await tab.persistence.recents.keep(network(99));
    storageBackend.room = 0;
    tab.press('Put it back');
    await microtasks();
    expect(await names()).not.toContain('mine 0');
    storageBackend.room = Number.POSITIVE_INFINITY;
    tab.press('Put it back');
    await microtasks();
    expect(await names()).toContain('mine 0');
  });
});
