import { useApp, usePalette } from '../../ui/context';
import { PORTRAIT } from '../../ui/text';
import { drivenText } from './drivenText';

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
