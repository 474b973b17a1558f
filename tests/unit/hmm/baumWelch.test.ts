import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { baumWelch, fitCurve, type HmmFit } from '../../../src/hmm/baumWelch';
import { bestPermutation, nameStates, permuteStates } from '../../../src/hmm/fittedStates';
import { heldOutLogLikelihood, type SequenceSet } from '../../../src/hmm/forwardBackward';
import { PAPER_HMM_IDS, PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm } from '../../../src/hmm/sample';
import { type HmmSpec, hmmProblems } from '../../../src/hmm/spec';
import { logSumExp } from '../../../src/math/distributions';
import { finish } from '../../../src/math/progress';

const sampled = (spec: HmmSpec, sequences: number, seqLen: number): SequenceSet => ({
  labels: sampleHmm(spec, sequences, seqLen, 1, 'data'),
  lengths: new Array<number>(sequences).fill(seqLen),
  nOutputs: spec.nOutputs,
});
const single = (labels: number[], nOutputs = 3): SequenceSet => ({
  labels: Uint8Array.from(labels),
  lengths: [labels.length],
  nOutputs,
});

/** ln P by logarithms throughout. */
function logSpace({ startProb, transitionMatrix: A, emissionMatrix: B }: HmmSpec, labels: Uint8Array): number {
  let now = startProb.map((p, j) => Math.log(p) + Math.log(B[j]![labels[0]!]!));
  for (let t = 1; t < labels.length; t++)
    now = now.map((_, j) => logSumExp(now.map((p, i) => p + Math.log(A[i]![j]!))) + Math.log(B[j]![labels[t]!]!));
  return logSumExp(now);
}

/** P by summing over every path of hidden states. */
function enumerated({ nStates: M, startProb, transitionMatrix: A, emissionMatrix: B }: HmmSpec, outputs: number[]): number {
  let sum = 0;
  for (let code = 0; code < M ** outputs.length; code++) {
    const path = outputs.map((_, t) => Math.floor(code / M ** t) % M);
    sum += path.reduce((p, s, t) => p * (t === 0 ? startProb[s]! : A[path[t - 1]!]![s]!) * B[s]![outputs[t]!]!, 1);
  }
  return sum;
}

describe.each(PAPER_HMM_IDS)('log-likelihood under %s', (id) => {
  const spec = PAPER_HMMS[id];
  it('is the logarithm of the golden string probabilities and of the sum over all paths', () => {
    const golden: Record<string, { strings: Record<string, number> }> = JSON.parse(
      readFileSync(new URL('../../golden/hmm.json', import.meta.url), 'utf8'),
    );
    const name = id === 'fully' ? 'full3' : id === 'cyclic' ? 'cyclic4' : id.replace('-', '');
    for (const [string, probability] of Object.entries(golden[name]!.strings)) {
      const outputs = [...string].map(Number);
      const value = heldOutLogLikelihood(spec, single(outputs));
      expect(value).toBeCloseTo(Math.log(probability), 9);
      expect(value).toBeCloseTo(Math.log(enumerated(spec, outputs)), 10);
    }
  });
  it('is that of a calculation with logarithms over 100,000 steps, to 1e-9', () => {
    const data = sampled(spec, 1, 100_000);
    expect(heldOutLogLikelihood(spec, data) / logSpace(spec, data.labels)).toBeCloseTo(1, 9);
  });
});

describe('log-likelihood', () => {
  const spec = PAPER_HMMS['chain-3'];
  it('adds over sequences of unequal lengths, empty ones included', () => {
    const data = { labels: Uint8Array.from([0, 1, 2, 2, 0]), lengths: [2, 0, 3], nOutputs: 3 };
    const parts = heldOutLogLikelihood(spec, single([0, 1])) + heldOutLogLikelihood(spec, single([2, 2, 0]));
    expect(heldOutLogLikelihood(spec, data)).toBeCloseTo(parts, 12);
  });
  it('is −∞ for what cannot be, and finite where plain numbers lose a path', () => {
    const apart: HmmSpec = {
      ...PAPER_HMMS['chain-2'],
      transitionMatrix: [[1, 0], [0, 1]], // biome-ignore format: a matrix
      emissionMatrix: [[1 - 1e-9, 1e-9, 0], [0.5, 0, 0.5]], // biome-ignore format: a matrix
    };
    expect(heldOutLogLikelihood(apart, single([1, 2]))).toBe(Number.NEGATIVE_INFINITY);
    // State 1 is 2^-2000 times less likely than state 0, until output 2 says that it was state 1.
    const labels = [...new Array<number>(2000).fill(0), 2];
    expect(heldOutLogLikelihood(apart, single(labels))).toBeCloseTo(2002 * Math.log(0.5), 8);
  });
  it('refuses sequences that do not fit together', () => {
    expect(() => heldOutLogLikelihood(spec, { ...single([0, 1]), lengths: [3] })).toThrow(RangeError);
    expect(() => heldOutLogLikelihood(spec, single([0, 3]))).toThrow(RangeError);
    expect(() => heldOutLogLikelihood(spec, single([]))).toThrow(RangeError);
  });
});

