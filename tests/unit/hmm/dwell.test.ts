import { describe, expect, it } from 'vitest';
import { countDwells, exactDwells, windowedDwells } from '../../../src/hmm/dwell';
import { PAPER_HMM_IDS, PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm } from '../../../src/hmm/sample';
import type { HmmSpec } from '../../../src/hmm/spec';
import { exactStatistics, sequenceProbability, stationaryDistribution } from '../../../src/hmm/statistics';

const lopsided: HmmSpec = {
  ...PAPER_HMMS['chain-3'],
  name: 'Lopsided',
  transitionMatrix: [[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.05, 0.05, 0.9]], // biome-ignore format: a matrix
  emissionMatrix: [[0.7, 0.2, 0.1], [0.3, 0.3, 0.4], [0.1, 0.05, 0.85]], // biome-ignore format: a matrix
};
const MODELS = [...PAPER_HMM_IDS.map((id) => PAPER_HMMS[id]), lopsided];

/** P(dwell of k = n) from string probabilities: not k, n times k, not k, from the stationary state. */
function enumeratedDwell(spec: HmmSpec, k: number, n: number): number {
  const stationary = { ...spec, startProb: stationaryDistribution(spec) };
  const others = Array.from({ length: spec.nOutputs }, (_, l) => l).filter((l) => l !== k);
  const run = new Array<number>(n).fill(k);
  let begun = 0;
  let ended = 0;
  for (const before of others) {
    begun += sequenceProbability(stationary, [before, k]);
    for (const after of others) ended += sequenceProbability(stationary, [before, ...run, after]);
  }
  return ended / begun;
}

describe.each(MODELS)('exact dwells of $name', (spec) => {
  const dwells = exactDwells(spec, 3000);
  const exact = exactStatistics(spec);
  it('are the probabilities of the strings', () => {
    for (let k = 0; k < spec.nOutputs; k++)
      for (const n of [1, 2, 3, 7, 20]) expect(dwells[k]!.probability[n]).toBeCloseTo(enumeratedDwell(spec, k, n), 12);
  });
  it('have moments equal to the sums over the distribution', () => {
    for (const { probability, survival, mean, cv } of dwells) {
      const moment = (power: number) => probability.reduce((sum, p, n) => sum + p * n ** power, 0);
      expect(moment(0)).toBeCloseTo(1, 11);
      expect(mean).toBeCloseTo(moment(1), 9);
      expect(cv).toBeCloseTo(Math.sqrt(moment(2) - moment(1) ** 2) / moment(1), 9);
      expect(survival[0]).toBe(1);
      for (const n of [1, 2, 10]) expect(survival[n]! + probability[n]!).toBeCloseTo(survival[n - 1]!, 12);
    }
  });
  it('obey the renewal laws: entries add up to changes, entry rate × mean dwell is the frequency', () => {
    expect(dwells.reduce((sum, { entryRate }) => sum + entryRate, 0)).toBeCloseTo(exact.changeRate, 12);
    dwells.forEach(({ entryRate, mean }, k) => {
      expect(entryRate * mean).toBeCloseTo(exact.frequency[k]!, 10);
    });
  });
});

describe('exact dwells', () => {
  it('are geometric with CV √(1 − p_exit) when outputs tell the states apart', () => {
    const spec: HmmSpec = { ...PAPER_HMMS['chain-2'], nOutputs: 2, emissionMatrix: [[1, 0], [0, 1]] }; // biome-ignore format: a matrix
    const [dwell] = exactDwells(spec, 5);
    expect(dwell!.mean).toBeCloseTo(20, 9);
    expect(dwell!.cv).toBeCloseTo(Math.sqrt(0.95), 9);
    expect(dwell!.probability[3]).toBeCloseTo(0.95 ** 2 * 0.05, 12);
  });
  it('have no mean for an output that is never entered, and are not disturbed by an unreachable state', () => {
    const silent: HmmSpec = { ...PAPER_HMMS['chain-2'], emissionMatrix: [[1, 0, 0], [0, 0, 1]] }; // biome-ignore format: a matrix
    expect(exactDwells(silent, 5)[1]).toMatchObject({ entryRate: 0, mean: Number.NaN });
    const unreachable: HmmSpec = {
      ...silent,
      nStates: 3,
      startProb: [0.5, 0.5, 0],
      transitionMatrix: [[0.9, 0.1, 0], [0.2, 0.8, 0], [0, 0, 1]], // biome-ignore format: a matrix
      emissionMatrix: [[1, 0, 0], [0, 0, 1], [1, 0, 0]], // biome-ignore format: a matrix
    };
    expect(exactDwells(unreachable, 5)[0]!.mean).toBeCloseTo(10, 9);
  });
});

