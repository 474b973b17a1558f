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

/** What is out of the ordinary, where the prose around the picture says the rest. */
export function Caption() {
  const text = useUnusual();
  return <p className="caption">{text ?? ''}</p>;
}

/** The sentence on a state that grows, an intervention, or a network that is not there yet; undefined where nothing is out of the ordinary. */
export function useUnusual(): string | undefined {
  const noise = useApp((state) => state.settings.noise);
  const intervened = useApp((state) => state.interventionNote);
  const waiting = useApp((state) => state.network === undefined);
  const divergent = useApp((state) => state.orbit?.divergent);
  if (divergent) return PORTRAIT.divergent;
  return !waiting && noise ? intervened : undefined;
}
