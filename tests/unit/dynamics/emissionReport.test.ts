import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  allOf,
  type EmissionReport,
  emissionReport,
  emissionVerdict,
  judgeEmissions,
  judgeWithin,
} from '../../../src/dynamics/emissions/emissionReport';
import { sampleModel, sampleNetwork } from '../../../src/dynamics/emissions/emissionReportSamples';
import { exactSequenceStatistics, sequenceStatistics } from '../../../src/dynamics/emissions/emissionReportStatistics';
import { PAPER_HMM_IDS, PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm, sampleIndependent } from '../../../src/hmm/sample';
import type { Estimate } from '../../../src/math/statistics';
import { readWeights } from '../../../src/rnn/safetensors';
import { simulate } from '../../../src/rnn/simulate';
import { initialWeights } from '../../../src/rnn/weights';
import { finish } from '../finish';

const { weights } = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors'));
const hmm = PAPER_HMMS['chain-3'];
const options = { sequences: 1000, seqLen: 30, seed: 1 };

/** Half widths between estimate and truth; about 1.96 standard errors each. */
const widths = ({ value, low, high }: Estimate, truth: number): number => Math.abs(value - truth) / ((high - low) / 2);

describe('statistics of sequences', () => {
  it('are counted by hand', () => {
    const { frequency, changes, lateChanges, changeRateByStep, outputTransitionMatrix } = sequenceStatistics(
      Uint8Array.from([0, 0, 1, 2, 1, 1, 1, 1]),
      4,
      3,
      1,
    );
    expect(frequency.map(({ mean }) => mean.value)).toEqual([0.25, 0.625, 0.125]);
    // Fractions of output 0: .5 and 0, so sd = .5/√2.
    expect(frequency[0]!.sd).toBeCloseTo(0.5 / Math.SQRT2, 12);
    expect(changes.mean.value).toBe(1);
    expect(changes.sd).toBeCloseTo(Math.SQRT2, 12);
    expect(lateChanges.mean.value).toBe(1);
    expect(changeRateByStep.map(({ value }) => value)).toEqual([0, 0.5, 0.5]);
    expect(outputTransitionMatrix[0]!.map(({ value }) => value)).toEqual([0.5, 0.5, 0]);
    expect(outputTransitionMatrix[1]![1]!.n).toBe(4);
  });
  it.each(PAPER_HMM_IDS)('of a sample of %s agree with the exact values', (id) => {
    const T = 41;
    const exact = exactSequenceStatistics(PAPER_HMMS[id], T);
    const { changes, lateChanges, frequency, changeRateByStep } = sequenceStatistics(
      sampleHmm(PAPER_HMMS[id], 4000, T, 7, 'data'),
      T,
      3,
      1,
    );
    expect(exact.changes).toBeCloseTo(40 * exact.changeRate, 12);
    expect(exact.lateChanges).toBeCloseTo(20 * exact.changeRate, 12);
    expect(widths(changes.mean, exact.changes)).toBeLessThan(2.5);
    expect(widths(lateChanges.mean, exact.lateChanges)).toBeLessThan(2.5);
    frequency.forEach(({ mean }, k) => {
      expect(widths(mean, exact.frequency[k]!)).toBeLessThan(2.5);
    });
    for (const rate of changeRateByStep) expect(widths(rate, exact.changeRate)).toBeLessThan(2.5);
  });
});

