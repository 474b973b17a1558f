import { type FitCurvePoint, fitCurve } from '../../hmm/baumWelch';
import type { SequenceSet } from '../../hmm/forwardBackward';
import { sampleRuns } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';

/** Sequences of a network that models are fitted to. */
const FITTED = { runs: 200, steps: 100 };

const outputsOf = (weights: RnnWeights, seed: number): SequenceSet => {
  const { runs, steps } = FITTED;
  const made = sampleRuns(weights, { runs, steps, seed, update: 7 });
  return {
    labels: made.outputs.slice(0, made.runs * steps),
    lengths: new Array<number>(made.runs).fill(steps),
    nOutputs: weights.nOutputs,
  };
};

/** Models with 2 … 10 states fitted to the network's own outputs. */
export function* refit({ weights, seed }: { weights: RnnWeights; seed: number }): Generator<number, FitCurvePoint[], void> {
  return yield* fitCurve(outputsOf(weights, seed), 2, 10, { seed, restarts: 4, iterations: 40 });
}
