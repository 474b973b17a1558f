import { integratingPopulations } from '../../src/dynamics/circuit/populations';
import { DEFAULT_CUTS } from '../../src/dynamics/defaults';
import { collectDwells } from '../../src/dynamics/emissions/exitHazardDwells';
import { columnOf, occupancyColumn, spreadStarts, sumRuns } from '../../src/dynamics/interventions/interventionRuns';
import {
  type InterventionTarget,
  interventionTargets,
  type TargetKind,
} from '../../src/dynamics/interventions/interventionTargets';
import { summariseOrbit } from '../../src/dynamics/orbit/orbit';
import { residencyReport } from '../../src/dynamics/zones/residency';
import { zonesOf } from '../../src/dynamics/zones/zones';
import { finish } from '../../src/math/progress';
import { underGain } from '../../src/rnn/intervention';
import { simulate } from '../../src/rnn/simulate';
import type { RnnWeights } from '../../src/rnn/weights';
import type { Gallery } from './gallery';
import { mean, share } from './measure';

/** Runs that several measures of the story read. */

/** Lengths of the whole stays of the favoured output, in steps. */
export function staysOf(labels: Uint8Array): number[] {
  const { lengths, complete } = collectDwells(labels, labels.length);
  return [...lengths].filter((_, at) => complete[at]);
}

/** The kick group of a name. @throws Error when the network has none of that name */
export function groupOf(gallery: Gallery, id: string, name: string) {
  const group = gallery.mechanism(id).groups.find((one) => one.name === name);
  if (!group) throw new Error(`the network “${id}” has no kick group ${name}, which the story silences`);
  return group;
}

/** What the page acts on, made as the page makes it. */
export function targetsOf(gallery: Gallery, id: string, kind: TargetKind, draw = 0): InterventionTarget[] {
  const weights = gallery.weights(id);
  const { groups, activeShare } = gallery.mechanism(id);
  const [first, second] = groups;
  if (!first || !second) throw new Error(`the network “${id}” has fewer than two kick groups: no populations stand between them`);
  const exclude = groups.flatMap(({ units }) => units);
  const { populations } = integratingPopulations(weights, [first.units, second.units], { exclude });
  return interventionTargets(kind, { weights, groups, populations, activeShare, picked: [], draw, seed: 1 });
}

/** Share of the time at each favoured output, and its changes per 1000 steps, in 20 runs of 1000 steps under a gain. */
export function under(gallery: Gallery, id: string, target: Pick<InterventionTarget, 'units' | 'part'>, gain: number) {
  return gallery.once(`under ${id} ${target.part} ${target.units} ${gain}`, () => {
    const weights = gallery.weights(id);
    const { sums, stride, runs } = sumRuns(underGain(weights, target, gain), spreadStarts(weights, 20, 1), {
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
  });
}

/** The network untouched, in the same runs. */
export const untouched = (gallery: Gallery, id: string) => under(gallery, id, { units: [], part: 'recurrent' }, 1);

/** Share of the changes that a target at gain 0 leaves. */
export const flipsLeft = (gallery: Gallery, id: string, target: InterventionTarget): number =>
  under(gallery, id, target, 0).flips / untouched(gallery, id).flips;

const lengthOf = (h: ArrayLike<number>): number => Math.hypot(...Array.from(h));

/** Steps after which two runs of one network from different states agree to a thousandth of their length, under the same noise. */
export function stepsToMeet(weights: RnnWeights, starts: readonly [Float32Array, Float32Array], seed: number): number {
  const H = weights.hiddenSize;
  const steps = 1000;
  const [a, b] = starts.map((start) => simulate(weights, { steps, seed, start })) as [
    ReturnType<typeof simulate>,
    ReturnType<typeof simulate>,
  ];
  for (let t = 0; t < steps; t++) {
    const at = a.states.subarray(t * H, (t + 1) * H);
    if (lengthOf(at.map((value, i) => value - b.states[t * H + i]!)) < 1e-3 * lengthOf(at)) return t + 1;
  }
  return steps;
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
export function zonesOfRun(gallery: Gallery, id: string, states: number) {
  return gallery.once(`zones ${id} ${states}`, () => {
    const weights = gallery.weights(id);
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
    return { report, visits, shareOf: (zone: number) => share(zones, (code) => code === zone) };
  });
}

/** Turns per round trip in PC1–PC2, without their sense. */
export const turnsOf = (weights: RnnWeights, seed: number): number =>
  Math.abs(summariseOrbit(weights, { steps: 10_000, seed }).rotations[0]!.turnsPerRoundTrip);

/** Of two rare outputs in a row, drawn within one stay at output 1: how many pairs agree, and how many there were. */
export function rareAgreement(gallery: Gallery, id: string): { agree: number; pairs: number } {
  const { outputLabels, sampledOutputs, steps } = gallery.run(id);
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
  return { agree, pairs };
}
