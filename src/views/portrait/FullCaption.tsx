import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { countedTurns } from '../../dynamics/orbit/orbitPlanes';
import type { NetworkInView } from '../../state/networks/slice';
import { useApp } from '../../ui/context';
import { PORTRAIT } from '../../ui/text';
import { useUnusual } from './Legend';

export const CAPTION = {
  driven: 'Fed nothing but noise, the state circles, and its outputs switch like those of the hidden Markov model.',
  noRotation: 'The outputs hold and switch, but the state does not circle one way in this plane.',
  noSwitch: 'No orbit: one output stays the likeliest whatever the noise does, so there is no round trip to turn in.',
  noOrbit: 'No orbit yet: noise shakes the state about, and it forgets at once.',
  silent: 'The noise is off. The state falls to the cross, the single fixed point, and stays there: no noise, no memory.',
  untrained: 'Untrained: noise only shakes the state about. There is no orbit yet.',
};

/** What is seen, in one sentence. */
export function FullCaption() {
  const noise = useApp((state) => state.settings.noise);
  const network = useApp((state) => state.network);
  const orbit = useApp((state) => state.orbit);
  const unusual = useUnusual();
  const usual = !network ? PORTRAIT.loading : noise ? drivenText(network, orbit) : CAPTION.silent;
  return <p className="caption">{unusual ?? usual}</p>;
}

/** Below this many label changes a step the outputs are held: independent draws of two even outputs change half the time. */
const HELD = 0.25;
/** From this many turns per round trip the state circles rather than wanders. */
const CIRCLES = 0.3;

/** Share of the variance on PC1: below, noise spreads the state over all directions alike (untrained 10 %, shipped networks 35 % and more). */
const SPREAD = 0.25;
/** Above, the state goes to and fro on a line. */
const LINE = 0.95;

/** What a run with noise shows, read off the recorded run and not assumed. */
export function drivenText(
  { origin, update }: Pick<NetworkInView, 'origin' | 'update'>,
  orbit: Pick<OrbitSummary, 'rotations' | 'steps' | 'basis'> | undefined,
): string {
  // Nothing tells how long weights from a file were trained.
  if (update === 0 && origin !== 'file') return CAPTION.untrained;
  if (!orbit) return CAPTION.driven;
  const first = orbit.basis.explained[0] ?? 0;
  if (first < SPREAD) return CAPTION.noOrbit;
  const turns = countedTurns(orbit.rotations[0]);
  if (turns === undefined) return CAPTION.noSwitch;
  if (turns > CIRCLES && first < LINE) return CAPTION.driven;
  return orbit.rotations[0]!.flips < HELD * orbit.steps ? CAPTION.noRotation : CAPTION.noOrbit;
}
