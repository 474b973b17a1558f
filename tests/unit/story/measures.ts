import { integratingPopulations } from '../../../src/dynamics/circuit/populations';
import { columnOf, occupancyColumn, spreadStarts, sumRuns } from '../../../src/dynamics/interventions/interventionRuns';
import { countExits, exitStarts } from '../../../src/dynamics/kick/exitProbability';
import { summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { rotatingPlane } from '../../../src/dynamics/orbit/orbitPlanes';
import { residencyReport } from '../../../src/dynamics/zones/residency';
import { DEFAULT_CUTS, zonesOf } from '../../../src/dynamics/zones/zones';
import { finish } from '../../../src/math/progress';
import { softmax } from '../../../src/math/softmin';
import { type DrivePart, underGain } from '../../../src/rnn/intervention';
import { simulate } from '../../../src/rnn/simulate';
import type { RnnWeights } from '../../../src/rnn/weights';
import { longRun, mean, mechanismOf, share, weightsOf } from './shipped';

/** Units of the kick group of a name. */
export const groupOf = (id: string, name: string): number[] => mechanismOf(id).groups.find((group) => group.name === name)!.units;

/** Units of both integrating populations, as the lab chooses them. */
export function integratorsOf(id: string): number[] {
  const weights = weightsOf(id);
  const { groups } = mechanismOf(id);
  const { populations } = integratingPopulations(weights, [groups[0]!.units, groups[1]!.units], {
    size: Math.round(0.47 * weights.hiddenSize),
    exclude: groups.flatMap(({ units }) => units),
  });
  return populations.flat();
}

/** Share of the time at each favoured output, and its changes per 1000 steps, in 20 runs of 1000 steps under a gain. */
export function under(id: string, units: readonly number[], part: DrivePart, gain: number) {
  const weights = weightsOf(id);
  const { sums, stride, runs } = sumRuns(underGain(weights, { units, part }, gain), spreadStarts(weights, 20, 1), {
    seed: 1,
    steps: 1000,
  });
  const total = (column: number) => {
    let sum = 0;
    for (let run = 0; run < runs; run++) sum += sums[run * stride + column]!;
    return sum;
  };
  const steps = total(columnOf('steps'));
  return {
    occupancy: Array.from({ length: weights.nOutputs }, (_, label) => total(occupancyColumn(label)) / steps),
    flips: (1000 * total(columnOf('flips'))) / steps,
  };
}

/** Exits within 40 steps of a network untouched and with units held at zero, on starts of their own. */
export function exitsHeldAtZero(id: string, from: number, to: number, units: readonly number[]) {
  const weights = weightsOf(id);
  const starts = exitStarts(weights, from, 120, 2, 900);
  return { base: countExits(weights, starts, to, []).probability, held: countExits(weights, starts, to, units).probability };
}

const lengthOf = (h: ArrayLike<number>): number => Math.hypot(...Array.from(h));

/** Steps after which two runs of one network from different states agree to a thousandth of their length, under the same noise. */
export function stepsToMeet(weights: RnnWeights, starts: readonly [Float32Array, Float32Array], seed: number): number {
  const H = weights.hiddenSize;
  const [a, b] = starts.map((start) => simulate(weights, { steps: 600, seed, start })) as [
    ReturnType<typeof simulate>,
    ReturnType<typeof simulate>,
  ];
  for (let t = 0; t < 600; t++) {
    const at = a.states.subarray(t * H, (t + 1) * H);
    if (lengthOf(at.map((value, i) => value - b.states[t * H + i]!)) < 1e-3 * lengthOf(at)) return t + 1;
  }
  return Number.POSITIVE_INFINITY;
}

/** Mean ‖h‖ after so many steps from h = 0, over runs. */
export function lengthAfter(weights: RnnWeights, steps: number, runs: number): number {
  const H = weights.hiddenSize;
  return mean(
    Array.from({ length: runs }, (_, run) =>
      lengthOf(simulate(weights, { steps, seed: 7, run }).states.subarray((steps - 1) * H)),
    ),
  );
}

/** Zones of a run: codes, residency times, and the lengths of the visits to each zone. */
export function zonesOfRun(id: string, states: number) {
  const weights = weightsOf(id);
  const { basis } = summariseOrbit(weights, { steps: 10_000, seed: 1 });
  const report = finish(residencyReport(weights, basis, { seed: 2, states }));
  const zones = zonesOf(report, DEFAULT_CUTS);
  const visits: number[][] = [[], [], [], []];
  let from = 0;
  for (let t = 1; t <= zones.length; t++)
    if (t === zones.length || zones[t] !== zones[from]) {
      visits[zones[from]!]!.push(t - from);
      from = t;
    }
  return { zones, report, visits, shareOf: (zone: number) => share(zones, (code) => code === zone) };
}

/** Signed turns per round trip in the plane that is drawn, and turns per 1000 steps. */
export function turnsOf(weights: RnnWeights, seed: number) {
  const orbit = summariseOrbit(weights, { steps: 10_000, seed });
  const { rotation } = rotatingPlane(orbit);
  return { perTrip: rotation.turnsPerRoundTrip, perThousand: (1000 * rotation.netTurns) / orbit.steps };
}

/** Of two rare outputs in a row, drawn within one stay at output 1: the share that agrees, and how many pairs there were. */
export function rareAgreement(id: string): { agree: number; pairs: number } {
  const { outputLabels, sampledOutputs, steps } = longRun(id);
  let before: number | undefined;
  let agree = 0;
  let pairs = 0;
  for (let t = 0; t < steps; t++) {
    if (outputLabels[t] !== 1) before = undefined;
    else if (sampledOutputs[t] !== 1) {
      if (before !== undefined) {
        pairs++;
        if (before === sampledOutputs[t]) agree++;
      }
      before = sampledOutputs[t]!;
    }
  }
  return { agree: agree / pairs, pairs };
}

/** Output probabilities of a state. */
export function outputsOf({ hiddenSize: H, nOutputs: K, readoutWeights }: RnnWeights, h: ArrayLike<number>): Float64Array {
  const logits = Float64Array.from({ length: K }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < H; i++) sum += readoutWeights[k * H + i]! * h[i]!;
    return sum;
  });
  const probabilities = new Float64Array(K);
  softmax(logits, probabilities);
  return probabilities;
}
