import type { OrbitSummary } from '../../dynamics/orbit';
import { rotatingPlane } from '../../dynamics/orbitPlanes';
import type { NetworkInView } from '../../state/store';
import { useApp, usePalette } from '../context';
import { PORTRAIT } from '../text';

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

/** Whether it holds and circles is read off the recorded run, not assumed. */
function drivenText({ origin, update }: NetworkInView, orbit: OrbitSummary | undefined): string {
  // Nothing tells how long weights from a file were trained.
  if (update === 0 && origin !== 'file') return PORTRAIT.untrained;
  if (!orbit || Math.abs(rotatingPlane(orbit).rotation.turnsPerRoundTrip) > 0.3) return PORTRAIT.driven;
  return orbit.rotations[0]!.flips < HELD * orbit.steps ? PORTRAIT.noRotation : PORTRAIT.noOrbit;
}
