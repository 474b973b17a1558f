import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { countedTurns } from '../../dynamics/orbit/orbitPlanes';
import type { NetworkInView } from '../../state/networks/slice';
import { useApp, usePalette } from '../../ui/context';
import { PORTRAIT } from '../../ui/text';

/** What the colours mean. */
export function Legend() {
  const palette = usePalette();
  const outputs = useApp((state) => state.network?.hmm.nOutputs ?? 3);
  const noise = useApp((state) => state.settings.noise);
  return (
    <ul className="legend" aria-label="Colours: label the network gives its state">
      {palette.outputs.slice(0, outputs).map((colour, k) => (
        <li key={colour}>
          <i style={{ background: colour }} /> output {k}
        </li>
      ))}
      {!noise && (
        <li>
          <i style={{ background: palette.noiseOff }} /> no noise
        </li>
      )}
      <li>
        <b aria-hidden="true">×</b> fixed point
      </li>
    </ul>
  );
}

/** What is seen, in one sentence. @param compact only what is out of the ordinary: the prose around it says the rest */
export function Caption({ compact = false }: { compact?: boolean }) {
  const noise = useApp((state) => state.settings.noise);
  const intervened = useApp((state) => state.interventionNote);
  const network = useApp((state) => state.network);
  const orbit = useApp((state) => state.orbit);
  let text: string = compact ? '' : PORTRAIT.loading;
  if (network && !compact) text = noise ? drivenText(network, orbit) : PORTRAIT.silent;
  if (network && noise && intervened) text = intervened;
  if (orbit?.divergent) text = PORTRAIT.divergent;
  return <p className="caption">{text}</p>;
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
  if (update === 0 && origin !== 'file') return PORTRAIT.untrained;
  if (!orbit) return PORTRAIT.driven;
  const first = orbit.basis.explained[0] ?? 0;
  if (first < SPREAD) return PORTRAIT.noOrbit;
  const turns = countedTurns(orbit.rotations[0]);
  if (turns === undefined) return PORTRAIT.noSwitch;
  if (turns > CIRCLES && first < LINE) return PORTRAIT.driven;
  return orbit.rotations[0]!.flips < HELD * orbit.steps ? PORTRAIT.noRotation : PORTRAIT.noOrbit;
}
