import { beforeEach, describe, expect, it, vi } from 'vitest';
import { addState } from '../../../src/hmm/edit';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { encodeModel, grainedModel } from '../../../src/hmm/modelText';
import { writeWeightFile } from '../../../src/rnn/weightFiles';
import { initialWeights } from '../../../src/rnn/weights';
import { createModelDraft } from '../../../src/state/networks/modelDraft';
import { contentOf } from '../../../src/state/networks/openFile';
import { readStored } from '../../../src/state/persistence/storedSequences';
import { defaultSettings } from '../../../src/state/settings/settings';
import { createAppStore } from '../../../src/state/store';
import type { TrainingHandlers } from '../../../src/workers/training/client';
import { createFakeStore, type FakeStore } from './persistenceFake';
import { createFakeHolds, createFakeWorker, openTab, workers } from './persistenceTab';

vi.mock('../../../src/workers/training/client', () => ({
  createTrainingClient: (handlers: TrainingHandlers) => {
    workers.last = createFakeWorker(handlers);
    return workers.last;
  },
}));

const settled = async () => {
  for (let i = 0; i < 60; i++) await Promise.resolve();
};

describe('sequences of one’s own', () => {
  let storage: FakeStore;
  const visit = async () => {
    const tab = openTab(storage, createFakeHolds().tab());
    await tab.persistence.offer('?v=3');
    await settled();
    return tab;
  };
  const TEXT = 'id;label\n1;a\n1;b\n2;b\n2;a\n2;a\n';
  beforeEach(() => {
    storage = createFakeStore();
  });

  it.each([
    ['a pasted text', TEXT],
    ['the bytes of a file', new TextEncoder().encode(TEXT)],
  ])('%s: are there again after a reload, read and confirmed as they were', async (_, content) => {
    const tab = await visit();
    if (typeof content === 'string') tab.sequences.openText('mine.csv', content);
    else await tab.sequences.openFile(new File([content], 'mine.csv'));
    tab.sequences.reread({ sequenceColumn: null });
    tab.sequences.confirm();
    await settled();
    expect(tab.store.getState().sequencesStored).toBe(true);
    const before = tab.store.getState().ownSequences!;

    const again = (await visit()).store.getState();
    expect(again.ownSequences).toMatchObject({ name: 'mine.csv', parsed: before.parsed, confirmed: true });
    expect(again.sequenceSource!.overrides).toEqual({ sequenceColumn: null });
    expect(again.sequencesStored).toBe(true);
  });
  it('are not stored when they could not be read, nor is the example', async () => {
    const tab = await visit();
    tab.sequences.openText('one label', 'a,a,a');
    tab.sequences.openExample();
    await settled();
    expect(storage.tables.windows.size).toBe(0);
    expect(tab.store.getState().sequencesStored).toBe(false);
  });
  it('give way to what was opened before they came back', async () => {
    (await visit()).sequences.openText('old.csv', TEXT);
    await settled();
    const tab = openTab(storage, createFakeHolds().tab());
    tab.sequences.openText('new.csv', TEXT);
    await tab.persistence.offer('?v=3');
    await settled();
    expect(tab.store.getState().ownSequences!.name).toBe('new.csv');
  });
  it('can be removed, and brought back as long as the page is open', async () => {
    const tab = await visit();
    tab.sequences.openText('mine.csv', TEXT);
    await settled();
    await tab.persistence.sequences.remove();
    expect(storage.tables.windows.size).toBe(0);
    expect(tab.store.getState()).toMatchObject({ ownSequences: undefined, sequenceSource: undefined, sequencesStored: false });
    tab.press('Undo');
    await settled();
    expect(tab.store.getState().ownSequences!.name).toBe('mine.csv');
    expect(storage.tables.windows.size).toBe(1);
  });
  it('are on the page, and said not to be stored, where the storage is full or forbidden', async () => {
    const tab = await visit();
    storage.forbidden = true;
    tab.sequences.openText('mine.csv', TEXT);
    await settled();
    expect(tab.store.getState()).toMatchObject({ ownSequences: { name: 'mine.csv' }, sequencesStored: false });
    expect(tab.notices()).toHaveLength(1);
  });
  it.each<[string, unknown]>([
    ['nothing', null],
    ['another version', { version: 2, name: 'x', content: 'a,b', overrides: {}, confirmed: true }],
    ['no text', { version: 1, name: 'x', content: 5, overrides: {}, confirmed: true }],
    ['an override that is none', { version: 1, name: 'x', content: 'a,b', overrides: { separator: '|' }, confirmed: true }],
    ['a column that is none', { version: 1, name: 'x', content: 'a,b', overrides: { labelColumn: -1 }, confirmed: true }],
  ])('damaged records (%s) are read as none', (_, raw) => expect(readStored(raw)).toBeUndefined());
});

