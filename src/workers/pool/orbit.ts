import { type OrbitOptions, type OrbitSummary, summariseOrbit } from '../../dynamics/orbit/orbit';
import type { RnnWeights } from '../../rnn/weights';

/** Basis, cloud and rotation of a network: one step, which cannot be cut. */
export function* orbit({ weights, ...options }: OrbitOptions & { weights: RnnWeights }): Generator<number, OrbitSummary, void> {
  yield 0;
  return summariseOrbit(weights, options);
}

/** The large arrays of a summary: they are moved to the page, not copied. */
export const orbitBuffers = ({ points, labels }: OrbitSummary): ArrayBuffer[] => [points.buffer, labels.buffer] as ArrayBuffer[];
