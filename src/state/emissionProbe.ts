import { type EmissionCounts, emptyCounts } from '../hmm/emissions';
import { type DrawAddress, fillGumbels, fillNormals } from '../math/random';
import { sampleOutput } from '../rnn/simulate';
import { createStepper } from '../rnn/step';
import type { RnnWeights } from '../rnn/weights';

/** Pairs after which the estimate is tight enough (±.0015 on a row of half of them) and the probe rests. */
export const PROBE_ENOUGH = 200_000;
/** Sequences are restarted from h = 0 after this many steps; emission 1 comes from h_1 as in training. */
const SEQUENCE = 400;

/** A second, faster run of the same network that only counts outputs, a few milliseconds a frame. */
export interface EmissionProbe {
  readonly counts: EmissionCounts;
  /** Pairs counted so far. */
  readonly pairs: number;
  /** Steps for about `budgetMs`; does nothing once enough was counted. */
  run(budgetMs: number, now: () => number): void;
}

export function createEmissionProbe(weights: RnnWeights, seed: number, noiseOn: boolean, noiseStd: number): EmissionProbe {
  const stepper = createStepper(weights);
  const counts = emptyCounts(weights.nOutputs);
  const h = new Float64Array(weights.hiddenSize);
  const noise = new Float64Array(weights.inputDim);
  const logits = new Float64Array(weights.nOutputs);
  const gumbels = new Float64Array(weights.nOutputs);
  const at: DrawAddress = { seed, stream: 'liveNoise', update: 1, sequence: 0, step: 0 };
  let pairs = 0;
  let previous = 0;
  const oneStep = () => {
    if (at.step === SEQUENCE) {
      at.step = 0;
      at.sequence++;
      h.fill(0);
    }
    at.stream = 'liveNoise';
    if (noiseOn) fillNormals(noise, 0, noise.length, at);
    stepper.step(h, noiseOn ? noise : null, 0, noiseStd);
    stepper.logits(h, logits);
    at.stream = 'liveGumbel';
    fillGumbels(gumbels, 0, gumbels.length, at);
    const output = sampleOutput(logits, gumbels);
    counts.outputs[output]!++;
    if (at.step > 0) {
      counts.pairs[previous * weights.nOutputs + output]!++;
      pairs++;
    }
    previous = output;
    at.step++;
  };
  return {
    counts,
    get pairs() {
      return pairs;
    },
    run(budgetMs, now) {
      const until = now() + budgetMs;
      while (pairs < PROBE_ENOUGH && now() < until) for (let n = 0; n < 50; n++) oneStep();
    },
  };
}
