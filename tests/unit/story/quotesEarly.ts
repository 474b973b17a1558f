import { expect } from 'vitest';
import { collapseReport, measureCollapse } from '../../../src/dynamics/collapse/collapse';
import { emissionSweep } from '../../../src/dynamics/emissions/noiseSweepEmissions';
import { CLUSTER, DEFAULT_CUTS, KICK_ZONE, TRANSITION } from '../../../src/dynamics/zones/zones';
import { PAPER_HMMS } from '../../../src/hmm/paper';
import { exactStatistics } from '../../../src/hmm/statistics';
import { finish } from '../../../src/math/progress';
import { simulate } from '../../../src/rnn/simulate';
import { TRANSITIONS } from '../../../src/ui/text';
import { lengthAfter, outputsOf, zonesOfRun } from './measures';
import { type Quote, quote, within } from './quote';
import { findings, longRun, mean, numberAfter, presetOf, share, staysOf, weightsOf } from './shipped';

/** The model, the network fed with noise, the match, the silence and the zones. */

const exact = (id: keyof typeof PAPER_HMMS) => exactStatistics(PAPER_HMMS[id]);
const CHAINS = ['chain-2', 'chain-3', 'chain-4', 'chain-5'] as const;
const MODEL: Quote[] = [
  quote('model', 'probability 0.95 and leaves with 0.05', () => {
    expect(PAPER_HMMS['chain-2'].transitionMatrix).toEqual([
      [expect.closeTo(0.95, 12), expect.closeTo(0.05, 12)],
      [expect.closeTo(0.05, 12), expect.closeTo(0.95, 12)],
    ]);
  }),
  quote('model', 'State 0 shows output 0 in 99 of 100 steps, state 1 shows output 2; the rest is output 1', () => {
    const [first, second] = PAPER_HMMS['chain-2'].emissionMatrix;
    expect(first).toEqual([expect.closeTo(0.99, 12), expect.closeTo(0.01, 12), expect.closeTo(0, 12)]);
    expect(second).toEqual([expect.closeTo(0, 12), expect.closeTo(0.01, 12), expect.closeTo(0.99, 12)]);
  }),
  quote('model', 'outputs 0 and 2 each take 49.5 % of the steps and output 1 takes 1 %', () => {
    for (const id of CHAINS) expect(exact(id).frequency.map((f) => f.toFixed(4))).toEqual(['0.4950', '0.0100', '0.4950']);
  }),
  quote('model', 'the middle state shows outputs 0 and 2 equally often', () => {
    const [, middle] = PAPER_HMMS['chain-3'].emissionMatrix;
    expect(middle![0]).toBeCloseTo(middle![2]!, 12);
  }),
  quote('model', 'followed by output 0 with probability 0.94; dice with the same shares would give 0.495', () => {
    const { outputTransitionMatrix, frequency } = exact('chain-2');
    expect(outputTransitionMatrix[0]![0]!.toFixed(2)).toBe('0.94');
    expect(frequency[0]!.toFixed(3)).toBe('0.495');
  }),
  quote('model', 'about one output in a hundred', () => expect(exact('chain-2').frequency[1]).toBeCloseTo(0.01, 12)),
  quote('model', 'Every column sums to 1', () => {
    for (const id of CHAINS) {
      const { transitionMatrix: A } = PAPER_HMMS[id];
      A.forEach((row, i) => {
        for (const [j, p] of row.entries()) expect(p).toBeCloseTo(A[j]![i]!, 12);
        expect(A.reduce((sum, other) => sum + other[i]!, 0)).toBeCloseTo(1, 12);
      });
    }
  }),
];

/** Emission error and change rate of the two-state network against σ. */
const sweep = () =>
  finish(
    emissionSweep(weightsOf('chain-2'), exact('chain-2'), {
      seed: 1,
      noiseStds: [0.25, 0.7, 0.85, 1, 1.2, 1.4, 4],
      batches: 4,
      runs: 32,
      steps: 400,
    }),
  ).levels;

