import type { Request } from '../graph';
import type * as compute from './compute';

/** A network whose label never changes makes no round trip, and a loop may be open. */
export const birth: Request<typeof compute.birth> = {
  allowedNonFinite: ['frames.*.course.loop.points', 'frames.*.course.loop.speed'],
};
