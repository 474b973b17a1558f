import { beforeAll, describe, expect, it, vi } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { initialWeights, type RnnWeights, weightsFingerprint } from '../../../src/rnn/weights';
import { packWeightText } from '../../../src/rnn/weightText';
import { type AppController, createAppController } from '../../../src/state/app';
import { NO_STORY } from '../../../src/state/settings/link';
import type { TrainingHistory } from '../../../src/training/history';

// Nothing is computed here: every request comes back as superseded.
vi.mock('../../../src/workers/pool/pool', () => ({
  createPool: () => ({ run: async () => ({ ok: false, code: 'superseded', message: '' }) }),
}));
vi.mock('../../../src/workers/training/client', () => ({
  createTrainingClient: () => ({ start: () => {}, setControls: () => {}, terminate: () => {} }),
}));

const hmm = PAPER_HMMS['chain-2'];
const other = PAPER_HMMS['chain-3'];
let app: AppController;
let seed = 0;

/** Another network at every call, of chain-2's outputs. */
function fresh(): { weights: RnnWeights; fingerprint: string; update: number } {
  const weights = initialWeights({ hiddenSize: 6, inputDim: 2, nOutputs: 3 }, ++seed, 1);
  return { weights, fingerprint: weightsFingerprint(weights), update: 7 };
}

/** Whichever way a network is opened. */
const WAYS: Record<string, () => unknown> = {
  'a shipped one of another size': () => app.openNetwork({ preset: 'chain-2', net: 900 + ++seed, units: 64, loss: 'plain' }),
  'a shipped one of another model': () => app.choosePreset('chain-3'),
  'from a file': () => {
    app.store.setState({ pendingImport: { name: 'a.npz', weights: fresh().weights, notes: [], warnings: [] } });
    app.showOpened(hmm);
  },
  'from a file, of another model': () => {
    app.store.setState({ pendingImport: { name: 'a.npz', weights: fresh().weights, notes: [], warnings: [] } });
    app.showOpened(other);
  },
  'from a link': () => app.openShared(`#w=${packWeightText(fresh().weights)}`),
  'a recent one': () =>
    app.persistence.recents.open({
      ...{ ...fresh(), hmm, name: 'mine', source: 'file', order: 1, savedAt: 0, link: '?v=3', named: false },
    }),
  'the one trained here': () => {
    app.store.setState({ trained: { origin: 'training', hmm, ...fresh() } });
    app.showTrained();
  },
  'the one trained here for another model': () => {
    app.store.setState({ trained: { origin: 'training', hmm: other, ...fresh() } });
    app.showTrained();
  },
  'trained on with another model': () => {
    app.show({ origin: 'preset', hmm, ...fresh() });
    app.warmStart(other);
  },
};

describe('a network that is opened', () => {
  beforeAll(async () => {
    vi.stubGlobal('fetch', async () => ({ ok: false, status: 404 }));
    app = createAppController('?v=3&threads=1', () => 0, NO_STORY, Promise.resolve());
    await vi.waitFor(() => expect(app.store.getState().network).toBeDefined());
    await app.loadFeatures();
  });
  it.each(Object.keys(WAYS))('%s leaves nothing of the one before', async (way) => {
    const { store } = app;
    app.apply({ model: '', preset: 'chain-2' });
    await vi.waitFor(() => expect(store.getState().network?.hmm).toBe(hmm));
    const before = store.getState().network;
    store.setState(({ settings }) => ({
      settings: { ...settings, moment: 400 },
      ...{ history: {} as TrainingHistory, historyLoading: true, historyShown: true, groupEdits: { A: [1] } },
    }));
    await WAYS[way]!();
    await vi.waitFor(() => expect(store.getState().network).not.toBe(before));
    await vi.waitFor(() => expect(store.getState().history).toBeUndefined());
    const { settings, history, historyLoading, historyShown, groupEdits, orbit } = store.getState();
    expect({ moment: settings.moment, history, historyLoading, historyShown }).toEqual({
      moment: -1,
      history: undefined,
      historyLoading: false,
      historyShown: false,
    });
    expect(orbit).toBeUndefined();
    // Edits of the kick groups belong to weights: the same network under another model keeps them.
    if (store.getState().network?.fingerprint !== before?.fingerprint) expect(groupEdits).toEqual({});
  });
});
