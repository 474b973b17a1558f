import { noiseFreeNorms, simulate } from '../rnn/simulate';
import type { RnnWeights } from '../rnn/weights';

/** What happens when the noise is taken away (science §3.6; the fixed point is always the origin, §0.1). */
export interface CollapseReport {
  /** Mean ‖h‖ of the released states. */
  drivenNorm: number;
  /** Largest ‖h‖ over all released states after `steps` noise-free steps. */
  finalNorm: number;
  /** First step at which every released state is below 1e-3 of the driven mean; undefined when not reached. */
  collapsedAfter?: number;
  /** Geometric mean factor per step of the largest norm, from the first step to the last. */
  decayPerStep: number;
  released: number;
  steps: number;
}

/** Releases `released` states of a driven run, spaced evenly, and follows them without noise. */
export function measureCollapse(weights: RnnWeights, seed: number, released = 100, steps = 500): CollapseReport {
  const spacing = 20;
  const run = simulate(weights, { steps: released * spacing, seed, warmUp: 50 });
  const H = weights.hiddenSize;
  const largest = new Float64Array(steps + 1);
  let total = 0;
  for (let n = 0; n < released; n++) {
    const norms = noiseFreeNorms(weights, run.states.subarray(n * spacing * H, (n * spacing + 1) * H), steps);
    total += norms[0]!;
    for (let t = 0; t <= steps; t++) largest[t] = Math.max(largest[t]!, norms[t]!);
  }
  const drivenNorm = total / released;
  const after = largest.findIndex((norm) => norm < 1e-3 * drivenNorm);
  const last = Math.max(largest[steps]!, Number.MIN_VALUE);
  return {
    drivenNorm,
    finalNorm: largest[steps]!,
    ...(after >= 0 ? { collapsedAfter: after } : {}),
    decayPerStep: (last / largest[0]!) ** (1 / steps),
    released,
    steps,
  };
}
