import { describe, expect, it } from 'vitest';
import { type FittedModel, fitNetwork, openedNetwork } from '../../../src/analyses/opened/compute';
import { makeHmm, PAPER_HMMS } from '../../../src/hmm/models';
import { initialWeights, type RnnWeights } from '../../../src/rnn/weights';
import { growthSentence, noModel, offeredModels } from '../../../src/state/networks/pendingImport';
import { fitText, foundText, matchText } from '../../../src/views/weights/text';
import { finish } from '../finish';

const SHAPE = { hiddenSize: 8, inputDim: 4, nOutputs: 3 };
/** A network whose outputs are independent draws, all alike: it reads nothing out of its state. */
const memoryless: RnnWeights = { ...initialWeights(SHAPE, 1), readoutWeights: new Float32Array(24) };
/** It doubles its state at each step. */
const explosive: RnnWeights = {
  ...memoryless,
  recurrentWeights: Float32Array.from({ length: 64 }, (_, at) => (at % 9 === 0 ? 2 : 0)),
};
const even = noModel(3);
const lopsided = makeHmm('lopsided', 'custom', [[1]], [[0.6, 0.2, 0.2]]);
const judge = (weights: RnnWeights, ...models: (typeof even)[]) => finish(openedNetwork({ weights, models, seed: 1 }));

describe('a network from a file', () => {
  it('fits the model of its outputs, and no other', () => {
    const { growth, matches } = judge(memoryless, even, lopsided, PAPER_HMMS['chain-2']);
    expect(growth.bounded).toBe(true);
    expect(matches.map((match) => match?.verdict)).toEqual(['reproduced', 'not-reproduced', 'not-reproduced']);
    const [own, other] = matches;
    // Three outputs that are equally likely: ln 3 nats a step.
    for (const { value, low, high, n } of [own!.network, own!.own]) {
      expect(value).toBeCloseTo(Math.log(3), 6);
      expect([low <= value, value <= high, n]).toEqual([true, true, 200]);
    }
    // −Σ ⅓ ln q − (−Σ q ln q)
    const entropy = -(0.6 * Math.log(0.6) + 0.4 * Math.log(0.2));
    const cross = -(Math.log(0.6) + 2 * Math.log(0.2)) / 3;
    expect(other!.excess.low).toBeLessThan(cross - entropy);
    expect(other!.excess.high).toBeGreaterThan(cross - entropy);
  });
  it('counts the sequences that a model cannot emit, or says that there are no others', () => {
    const never = makeHmm('never 2', 'custom', [[1]], [[0.5, 0.5, 0]]);
    expect(judge(memoryless, never).matches).toEqual([undefined]);
  });
  it('with other outputs than a model is refused', () => {
    const two = makeHmm('two', 'custom', [[1]], [[0.5, 0.5]]);
    expect(() => judge(memoryless, two)).toThrow(RangeError);
  });
  it('that grows without bound is told first, and compared with nothing', () => {
    const { growth, matches } = judge(explosive, even);
    expect(growth).toMatchObject({ bounded: false });
    expect(matches).toEqual([undefined]);
    expect(growthSentence(growth)).toMatch(new RegExp(`^This network grows without bound: within ${growth.divergedAt} steps`));
    expect(growthSentence(judge(memoryless).growth)).toBeUndefined();
    expect(finish(fitNetwork({ weights: explosive, nStates: 2, seed: 1 }))).toMatchObject({ problem: /without bound/ });
  });
});

describe('a model fitted to a network', () => {
  const fitted = (nStates: number) => finish(fitNetwork({ weights: memoryless, nStates, seed: 1 })) as FittedModel;
  it('of independent draws needs one state, and says so', () => {
    const fit = fitted(1);
    expect(fit.match.verdict).toBe('reproduced');
    expect(fit.hmm.emissionMatrix[0]!.every((p) => Math.abs(p - 1 / 3) < 0.02)).toBe(true);
    expect(fit.more!.high).toBeLessThan(0.005);
    expect(fitText(fit)).toMatch(/^One state more would hardly help: .*nats a step\.$/);
    expect(`${foundText(fit.match)} ${matchText(fit.match)}`).toMatch(
      /^It fits: .* entropy rate: .*\[.*\].*n = 200 sequences of 250 steps each/,
    );
  });
});

describe('what is offered', () => {
  const opened = { name: 'x', notes: [], warnings: [] };
  it('is every model with as many outputs', () => {
    const models = offeredModels({ ...opened, weights: memoryless, hmm: even, modelFile: { name: 'm', hmm: lopsided } });
    expect(Object.keys(models)).toEqual(['named', 'file', ...Object.keys(PAPER_HMMS)]);
    expect(offeredModels({ ...opened, weights: initialWeights({ ...SHAPE, nOutputs: 2 }, 1) })).toEqual({});
  });
});

describe('the words of a fit', () => {
  const estimate = (value: number, half = 0.001) => ({ value, low: value - half, high: value + half, n: 200 });
  const with2 = (memory: number, more: number) =>
    fitText({ hmm: { nStates: 2 }, memory: estimate(memory), more: estimate(more) } as FittedModel);
  it.each([
    [0.2, 0.05, /better than independent draws.*With one state more it would foresee better.*try 3/],
    [0, 0, /as well as independent draws.*hardly help/],
    [-0.1, 0.003, /worse than independent draws.*hardly help/],
  ])('memory %d, one state more %d', (memory, more, words) => expect(with2(memory, more)).toMatch(words));
  it.each([
    ['reproduced', 0, /^It fits/],
    ['inconclusive', 0.02, /cannot be told/],
    ['not-reproduced', 0.3, /surprise this model more/],
    ['not-reproduced', -0.3, /more regular/],
  ] as const)('%s, %d', (verdict, excess, words) => expect(foundText({ verdict, excess: estimate(excess) })).toMatch(words));
});
