import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { encodeModel, grainedModel } from '../../../src/hmm/modelText';
import { initialWeights, weightsFingerprint } from '../../../src/rnn/weights';
import { packWeightText, unpackWeightText } from '../../../src/rnn/weightText';
import { readSharedWeights } from '../../../src/state/networks/linkedNetwork';
import type { NetworkInView } from '../../../src/state/networks/slice';
import { defaultSettings, type Settings } from '../../../src/state/settings/settings';
import { createAppStore } from '../../../src/state/store';

const weights = initialWeights({ hiddenSize: 12, inputDim: 4, nOutputs: 3 }, 3, 1);
const text = packWeightText(weights, { bits: 12 });

function open(hash: string, changes: Partial<Settings> = {}) {
  const store = createAppStore({ ...defaultSettings(), ...changes });
  const shown: NetworkInView[] = [];
  const done = readSharedWeights(hash, store, (network) => shown.push(network));
  return { done, shown, notices: store.getState().notices.map((notice) => notice.text) };
}

describe('weights in a link', () => {
  it('come into view as a network of the model of the link', () => {
    const fingerprint = weightsFingerprint(unpackWeightText(text));
    expect(open(`#w=${text}`, { preset: 'chain-3' })).toEqual({
      done: true,
      shown: [{ origin: 'file', weights: unpackWeightText(text), hmm: PAPER_HMMS['chain-3'], update: 0, fingerprint }],
      notices: [],
    });
    const own = { ...grainedModel(PAPER_HMMS.cyclic), name: 'mine' };
    expect(open(`#w=${text}`, { model: encodeModel(own) }).shown[0]!.hmm.name).toBe('mine');
  });

  it('are nothing where the fragment is about something else', () => {
    for (const hash of ['', '#', '#w', '#emissions']) expect(open(hash)).toEqual({ done: false, shown: [], notices: [] });
  });

  it('are refused with a sentence when they have other outputs than the model', () => {
    const four = packWeightText(initialWeights({ hiddenSize: 6, inputDim: 2, nOutputs: 4 }, 1, 1));
    expect(open(`#w=${four}`)).toEqual({
      done: false,
      shown: [],
      notices: [
        'The network in the link has 4 outputs, and the model of the link (Two-state chain) has 3: it was left out. What the rest of the link says is shown.',
      ],
    });
  });

  it('are refused with a sentence when they are damaged, whatever is done to them', () => {
    const damaged = fc.oneof(
      fc.nat(text.length - 1).map((end) => text.slice(0, end)),
      fc
        .tuple(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 3 }))
        .map(([at, put]) => text.slice(0, at) + put + text.slice(at + 1)),
      fc.string(),
      fc.webFragments(),
    );
    fc.assert(
      fc.property(damaged, (broken) => {
        fc.pre(broken !== text);
        const { done, shown, notices } = open(`#w=${broken}`);
        expect({ done, shown }).toEqual({ done: false, shown: [] });
        expect(notices).toHaveLength(1);
        expect(notices[0]).toMatch(/^The network in the link .*\. What the rest of the link says is shown\.$/);
      }),
      { numRuns: 2000 },
    );
  });
});
