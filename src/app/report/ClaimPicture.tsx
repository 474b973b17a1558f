import { useEffect, useMemo, useRef } from 'react';
import { beginFrame } from '../../charts/canvas';
import { PALETTES } from '../../charts/palette';
import type { ClaimFigure } from '../../claims/claim';
import { usePalette } from '../../ui/context';
import { useSize } from '../../ui/onScreen';
import { figureOfClaim, pictureHeight } from './claimFigure';
import { usePrinting } from './usePrinting';

/** A small picture of a claim's numbers, in the colours of the page; paper gets those of the screen profile. */
export function ClaimPicture({ figure, label }: { figure: ClaimFigure; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(canvas);
  const shown = usePalette();
  const palette = usePrinting() ? PALETTES.screen : shown;
  const drawn = useMemo(() => figureOfClaim(figure), [figure]);
  useEffect(() => {
    const frame = canvas.current && size.width > 0 ? beginFrame(canvas.current) : undefined;
    if (!frame) return;
    const { context, width, height } = frame;
    context.clearRect(0, 0, width, height);
    drawn.draw(context, width, height, palette);
  }, [drawn, size, palette]);
  return (
    <canvas ref={canvas} role="img" aria-label={label} className="claim-picture" style={{ height: pictureHeight(figure) }} />
  );
}
