import type { OrbitSummary } from '../../dynamics/orbit';
import { countedTurns, rotatingPlane } from '../../dynamics/orbitPlanes';
import type { NetworkInView } from '../../state/store';
import { PORTRAIT } from '../text';

/** Below this many label changes a step the outputs are held: independent draws of two even outputs change half the time. */
const HELD = 0.25;
/** From this many turns per round trip the state circles rather than wanders. */
const CIRCLES = 0.3;

/** What a run with noise shows, read off the recorded run and not assumed. */
export function drivenText(
  { origin, update }: Pick<NetworkInView, 'origin' | 'update'>,
  orbit: Pick<OrbitSummary, 'rotations' | 'steps'> | undefined,
): string {
  // Nothing tells how long weights from a file were trained.
  if (update === 0 && origin !== 'file') return PORTRAIT.untrained;
  if (!orbit) return PORTRAIT.driven;
  const turns = countedTurns(rotatingPlane(orbit).rotation);
  if (turns === undefined) return PORTRAIT.noSwitch;
  if (turns > CIRCLES) return PORTRAIT.driven;
  return orbit.rotations[0]!.flips < HELD * orbit.steps ? PORTRAIT.noRotation : PORTRAIT.noOrbit;
}