const NETWORK: Quote[] = [
  quote('noise', '64 units, fresh noise', () => expect(weightsOf('chain-2').hiddenSize).toBe(64)),
  quote('noise', 'The network has 64 units', () => expect(presetOf('chain-2').hiddenSize).toBe(64)),
  quote('noise', 'shows its 64 numbers', () => expect(weightsOf('chain-2').hiddenSize).toBe(64)),
  quote('noise', '16 fresh random numbers', () => expect(weightsOf('chain-2').inputDim).toBe(16)),
  quote('noise', 'A run from h = 0 with the same random numbers changes its favoured output at the very same steps', () => {
    const run = (noiseStd: number) => simulate(weightsOf('chain-2'), { steps: 5000, seed: 1, noiseStd });
    const { outputLabels } = run(1);
    for (const noiseStd of [0.25, 0.5, 2, 4]) expect(run(noiseStd).outputLabels).toEqual(outputLabels);
  }),
  quote('noise', 'changes about every 40 steps', () => within(mean(staysOf(longRun('chain-2').outputLabels)), 36, 46)),
  quote('match', 'fewer than 500 counts', () => expect(TRANSITIONS.few).toContain('fewer than 500 counts')),
  quote('match', 'σ = 1, it matches at σ = 1', () => expect(presetOf('chain-2').scores.maxCell).toBeLessThan(0.02)),
  quote('match', 'six times as many changes', () => {
    const [little, ...rest] = sweep();
    within(little!.changeRateRatio.value, 5.5, 7);
    expect(rest.at(-1)!.changeRateRatio.value).toBeLessThan(0.5);
  }),
  quote('match', 'least between σ = 1 and 1.2', () => {
    const levels = sweep();
    const error = (noiseStd: number) => levels.find((level) => level.noiseStd === noiseStd)!.maxCell.value;
    for (const inside of [1, 1.2]) for (const outside of [0.85, 1.4]) expect(error(inside)).toBeLessThan(error(outside));
  }),
  quote('match', '0.95 of its floor', () => expect(presetOf('chain-2').scores.ratio.value.toFixed(2)).toBe('0.95')),
];

const SILENCE: Quote[] = [
  quote(
    'silence',
    'Without noise the outputs do not stop: with all logits at zero each of the three is drawn equally often',
    () => {
      const weights = weightsOf('chain-2');
      for (const p of outputsOf(weights, new Float64Array(weights.hiddenSize))) expect(p).toBeCloseTo(1 / 3, 12);
      const still = simulate(weights, { steps: 30_000, seed: 3, noiseStd: 0 }).sampledOutputs;
      for (const output of [0, 1, 2])
        within(
          share(still, (drawn) => drawn === output),
          0.32,
          0.35,
        );
    },
  ),
  quote('silence', 'within ten steps the state is as far out as before', () => {
    within(lengthAfter(weightsOf('chain-2'), 10, 100) / measureCollapse(weightsOf('chain-2'), 1, 20, 10).drivenNorm, 0.9, 1.15);
  }),
  quote('silence', 'Take 100 states out', () =>
    expect(measureCollapse(weightsOf('chain-2'), 1, undefined, 1).released).toBe(100),
  ),
  quote('silence', 'about a sixth is lost at every step', () => {
    const { decayPerStep } = finish(collapseReport(weightsOf('chain-2'), { seed: 1, steps: 150 }));
    within(1 - decayPerStep!.value, 0.14, 0.19);
  }),
  quote('silence', 'below a thousandth of the usual length after about 60 steps', () => {
    for (const seed of [1, 2, 3]) within(measureCollapse(weightsOf('chain-2'), seed, 100, 100).collapsedAfter!, 57, 67);
    within(numberAfter(findings('C3')['chain-2']!.text, 'below a thousandth from step'), 57, 67);
  }),
  quote(
    'silence',
    'then so would be every multiple of it, by the scaling identity: fixed points other than 0 come as whole rays',
    () => {
      const weights = weightsOf('chain-2');
      const start = simulate(weights, { steps: 1, seed: 2, warmUp: 100 }).states;
      const next = (from: Float32Array) => simulate(weights, { steps: 1, seed: 2, start: from, noiseStd: 0 }).states;
      const doubled = next(start.map((value) => 2 * value));
      for (const [i, value] of next(start).entries()) expect(doubled[i]).toBeCloseTo(2 * value, 4);
    },
  ),
  quote('silence', 'That h = 0 is fixed', () => {
    const weights = weightsOf('chain-2');
    const { states } = simulate(weights, { steps: 3, seed: 1, noiseStd: 0 });
    expect(Math.max(...states)).toBe(0);
  }),
];

