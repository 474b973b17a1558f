import { stepBelief, weigh } from './forwardFilter';
import type { HmmSpec } from './spec';

/**
 * −ln P(output at t | outputs before), in nats, of each step of a sequence under a model: the forward filter’s normalisers.
 * @param outputs labels [T], each 0 … K−1
 * @param start distribution of the first hidden state [M]; the model’s own where it is missing
 * @returns [T]; Infinity at the first output the model cannot emit there, after which nothing can be said: NaN
 */
export function surprises(spec: HmmSpec, outputs: ArrayLike<number>, start: readonly number[] = spec.startProb): Float64Array {
  const nats = new Float64Array(outputs.length).fill(Number.NaN);
  const belief = Float64Array.from(start);
  const weighted = new Float64Array(spec.nStates);
  for (let t = 0; t < outputs.length; t++) {
    const total = weigh(spec, belief, outputs[t]!, weighted);
    nats[t] = -Math.log(total);
    if (!(total > 0)) return nats;
    for (let i = 0; i < weighted.length; i++) weighted[i] = weighted[i]! / total;
    stepBelief(spec, weighted, belief);
  }
  return nats;
}

/**
 * Exact distribution of the output that follows some outputs, from the stationary start.
 * @param history outputs, the latest last; may be empty
 * @returns [K]; undefined when the model never emits the history
 */
export function nextOutput(spec: HmmSpec, history: readonly number[], stationary: readonly number[]): number[] | undefined {
  const { nOutputs: K, emissionMatrix: B } = spec;
  const belief = Float64Array.from(stationary);
  const seen = new Float64Array(belief.length);
  for (const output of history) {
    weigh(spec, belief, output, seen);
    stepBelief(spec, seen, belief);
  }
  const total = belief.reduce((sum, p) => sum + p, 0);
  if (!(total > 0)) return undefined;
  return Array.from({ length: K }, (_, k) => belief.reduce((sum, p, i) => sum + (p / total) * B[i]![k]!, 0));
}