describe('verdicts', () => {
  const interval = (low: number, high: number): Estimate => ({ value: (low + high) / 2, low, high, n: 10 });
  it('are inconclusive when the interval reaches over the threshold', () => {
    expect(judgeWithin(interval(0.9, 1.1), 1, 0.15)).toBe('reproduced');
    expect(judgeWithin(interval(1.1, 1.2), 1, 0.15)).toBe('inconclusive');
    expect(judgeWithin(interval(1.16, 1.2), 1, 0.15)).toBe('not-reproduced');
    expect(judgeWithin(interval(0.5, 0.84), 1, 0.15)).toBe('not-reproduced');
    expect(judgeWithin(interval(0.5, 1.5), 1, 0.15)).toBe('inconclusive');
    expect(judgeWithin(interval(Number.NaN, Number.NaN), 1, 0.15)).toBe('inconclusive');
    expect(allOf(['reproduced', 'inconclusive', 'not-reproduced'])).toBe('not-reproduced');
    expect(allOf(['reproduced', 'inconclusive'])).toBe('inconclusive');
    expect(allOf(['reproduced', 'reproduced'])).toBe('reproduced');
  });
  it('pass the model itself and fail a machine without memory', () => {
    const T = 100;
    for (const id of ['chain-2', 'fully'] as const) {
      const exact = exactSequenceStatistics(PAPER_HMMS[id], T);
      const judge = (labels: Uint8Array) => judgeEmissions(sequenceStatistics(labels, T, 3, 1), exact);
      expect(judge(sampleHmm(PAPER_HMMS[id], 3000, T, 3, 'data')).verdict).toBe('reproduced');
      const forgetful = judge(sampleIndependent(exact.frequency, 3000, T, 3, 'data'));
      expect(forgetful).toMatchObject({ frequencies: 'reproduced', cells: 'not-reproduced', changes: 'not-reproduced' });
      const stay = exact.outputTransitionMatrix[0]![0]! - exact.frequency[0]!;
      expect(Math.abs(forgetful.largestCell!.error.value)).toBeGreaterThan(0.9 * stay);
    }
  });
  it('name the cell that is off, and leave out rows of fewer than 500 pairs', () => {
    const T = 30;
    const exact = exactSequenceStatistics(hmm, T);
    const network = sequenceStatistics(sampleHmm(hmm, 1000, T, 3, 'data'), T, 3, 1);
    expect(judgeEmissions(network, exact).unjudgedRows).toEqual([1]);
    const shifted = { ...exact, outputTransitionMatrix: exact.outputTransitionMatrix.map((row) => [...row]) };
    shifted.outputTransitionMatrix[2]![0]! += 0.2;
    shifted.outputTransitionMatrix[1]![0]! += 0.4;
    const { largestCell, cells } = judgeEmissions(network, shifted);
    expect(largestCell).toMatchObject({ row: 2, column: 0 });
    expect(largestCell!.error.value).toBeCloseTo(-0.2, 1);
    expect(cells).toBe('not-reproduced');
    const few = judgeEmissions(sequenceStatistics(sampleHmm(hmm, 20, T, 3, 'data'), T, 3, 1), exact);
    expect(few.largestCell).toBeUndefined();
    expect(few.cells).toBe('inconclusive');
  });
  it('read as sentences', () => {
    const base = finish(emissionReport(weights, hmm, { ...options, sequences: 40 }));
    if (!base.bounded) throw new Error('unbounded');
    const say = (changeRatio: Estimate, lateChangeRatio: Estimate, cell?: number): string => {
      const error = { value: cell ?? 0, low: 0, high: 0, n: 1 };
      const largestCell = cell === undefined ? undefined : { row: 0, column: 1, error };
      return emissionVerdict({ ...base, judgement: { ...base.judgement, changeRatio, lateChangeRatio, largestCell } });
    };
    const often = interval(1.03, 1.05);
    expect(say(often, often, -0.021)).toBe('Changes 4 % too often; largest cell error .02 (row 0)');
    expect(say(interval(0.8, 0.9), interval(0.8, 0.9), 0.3)).toBe('Changes 15 % too seldom; largest cell error .30 (row 0)');
    expect(say(interval(0.98, 1.01), often)).toBe(
      'Changes as often as the model, to within 2 %; too few outputs to judge the transitions',
    );
    expect(say(interval(1.4, 1.5), interval(0.95, 1.05), 0.04)).toBe(
      'Changes 45 % too often (second half: as often as the model, to within 5 %); largest cell error .04 (row 0)',
    );
    const unbounded: EmissionReport = { bounded: false, maxState: 2e4, divergedAt: 23 };
    expect(emissionVerdict(unbounded)).toBe('Not judged: the state grew without bound, first at step 23');
  });
});

describe('emission report', () => {
  const report = finish(emissionReport(weights, hmm, options));
  if (!report.bounded) throw new Error('unbounded');
  it('finds the error of the golden network that one long run shows too', () => {
    const { row, column, error } = report.judgement.largestCell!;
    const { sampledOutputs: outputs } = simulate(weights, { steps: 60_000, seed: 9, warmUp: 50 });
    const [from, pairs] = [0, 0].map((_, wanted) =>
      outputs.reduce((n, k, t) => n + Number(t > 0 && outputs[t - 1] === row && (wanted === 0 || k === column)), 0),
    );
    // The start from h = 0 is in the one and not in the other.
    expect(Math.abs(pairs! / from! - report.exact.outputTransitionMatrix[row]![column]! - error.value)).toBeLessThan(0.02);
    expect(report.judgement.cells).toBe('not-reproduced');
    expect(report.judgement.changeRatio.low).toBeGreaterThan(1.1);
  });
  it('finds its own model sample exact', () => {
    expect(widths(report.model.changes.mean, report.exact.changes)).toBeLessThan(2.5);
    report.model.dwells.forEach(({ mean }, k) => {
      expect(widths(mean, report.exact.windowedDwells[k]!.mean)).toBeLessThan(2.5);
    });
  });
  it('sees the network grow out of h = 0: it changes far more often at first', () => {
    const [first] = report.network.changeRateByStep;
    expect(first!.low).toBeGreaterThan(1.2 * report.exact.changeRate);
    expect(report.network.changeRateByStep).toHaveLength(29);
  });
  it('is a function of its options, and a larger sample begins with the smaller one', () => {
    expect(finish(emissionReport(weights, hmm, { ...options, sequences: 30 }))).toEqual(
      finish(emissionReport(weights, hmm, { ...options, sequences: 30 })),
    );
    const size = { seqLen: 4000, seed: 2, firstUpdate: 0 };
    const network = (sequences: number) => finish(sampleNetwork(weights, { ...size, sequences })) as Uint8Array;
    const model = (sequences: number) => finish(sampleModel(hmm, { ...size, sequences }));
    for (const sample of [network, model]) {
      // 4000 steps come in portions of 8 sequences.
      const large = sample(18);
      expect(large).toHaveLength(18 * 4000);
      expect(large.slice(0, 11 * 4000)).toEqual(sample(11));
      expect(large.slice(8 * 4000, 9 * 4000)).not.toEqual(large.slice(0, 4000));
    }
  });
  it('does not judge an explosive network, and refuses sequences without pairs', () => {
    const explosive = initialWeights({ hiddenSize: 16, inputDim: 4, nOutputs: 3 }, 1, 12);
    const unbounded = finish(emissionReport(explosive, hmm, { ...options, seqLen: 100 }));
    if (unbounded.bounded) throw new Error('bounded');
    expect(unbounded.divergedAt).toBeGreaterThan(1);
    expect(unbounded.maxState).toBeGreaterThan(1e4);
    expect(() => emissionReport(weights, hmm, { ...options, seqLen: 1 }).next()).toThrow(RangeError);
  });
});
