import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { interventionExperiment } from '../../../src/dynamics/interventions/interventionExperiment';
import {
  COLUMNS,
  columnOf,
  criticalCounter,
  occupancyColumn,
  pairsAtKickZones,
  spreadStarts,
  sumRuns,
} from '../../../src/dynamics/interventions/interventionRuns';
import { interventionSweep, runStatistics, targetAxis } from '../../../src/dynamics/interventions/interventionSweep';
import type { InterventionTarget } from '../../../src/dynamics/interventions/interventionTargets';
import { countExitsUnder, exitStarts } from '../../../src/dynamics/kick/exitProbability';
import { finish } from '../../../src/math/progress';
import { quantile } from '../../../src/math/statistics';
import { unitGains, withGains } from '../../../src/rnn/intervention';
import { DIVERGENCE_CAP, simulate } from '../../../src/rnn/simulate';
import { initialWeights, type RnnWeights } from '../../../src/rnn/weights';
import { exampleNetwork } from '../../exampleNetwork';

const H = 64;
const network = exampleNetwork('chain-2-s2');
const target = (units: number[], directions = [{ from: 0, to: 2 }]): InterventionTarget => ({
  kind: 'picked',
  name: 'picked',
  part: 'recurrent',
  units,
  directions,
});
const everyUnit = new Float64Array(H).fill(1);

/** Steps, flips, whole dwells and occupancy of a sequence of labels, counted from runs of equal labels. */
function slowSums(labels: Uint8Array, outputs: number): number[] {
  const dwells = [...labels].reduce<number[]>((runs, label, t) => {
    if (t > 0 && labels[t - 1] === label) runs[runs.length - 1]!++;
    else runs.push(1);
    return runs;
  }, []);
  // The first began before the run, the last did not end in it.
  const whole = dwells.slice(1, -1);
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const occupancy = Array.from({ length: outputs }, (_, k) => labels.filter((label) => label === k).length);
  return [labels.length, dwells.length - 1, whole.length, sum(whole), sum(whole.map((dwell) => dwell ** 2)), ...occupancy];
}

