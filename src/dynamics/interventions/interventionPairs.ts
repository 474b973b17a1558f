import { bootstrapEstimates } from '../../math/bootstrap';
import { finish, type Work } from '../../math/progress';
import type { Estimate } from '../../math/statistics';
import { rollouts } from '../../rnn/rollouts';
import { simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { summariseRollouts } from '../zones/residency';
import { DEFAULT_CUTS, KICK_ZONE, zoneOf } from '../zones/zones';
import { criticalCounter, spreadStarts } from './interventionRuns';

/** Steps before and after a state in a kick-zone that count as near it (docs/science.md §3.18, claim C15). */
const NEAR = 15;
const RUNS = 12;
const STEPS = 400;

/**
 * Critical pairs per step near kick-zones, changed network over untouched. Whether a state lies in a kick-zone is asked of the untouched
 * network, for the zones are its own; times of flips are not borrowed (quirk Q13). Yields 0 … 1.
 */
export function* pairsAtKickZones(weights: RnnWeights, changed: RnnWeights, seed: number): Work<Estimate> {
  const H = weights.hiddenSize;
  const starts = spreadStarts(weights, RUNS, seed);
  const sums = new Float64Array(RUNS * 4);
  for (const [side, network] of [weights, changed].entries()) {
    const critical = criticalCounter(network);
    for (let run = 0; run < RUNS; run++) {
      const start = starts.subarray(run * H, (run + 1) * H);
      const made = simulate(network, { steps: STEPS, seed, run, start, noiseStream: 'intervention' });
      const futures = finish(rollouts(weights, made.states, made.outputLabels, { seed, sharing: 20 }));
      const near = nearKickZone(summariseRollouts(futures).residencyTimes);
      for (let t = 0; t < made.steps; t++) {
        if (!near[t]) continue;
        sums[4 * run + 2 * side]!++;
        sums[4 * run + 2 * side + 1]! += critical(made.states, t * H);
      }
      yield (side * RUNS + run + 1) / (2 * RUNS);
    }
  }
  const ratio = ([n, pairs, changedN, changedPairs]: Float64Array) => changedPairs! / changedN! / (pairs! / n!);
  return bootstrapEstimates(sums, 4, (totals) => [ratio(totals)], seed)[0]!;
}

/** Marks the steps within NEAR of a kick-zone. The softmax cut plays no part there. */
function nearKickZone(times: Float32Array): Uint8Array {
  const near = new Uint8Array(times.length);
  times.forEach((time, t) => {
    if (zoneOf(time, 1, DEFAULT_CUTS) === KICK_ZONE) near.fill(1, Math.max(0, t - NEAR), t + NEAR + 1);
  });
  return near;
}
