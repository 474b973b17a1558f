import type { OrbitOptions, OrbitSummary } from '../../dynamics/orbit/orbit';
import type { RnnWeights } from '../../rnn/weights';

/** Commands the orbit worker answers. */
export interface OrbitApi {
  /** Basis, cloud and rotation of a network. The arrays of the answer are transferred. */
  summarise(weights: RnnWeights, options: OrbitOptions): OrbitSummary;
}