describe('sums of runs', () => {
  const starts = spreadStarts(network, 3, 6);
  const axis = targetAxis(network, 2);
  const made = sumRuns(network, starts, { seed: 6, steps: 350, axis, every: 50 });
  const runs = [0, 1, 2].map((run) =>
    simulate(network, { steps: 350, seed: 6, run, noiseStream: 'intervention', start: starts.subarray(run * H, (run + 1) * H) }),
  );

  it('are those of recorded runs from the same starts', () => {
    expect(made.stride).toBe(COLUMNS.length + 3);
    runs.forEach(({ outputLabels, states }, run) => {
      const row = made.sums.subarray(run * made.stride, (run + 1) * made.stride);
      expect([...row.subarray(0, 5), ...row.subarray(occupancyColumn(0))]).toEqual(slowSums(outputLabels, 3));
      const readout = network.readoutWeights.subarray(2 * H, 3 * H);
      const length = Math.sqrt(readout.reduce((sum, weight) => sum + weight ** 2, 0));
      const way = Array.from({ length: 350 }, (_, t) =>
        readout.reduce((sum, weight, i) => sum + (weight / length) * states[t * H + i]!, 0),
      ).sort((a, b) => a - b);
      expect(made.reach[run]).toBeCloseTo(way[Math.floor(0.95 * 349)]!, 4);
    });
    expect(runStatistics(made.sums.subarray(0, made.stride), 3)[3]).toBeCloseTo((1000 * made.sums[1]!) / 350, 10);
    expect(made.divergentRuns).toBe(0);
  });

  it('count critical pairs as full eigenproblems of every 50th step do', () => {
    runs.forEach(({ states }, run) => {
      let pairs = 0;
      for (let t = 0; t < 350; t += 50) {
        const rows = Array.from({ length: H }, (_, i) => {
          const row = [...network.recurrentWeights.subarray(i * H, (i + 1) * H)];
          return row.reduce((sum, weight, j) => sum + weight * states[t * H + j]!, 0) > 0 ? row : new Array<number>(H).fill(0);
        });
        const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(new Matrix(rows));
        realEigenvalues.forEach((re, k) => {
          // μ̂ = (λ − 1)/(λ + 1), by multiplication with the conjugate of the denominator.
          const im = imaginaryEigenvalues[k]!;
          const size = (re + 1) ** 2 + im ** 2;
          if (Math.abs((re ** 2 - 1 + im ** 2) / size) < 0.1 && (2 * im) / size > 0.06) pairs++;
        });
      }
      expect(made.sums[run * made.stride + columnOf('critical')]).toBe(pairs);
      expect(made.sums[run * made.stride + columnOf('spectra')]).toBe(7);
    });
    expect(made.sums[columnOf('critical')]! + made.sums[made.stride + columnOf('critical')]!).toBeGreaterThan(0);
  });

  it('count a pair from Im μ̂ = .06 on', () => {
    // A turn by θ has the eigenvalues e^±iθ and μ̂ = ±i tan(θ/2); both units are active at h = (1, 1).
    const turn = (tangent: number): RnnWeights => {
      const [cos, sin] = [Math.cos(2 * Math.atan(tangent)), Math.sin(2 * Math.atan(tangent))];
      const shape = { hiddenSize: 2, inputDim: 1, nOutputs: 2 };
      return { ...initialWeights(shape, 1), recurrentWeights: Float32Array.of(cos, -sin, sin, cos) };
    };
    expect([0.055, 0.065].map((tangent) => criticalCounter(turn(tangent))([1, 1], 0))).toEqual([0, 1]);
  });

  it('start from states of a run, none of them twice', () => {
    const run = simulate(network, { steps: 3 * 53, seed: 6, run: 100_000, noiseStream: 'evaluation', warmUp: 100 });
    const known = new Set(Array.from({ length: run.steps }, (_, t) => run.states.subarray(t * H, (t + 1) * H).join()));
    const rows = [0, 1, 2].map((n) => starts.subarray(n * H, (n + 1) * H).join());
    expect(new Set(rows).size).toBe(3);
    for (const row of rows) expect(known.has(row)).toBe(true);
  });

  it('count a run that grows without bound up to there, and leave the others alone', () => {
    // Unit 0 feeds itself and gets no noise: a run that starts with it silent never grows. Units 1 and 2 are the labels.
    const base = initialWeights({ hiddenSize: 4, inputDim: 3, nOutputs: 2 }, 3);
    const runaway: RnnWeights = {
      ...base,
      inputWeights: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1),
      recurrentWeights: Float32Array.of(1.05, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.5),
      readoutWeights: Float32Array.of(0, 1, 0, 0, 0, 0, 1, 0),
    };
    const from = Float32Array.of(0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0);
    const axisOfGrowth = Float64Array.of(1, 0, 0, 0);
    const options = { seed: 1, steps: 400, axis: axisOfGrowth };
    const result = sumRuns(runaway, from, options);
    expect(result.divergentRuns).toBe(1);
    const alone = simulate(runaway, { steps: 400, seed: 1, run: 1, noiseStream: 'intervention', start: from.subarray(4, 8) });
    // 1.05^t < 10⁴ up to t = 188.
    expect(Math.floor(Math.log(DIVERGENCE_CAP) / Math.log(1.05))).toBe(188);
    expect(alone.steps).toBe(188);
    const row = (run: number) => result.sums.subarray(run * result.stride, (run + 1) * result.stride);
    expect([...row(1).subarray(0, 5), ...row(1).subarray(occupancyColumn(0))]).toEqual(slowSums(alone.outputLabels, 2));
    expect([...result.reach]).toEqual([0, Number.POSITIVE_INFINITY, 0]);
    for (const run of [0, 2]) {
      const single = sumRuns(runaway, from.slice(4 * run, 4 * run + 4), { ...options, firstRun: run });
      expect(row(run)).toEqual(single.sums);
      expect(row(run)[0]).toBe(400);
    }
  });
});