describe('counted dwells', () => {
  it('are the complete runs, the first and last of each sequence left out', () => {
    const labels = Uint8Array.from([0, 0, 1, 1, 1, 0, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 0, 2, 0, 2, 0, 2, 2, 2]);
    const [zero, one, two] = countDwells(labels, 8, 3, 1);
    expect(Array.from(zero!.histogram)).toEqual([0, 3, 0, 0, 0, 0, 0]);
    expect(Array.from(one!.histogram)).toEqual([0, 0, 0, 1, 0, 0, 0]);
    expect(Array.from(two!.histogram)).toEqual([0, 2, 0, 0, 0, 0, 0]);
    expect([zero!.censored, one!.censored, two!.censored]).toEqual([2, 1, 2]);
    expect(one!.mean.value).toBe(3);
    expect(one!.survival[2]!.value).toBe(1);
    expect(one!.survival[3]!.value).toBe(0);
    expect(zero!.cv.value).toBe(0);
  });
  it('say NaN, and nothing else, about an output without complete dwells', () => {
    const [zero] = countDwells(new Uint8Array(60), 30, 2, 1);
    expect(zero!.dwells).toBe(0);
    expect(zero!.mean.value).toBeNaN();
    expect(zero!.survival[0]).toMatchObject({ low: 0, high: 1, n: 0 });
  });
  it.each(['chain-3', 'cyclic', 'fully'] as const)('of %s have the expectation that the window leaves them', (id) => {
    const spec = PAPER_HMMS[id];
    const [N, T] = [20_000, 30];
    const counted = countDwells(sampleHmm(spec, N, T, 1, 'data'), T, 3, 1);
    exactDwells(spec, T).forEach((exact, k) => {
      const { expected, mean, cv } = windowedDwells(exact, T);
      expected.forEach((perSequence, n) => {
        // Dwells of one length in a sequence exclude each other more than they attract: Poisson is a generous error.
        expect(Math.abs(counted[k]!.histogram[n]! - N * perSequence)).toBeLessThan(5 * Math.sqrt(N * perSequence) + 5);
      });
      const { low, high, value } = counted[k]!.mean;
      expect(Math.abs(value - mean)).toBeLessThan(1.5 * (high - low));
      expect(Math.abs(counted[k]!.cv.value - cv)).toBeLessThan(1.5 * (counted[k]!.cv.high - counted[k]!.cv.low));
    });
  });
  it('are biased against long dwells in short sequences, and less so in long ones', () => {
    const exact = exactDwells(PAPER_HMMS['chain-2'], 1000)[0]!;
    const [short, long] = [windowedDwells(exact, 30), windowedDwells(exact, 1000)];
    expect(short.mean).toBeLessThan(0.6 * exact.mean);
    expect(long.mean).toBeGreaterThan(0.98 * exact.mean);
    expect(long.mean).toBeLessThan(exact.mean);
    expect(() => windowedDwells(exact, 1003)).toThrow(RangeError);
  });
  it('have intervals for mean and CV that hold the truth about as often as they say', () => {
    const spec = PAPER_HMMS['chain-3'];
    const truth = windowedDwells(exactDwells(spec, 30)[0]!, 30);
    let [mean, cv] = [0, 0];
    const trials = 120;
    for (let trial = 0; trial < trials; trial++) {
      const [zero] = countDwells(sampleHmm(spec, 150, 30, trial, 'data'), 30, 3, trial);
      if (zero!.mean.low <= truth.mean && truth.mean <= zero!.mean.high) mean++;
      if (zero!.cv.low <= truth.cv && truth.cv <= zero!.cv.high) cv++;
    }
    // 95 % ± 5 binomial standard errors (2 % each), less a little for the percentile bootstrap of a ratio.
    for (const held of [mean, cv]) expect(held / trials).toBeGreaterThan(0.84);
    expect(mean + cv).toBeLessThan(2 * trials);
  });
  it('give the same interval from merged as from many single sequences, and one from a single long run', () => {
    const spec = PAPER_HMMS['chain-3'];
    const width = (N: number, T: number) => {
      const { low, high, value, n } = countDwells(sampleHmm(spec, N, T, 1, 'data'), T, 3, 1)[0]!.mean;
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
      return { width: high - low, n };
    };
    // 499 sequences are resampled singly, 500 in pairs.
    expect(Math.abs(width(499, 60).width / width(500, 60).width - 1)).toBeLessThan(0.25);
    expect(width(500, 60).n).toBe(500);
    const single = width(1, 30_000);
    expect(Math.abs(single.width / width(500, 60).width - 1)).toBeLessThan(0.4);
    expect(single.n).toBeGreaterThan(5000);
  });
});
