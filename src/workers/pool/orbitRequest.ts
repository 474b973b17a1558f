import type { OrbitOptions } from '../../dynamics/orbit/orbit';
import type { RnnWeights } from '../../rnn/weights';
import type { AllowedNonFinite } from '../validateFinite';
import type { JobRequest } from './protocol';

/** A network whose label never changes makes no round trip, and a loop may be open. */
export const ORBIT_NON_FINITE: AllowedNonFinite = ['rotations.*.turnsPerRoundTrip', 'course.loop.points', 'course.loop.speed'];

/** A request for the summary of a run: apart from the others, because the first picture needs it and nothing else. */
export const orbitRequest = (weights: RnnWeights, options: OrbitOptions): JobRequest<'orbit'> => ({
  job: 'orbit',
  input: { weights, ...options },
  allowedNonFinite: ORBIT_NON_FINITE,
});
