import { useEffect, useRef } from 'react';
import { drawThumbnail } from '../../charts/thumbnail';
import type { ClaimResult } from '../../claims/claim';
import { verdictName } from '../../claims/finding';
import { provenanceSentence } from '../../claims/provenance';
import { estimateText } from '../../claims/report';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { ORBIT_STRIDE, PLANES } from '../../dynamics/orbit/orbitPlanes';
import { useAppController, usePalette } from '../../ui/context';
import { capital } from './ClaimSection';
import { type Compared, describe } from './comparisonFiles';
import { COMPARISON } from './text';

/** The head of a column: portrait, name, how it was trained, and how far its test is. */
export function ComparedHead({
  compared: { network, tested },
  orbit,
  onRemove,
}: {
  compared: Compared;
  orbit: OrbitSummary | undefined;
  onRemove: () => void;
}) {
  const app = useAppController();
  const palette = usePalette();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current && orbit) drawThumbnail(canvas.current, { ...orbit, stride: ORBIT_STRIDE, axes: PLANES[0] }, palette);
  }, [orbit, palette]);
  const open = () => {
    network.open(app);
    app.set('view', 'lab');
  };
  return (
    <th scope="col" data-compared={network.id} data-status={tested?.status ?? 'waits'}>
      <canvas ref={canvas} role="img" aria-label={COMPARISON.orbit(network.name)} />
      <strong>{network.name}</strong>
      <span>{provenanceSentence(network.recipe)}</span>
      <span>{describe(network)}</span>
      {tested?.status === 'working' && <progress max={1} value={tested.share} aria-label={COMPARISON.testing(network.name)} />}
      {tested?.status === 'failed' && <span role="alert">{COMPARISON.failed(tested.problem ?? '')}</span>}
      <span className="row screen-only">
        <button type="button" onClick={open} aria-label={COMPARISON.openThis(network.name)}>
          {COMPARISON.open}
        </button>
        <button type="button" onClick={onRemove} aria-label={COMPARISON.removeThis(network.name)}>
          {COMPARISON.remove}
        </button>
      </span>
    </th>
  );
}

/** A verdict with the first number it rests on; before it is computed, only that it is not. */
export function VerdictCell({
  compared: { tested },
  result,
  reasons,
}: {
  compared: Compared;
  result: ClaimResult | undefined;
  reasons: boolean;
}) {
  if (!result) return <td className="pending">{tested?.status === 'working' ? COMPARISON.computing : COMPARISON.notComputed}</td>;
  const first = result.effects[0];
  return (
    <td data-verdict={result.verdict} title={`${capital(result.reason)}.`}>
      <span className="verdict">{verdictName(result.verdict)}</span>
      {first && Number.isFinite(first.estimate.value) && (
        <small>
          {first.name}: {estimateText(first.estimate, first.unit)}
        </small>
      )}
      {reasons && <small className="reason">{capital(result.reason)}.</small>}
    </td>
  );
}