describe('intervention sweep', () => {
  const runs = 6;
  const steps = 300;
  const gains = [0, 0.5, 1, 1.5, 1.9];
  const groups = [{ name: 'A', units: [3, 22, 43], directions: [{ from: 0, to: 2 }], meetsBar: true }];
  const sweepAt = (seed: number, of = target([3, 22, 43])) =>
    finish(interventionSweep(network, of, { seed, groups, activeShare: everyUnit, gains, runs, steps }));
  const sweep = sweepAt(2);
  const [silenced, , untouched, , amplified] = sweep.points;

  it('has a point per gain and a null at every second, of twenty groups', () => {
    expect(sweep.points.map(({ gain }) => gain)).toEqual(gains);
    expect(sweep.null.map(({ gain }) => gain)).toEqual([0, 1, 1.9]);
    expect(sweep).toMatchObject({ nullGroups: 20, runs, steps, directions: [{ from: 0, to: 2 }] });
    for (const { occupancy, exits } of [...sweep.points, ...sweep.null]) {
      expect(occupancy.length).toBe(3);
      expect(exits.length).toBe(1);
    }
    for (const { occupancy } of sweep.points) expect(occupancy.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(1, 12);
    for (const { flips } of sweep.null) expect(flips.low).toBeLessThanOrEqual(flips.high);
  });

  it('is the untouched network at gain 1, exactly', () => {
    const starts = spreadStarts(network, runs, 2);
    const options = { seed: 2, steps, axis: targetAxis(network, 2), every: 25 };
    const free = sumRuns(network, starts, options);
    expect(sumRuns(withGains(network, unitGains(H, [3, 22, 43], 'both', 1)), starts, options)).toEqual(free);
    const totals = Array.from({ length: free.stride }, (_, column) =>
      free.sums.reduce((sum, value, at) => sum + (at % free.stride === column ? value : 0), 0),
    );
    const { occupancy, flips, dwellCv, criticalPairs, reach, exits } = untouched!;
    expect([...occupancy, flips, dwellCv, criticalPairs].map(({ value }) => value)).toEqual(runStatistics(totals, 3));
    expect(reach.value).toBeCloseTo(free.reach.reduce((a, b) => a + b, 0) / runs, 10);
    expect(exits[0]!.value).toBe(countExitsUnder(network, exitStarts(network, 0, 120, 2, 500), 2).probability);
  });

  it('has the untouched network as its null at gain 1, run by run', () => {
    // A gain of 1 on a random group does nothing: the band is that of the 20 runs n mod 6, and all exits are the same.
    const starts = spreadStarts(network, runs, 2);
    const free = sumRuns(network, starts, { seed: 2, steps });
    const flips = Array.from({ length: 20 }, (_, n) => (1000 * free.sums[(n % runs) * free.stride + columnOf('flips')]!) / steps);
    expect(sweep.null[1]!.flips).toEqual({
      low: quantile(flips, 0.05),
      middle: quantile(flips, 0.5),
      high: quantile(flips, 0.95),
    });
    const [exits] = sweep.null[1]!.exits;
    expect(exits!.low).toBe(exits!.high);
    expect(Math.abs(exits!.middle - untouched!.exits[0]!.value)).toBeLessThan(0.15);
  });

  it('traps the state at gain 0, and labels the runs that grow without bound', () => {
    expect(silenced!.occupancy[0]!.value).toBeGreaterThan(untouched!.occupancy[0]!.value + 0.2);
    expect(silenced!.exits[0]!.value).toBeLessThan(0.5 * untouched!.exits[0]!.value);
    expect(silenced!.divergentRuns).toBe(0);
    expect(amplified!.divergentRuns).toBe(runs);
    expect(amplified!.reach.value).toBe(Number.POSITIVE_INFINITY);
    expect(amplified!.flips.value).toBeGreaterThanOrEqual(0);
  });

  it('depends on the seed only', () => {
    expect(sweepAt(2)).toEqual(sweep);
    expect(sweepAt(3).points).not.toEqual(sweep.points);
  });

  it('has flat curves for units that nothing listens to', () => {
    const cut = (matrix: Float32Array) => matrix.map((weight, at) => (at % H === 38 ? 0 : weight));
    const deaf = { ...network, recurrentWeights: cut(network.recurrentWeights), readoutWeights: cut(network.readoutWeights) };
    const options = { seed: 2, groups: [], activeShare: everyUnit, gains: [0, 1], runs: 3, steps: 200 };
    const { points } = finish(interventionSweep(deaf, target([38]), options));
    const [off, on] = points.map(({ occupancy, flips, dwellCv, exits }) => ({ occupancy, flips, dwellCv, exits }));
    expect(off).toEqual(on);
    expect(on!.flips.value).toBeGreaterThan(0);
  });
});

describe('intervention experiments', () => {
  it('change nothing, run by run, where the target is not heard: common starts and noise', () => {
    const cut = (matrix: Float32Array) => matrix.map((weight, at) => (at % H === 38 ? 0 : weight));
    const deaf = { ...network, recurrentWeights: cut(network.recurrentWeights), readoutWeights: cut(network.readoutWeights) };
    const report = finish(interventionExperiment(deaf, target([38]), 'control', { seed: 5, runs: 8, steps: 400 }));
    expect(report.occupancy).toEqual(report.baseOccupancy);
    expect(report.flips).toEqual(report.baseFlips);
    expect(report.flipsRatio).toMatchObject({ value: 1, low: 1, high: 1 });
    expect(report.reachRatio).toMatchObject({ value: 1, low: 1, high: 1 });
    expect(report.verdict.verdict).toBe('reproduced');
  });

  it('find as many critical pairs in a network as in itself', () => {
    expect(finish(pairsAtKickZones(network, network, 4))).toMatchObject({ value: 1, low: 1, high: 1 });
  });

  it('do not call a trap what stays free, nor an overshoot what stays where it was', () => {
    const options = { seed: 5, runs: 8, steps: 300 };
    const trap = finish(interventionExperiment(network, target([5]), 'silence', options));
    expect(trap.verdict.verdict).toBe('not-reproduced');
    const overshoot = finish(interventionExperiment(network, target([5]), 'amplify', options));
    expect(overshoot.divergentRuns).toBe(0);
    expect(overshoot.verdict.verdict).toBe('not-reproduced');
  });
});