describe('a file of any kind', () => {
  const json = (value: unknown) => JSON.stringify(value);
  const network = initialWeights({ hiddenSize: 4, inputDim: 2, nOutputs: 2 }, 1);
  const { startProb, transitionMatrix, emissionMatrix } = PAPER_HMMS['chain-2'];
  it.each<[string, string, string | Uint8Array<ArrayBuffer>]>([
    ['weights', 'network.pth', writeWeightFile('pth', network)],
    ['weights', 'network.json', writeWeightFile('json', network)],
    ['weights', 'network', writeWeightFile('safetensors', network)],
    ['weights', 'halved.json', json({ 'rnn.weight_ih_l0': [[1, 2]] })],
    ['weights', 'nothing', ''],
    ['sequences', 'days.csv', 'a,b\nb,a'],
    ['sequences', 'book.xlsx', 'PK\x03\x04'],
    ['sequences', 'days.json', json({ X: [0, 1, 1], lengths: [2, 1] })],
    ['sequences', 'days.json', json([['a', 'b'], ['b']])],
    ['sequences', 'days.log', 'rest\nwalk\nrest\n'],
    ['sequences', 'days', 'rest,walk,rest'],
    ['model', 'model.json', json({ startProb, transitionMatrix, emissionMatrix })],
    ['model', 'model.json', json({ startprob_: startProb, transmat_: transitionMatrix, emissionprob_: emissionMatrix })],
  ])('%s: %s', async (kind, name, content) => expect((await contentOf(new File([content], name))).kind).toBe(kind));
  it('a model that cannot be shown is refused', async () => {
    const nine = Array.from({ length: 9 }, (_, i) => Array.from({ length: 9 }, (_, j) => (i === j ? 1 : 0)));
    const file = new File(
      [json({ startProb: nine[0], transitionMatrix: nine, emissionMatrix: nine.map(() => [0.5, 0.5]) })],
      'm.json',
    );
    await expect(contentOf(file)).rejects.toThrow('The model has 9 hidden states and 2 outputs; at most 8 and 6 can be shown.');
  });
});

describe('the editor', () => {
  const setup = () => {
    const store = createAppStore(defaultSettings());
    const draft = createModelDraft(store);
    const use = (id: keyof typeof PAPER_HMMS) => {
      store.setState(({ settings }) => ({ settings: { ...settings, model: encodeModel(grainedModel(PAPER_HMMS[id])) } }));
      draft.open();
    };
    const states = () => store.getState().draft!.now.nStates;
    draft.open();
    return { draft, use, states };
  };
  it('shows the model that comes into use', () => {
    const { use, states } = setup();
    expect(states()).toBe(2);
    use('chain-4');
    expect(states()).toBe(4);
  });
  it('keeps what was drawn: undo brings it back', () => {
    const { draft, use, states } = setup();
    draft.change(addState);
    expect(states()).toBe(3);
    use('chain-5');
    expect(states()).toBe(5);
    draft.undo();
    expect(states()).toBe(3);
  });
  it('changes nothing when the model is the one that is drawn', () => {
    const { draft, use, states } = setup();
    use('chain-3');
    draft.change(addState);
    draft.undo();
    draft.open();
    expect(states()).toBe(3);
    draft.redo();
    expect(states()).toBe(4);
  });
});
