import { type OrbitOptions, type OrbitSummary, summariseOrbit } from '../../dynamics/orbit/orbit';
import type { RnnWeights } from '../../rnn/weights';

/** Basis, cloud and rotation of a network: one step, which cannot be cut. */
export function* orbit({ weights, ...options }: OrbitOptions & { weights: RnnWeights }): Generator<number, OrbitSummary, void> {
  yield 0;
  return summariseOrbit(weights, options);
}