const ZONES: Quote[] = [
  quote('zones', 'the favoured output changes (60 at most)', () => {
    const { report } = zonesOfRun('chain-2', 2000);
    expect([report.rollouts, report.cap]).toEqual([20, 60]);
    // The ends of PC1 against its middle.
    const along = Float64Array.from({ length: report.states }, (_, t) => report.points[4 * t]!).sort();
    const times = (low: number, high: number) =>
      mean(
        [...report.residencyTimes].filter((_, t) => {
          const x = report.points[4 * t]!;
          return x >= along[Math.floor(low * (along.length - 1))]! && x <= along[Math.floor(high * (along.length - 1))]!;
        }),
      );
    expect(times(0.4, 0.6)).toBeLessThan(0.7 * times(0, 0.2));
    expect(times(0.4, 0.6)).toBeLessThan(0.7 * times(0.8, 1));
  }),
  quote('zones', 'more than 8 steps', () => expect(DEFAULT_CUTS.cluster).toBe(8)),
  quote('zones', 'fewer than 2', () => expect(DEFAULT_CUTS.transition).toBe(2)),
  quote('zones', 'tens of steps in a cluster, then one or two in each of the other zones', () => {
    const { visits } = zonesOfRun('chain-2', 4000);
    within(mean(visits[CLUSTER]!), 20, 60);
    for (const zone of [KICK_ZONE, TRANSITION]) within(mean(visits[zone]!), 1, 2);
  }),
  quote('zones', '9 in 100 end within 10 steps, of the model’s 40', () => {
    within(100 * share(staysOf(longRun('chain-2').outputLabels), (stay) => stay <= 10), 7, 11);
    expect((100 * (1 - PAPER_HMMS['chain-2'].transitionMatrix[0]![0]! ** 10)).toFixed(0)).toBe('40');
    expect(findings('C24')['chain-2']!.mark).toBe('✓');
  }),
  quote('zones', '42 steps on average, against 20', () => {
    within(mean(staysOf(longRun('chain-2').outputLabels)), 39, 45);
    expect(1 / PAPER_HMMS['chain-2'].transitionMatrix[0]![1]!).toBeCloseTo(20, 9);
  }),
  quote('zones', '4 outputs in 100 are not the favoured one, where the model has 1', () => {
    const { outputLabels, sampledOutputs } = longRun('chain-2');
    within(100 * share(sampledOutputs, (output, t) => output !== outputLabels[t]), 3.5, 4.5);
    expect(100 * (1 - PAPER_HMMS['chain-2'].emissionMatrix[0]![0]!)).toBeCloseTo(1, 9);
  }),
  quote('zones', 'the 21 networks here have 0.96 to 2.3 times as much', () => {
    const ratios = Object.values(findings('C9')).map(({ text }) => numberAfter(text, 'over that in clusters is'));
    expect(ratios).toHaveLength(21);
    expect([Math.min(...ratios).toFixed(2), Math.max(...ratios).toFixed(1)]).toEqual(['0.96', '2.3']);
  }),
  quote('zones', 'agree least on the coming output in the kick-zones, in all 21', () => {
    const lowest = Object.values(findings('C9b')).map(({ text }) => numberAfter(text, '95 % interval'));
    expect(lowest).toHaveLength(21);
    for (const low of lowest) expect(low).toBeGreaterThan(0);
  }),
];

export const EARLY: readonly Quote[] = [...MODEL, ...NETWORK, ...SILENCE, ...ZONES];
