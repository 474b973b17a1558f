import { type EmissionCounts, emptyCounts } from '../../hmm/emissionCounts';
import { createSampler, type Drive } from '../../rnn/sampler';
import type { RnnWeights } from '../../rnn/weights';

/** After this many pairs the estimate is precise enough (±.0015 on a row of half of them) and the counter stops. */
export const ENOUGH_COUNTS = 200_000;
/** Sequences are restarted from h = 0 after this many steps; emission 1 comes from h_1 as in training. */
const SEQUENCE = 400;
/** Number of sequences run together, and of steps between two checks of the clock. */
const TOGETHER = 8;
const STRETCH = 20;

/** A second, faster run of the same network that only counts outputs, a few milliseconds a frame. */
export interface EmissionCounter {
  readonly counts: EmissionCounts;
  /** Pairs counted so far. */
  readonly pairs: number;
  /** Steps for about `budgetMs`; does nothing once enough was counted. */
  run(budgetMs: number, now: () => number): void;
  /** Ends it. */
  dispose(): void;
}

export function createEmissionCounter(weights: RnnWeights, seed: number, noiseOn: boolean, noiseStd: number): EmissionCounter {
  const sampler = createSampler(weights);
  const counts = emptyCounts(weights.nOutputs);
  const at: Drive = {
    seed,
    noiseStream: 'liveNoise',
    gumbelStream: 'liveGumbel',
    update: 1,
    firstRun: 0,
    firstStep: 0,
    noiseStd: noiseOn ? noiseStd : 0,
  };
  let pairs = 0;
  const previous = new Uint8Array(TOGETHER);
  sampler.open(TOGETHER);
  const stretch = () => {
    if (at.firstStep === SEQUENCE) {
      at.firstStep = 0;
      at.firstRun += TOGETHER;
      sampler.open(TOGETHER);
    }
    const { sampledOutputs } = sampler.advance(STRETCH, at);
    sampledOutputs.forEach((output, cell) => {
      const run = Math.floor(cell / STRETCH);
      counts.outputs[output]!++;
      if (at.firstStep > 0 || cell % STRETCH > 0) {
        counts.pairs[previous[run]! * weights.nOutputs + output]!++;
        pairs++;
      }
      previous[run] = output;
    });
    at.firstStep += STRETCH;
  };
  return {
    counts,
    get pairs() {
      return pairs;
    },
    run(budgetMs, now) {
      const until = now() + budgetMs;
      while (pairs < ENOUGH_COUNTS && now() < until) stretch();
    },
    dispose: sampler.dispose,
  };
}