describe('Baum–Welch', () => {
  it.each([2, 3, 5])('never lowers the likelihood, which is that of the model returned: %i states', (nStates) => {
    const data = sampled(PAPER_HMMS['chain-3'], 30, 40);
    for (const seed of [1, 2, 3]) {
      const fit = finish(baumWelch(data, nStates, { seed, restarts: 2, tolerance: 1e-9 }));
      expect(hmmProblems(fit)).toEqual([]);
      expect(fit.trace.length).toBe(fit.iterations + 1);
      fit.trace.slice(1).forEach((value, i) => {
        expect(value).toBeGreaterThan(fit.trace[i]! - 1e-8);
      });
      expect(fit.logLikelihood).toBeCloseTo(heldOutLogLikelihood(fit, data), 8);
      expect(fit.logLikelihood).toBeGreaterThanOrEqual(Math.max(...fit.restartLogLikelihoods) - 1e-8);
    }
  });
  it.each(['chain-2', 'fully', 'cyclic'] as const)('recovers %s from 500 sequences of 40 symbols', (id) => {
    const spec = PAPER_HMMS[id];
    const data = sampled(spec, 500, 40);
    const fit = finish(baumWelch(data, spec.nStates, { seed: 1 }));
    const { maxTransitionError, maxEmissionError } = bestPermutation(fit, spec);
    expect(fit.converged).toBe(true);
    expect(maxTransitionError).toBeLessThan(0.05);
    expect(maxEmissionError).toBeLessThan(0.05);
    expect(fit.logLikelihood).toBeGreaterThan(heldOutLogLikelihood(spec, data));
  });
  it('takes sequences of unequal lengths, shorter and longer than a block of work, for what they are', () => {
    const spec = PAPER_HMMS.fully;
    const labels = sampleHmm(spec, 1, 260_000, 1, 'data');
    const lengths = [1, 249_990, 0, 9, 10_000];
    const fit = finish(baumWelch({ labels, lengths, nOutputs: 3 }, 3, { seed: 2, restarts: 2, iterations: 20 }));
    expect(bestPermutation(fit, spec).maxTransitionError).toBeLessThan(0.01);
    expect(fit.startProb.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });
  it('counts frequencies with a single state', () => {
    const fit = finish(baumWelch(single([0, 0, 1, 2, 0]), 1, { seed: 1 }));
    [0.6, 0.2, 0.2].forEach((p, k) => {
      expect(fit.emissionMatrix[0]![k]).toBeCloseTo(p, 12);
    });
    expect(fit.transitionMatrix).toEqual([[1]]);
    expect(fit.logLikelihood).toBeCloseTo(3 * Math.log(0.6) + 2 * Math.log(0.2), 10);
    expect(fit).toMatchObject({ converged: true, freeParameters: 2, symbols: 5 });
    expect(fit.aic).toBeCloseTo(4 - 2 * fit.logLikelihood, 10);
    expect(fit.bic).toBeCloseTo(2 * Math.log(5) - 2 * fit.logLikelihood, 10);
  });
  it('makes a row uniform that nothing is known about', () => {
    // Sequences of one symbol have no transitions at all.
    const data = { labels: Uint8Array.from([0, 1, 1]), lengths: [1, 1, 1], nOutputs: 2 };
    const fit = finish(baumWelch(data, 2, { seed: 1, restarts: 1 }));
    expect(fit.transitionMatrix).toEqual([[0.5, 0.5], [0.5, 0.5]]); // biome-ignore format: a matrix
  });
  it('is a function of its seed', () => {
    const data = sampled(PAPER_HMMS['chain-3'], 20, 30);
    const fitted = (seed: number) => finish(baumWelch(data, 3, { seed, restarts: 2, iterations: 5 }));
    expect(fitted(4)).toEqual(fitted(4));
    expect(fitted(4).restartLogLikelihoods).not.toEqual(fitted(5).restartLogLikelihoods);
  });
  it('tells its progress, upward from 0 to 1, many times', () => {
    const seen = [...baumWelch(sampled(PAPER_HMMS['chain-3'], 20, 30), 3, { seed: 1, restarts: 3, iterations: 10 })];
    expect(seen.length).toBeGreaterThan(30);
    seen.forEach((value, i) => {
      expect(value).toBeGreaterThanOrEqual(seen[i - 1] ?? 0);
      expect(value).toBeLessThanOrEqual(1 + 1e-12);
    });
  });
  it('orders and names states by what they emit', () => {
    const fit: HmmFit = finish(baumWelch(sampled(PAPER_HMMS.cyclic, 200, 100), 4, { seed: 1 }));
    const expected = fit.emissionMatrix.map((row) => row.reduce((sum, p, k) => sum + p * k, 0));
    expect(expected.toSorted((a, b) => a - b)).toEqual(expected);
    expect(fit.stateNames[0]).toMatch(/^mostly 0 \(9\d %\)$/);
    expect(fit.stateNames[3]).toMatch(/^mostly 2 \((8|9)\d %\)$/);
  });
  it('refuses options that mean nothing', () => {
    expect(() => finish(baumWelch(single([0, 1]), 0, { seed: 1 }))).toThrow(RangeError);
    expect(() => finish(baumWelch(single([0, 1]), 2, { seed: 1, restarts: 0 }))).toThrow(RangeError);
  });
});

describe('the curve over numbers of states', () => {
  it('has its lowest BIC at the true number, and no loss of likelihood on the way there', () => {
    const curve = finish(fitCurve(sampled(PAPER_HMMS.fully, 60, 100), 1, 5, { seed: 1, restarts: 6 }));
    expect(curve.map(({ nStates }) => nStates)).toEqual([1, 2, 3, 4, 5]);
    expect(curve.reduce((best, point) => (point.bic < best.bic ? point : best)).nStates).toBe(3);
    for (const i of [1, 2]) expect(curve[i]!.logLikelihood).toBeGreaterThan(curve[i - 1]!.logLikelihood);
  });
});

describe('names of states', () => {
  it('say what is mostly emitted, and tell equal ones apart', () => {
    const rows = [[0.02, 0, 0.98], [0.495, 0.01, 0.495], [0.3, 0.4, 0.3], [0.02, 0, 0.98]]; // biome-ignore format: a matrix
    expect(nameStates(rows)).toEqual([
      'mostly 2 (98 %) · a',
      '0 or 2 (50 %, 50 %)',
      'mixed (1 most often, 40 %)',
      'mostly 2 (98 %) · b',
    ]);
    expect(nameStates([[0.9, 0.1]], ['sing', 'rest'])).toEqual(['mostly sing (90 %)']);
  });
});

describe('best permutation', () => {
  it('undoes any renumbering, up to ten states', () => {
    const spec = PAPER_HMMS['chain-5'];
    const order = [3, 1, 4, 0, 2];
    const { permuted, permutation, maxTransitionError, maxEmissionError } = bestPermutation(permuteStates(spec, order), spec);
    expect([maxTransitionError, maxEmissionError]).toEqual([0, 0]);
    expect(permuted).toEqual(spec);
    permutation.forEach((j, i) => {
      expect(order[j]).toBe(i);
    });
    const random = (M: number): HmmSpec => {
      const data = sampled(PAPER_HMMS['chain-3'], 5, 20);
      return finish(baumWelch(data, M, { seed: 3, restarts: 1, iterations: 1 }));
    };
    const wide = random(10);
    expect(bestPermutation(permuteStates(wide, [9, 3, 5, 7, 1, 0, 2, 4, 8, 6]), wide).maxTransitionError).toBe(0);
  });
  it('is the best of all permutations', () => {
    const [a, b] = [PAPER_HMMS['chain-4'], PAPER_HMMS.cyclic];
    const cost = (order: number[]) => {
      const moved = permuteStates(a, order);
      const squares = (x: number[][], y: number[][]) => x.flat().reduce((sum, p, i) => sum + (p - y.flat()[i]!) ** 2, 0);
      return squares(moved.transitionMatrix, b.transitionMatrix) + squares(moved.emissionMatrix, b.emissionMatrix);
    };
    const all = (rest: number[]): number[][] =>
      rest.length === 0 ? [[]] : rest.flatMap((i) => all(rest.filter((j) => j !== i)).map((tail) => [i, ...tail]));
    const { permutation } = bestPermutation(a, b);
    expect(cost(permutation)).toBeCloseTo(Math.min(...all([0, 1, 2, 3]).map(cost)), 12);
  });
  it('refuses models of different size', () => {
    expect(() => bestPermutation(PAPER_HMMS['chain-2'], PAPER_HMMS['chain-3'])).toThrow(RangeError);
  });
});
