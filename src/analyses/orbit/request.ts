import type { OrbitOptions } from '../../dynamics/orbit/orbit';
import type { RnnWeights } from '../../rnn/weights';
import type { Asked, Request } from '../graph';
import type * as compute from './compute';

/** A network whose label never changes makes no round trip, and a loop may be open. */
export const orbit: Request<typeof compute.orbit> = {
  allowedNonFinite: ['rotations.*.turnsPerRoundTrip', 'course.loop.points', 'course.loop.speed'],
};

/** Asks for the summary of a run: apart from the list of all requests, because the first picture needs this one and nothing else. */
export const orbitRequest = (
  weights: RnnWeights,
  options: OrbitOptions,
): Asked<'orbit', Parameters<typeof compute.orbit>[0]> => ({
  job: 'orbit',
  input: { weights, ...options },
  allowedNonFinite: orbit.allowedNonFinite,
});
