import { useMemo, useRef } from 'react';
import { beginFrame, drawText } from '../../charts/canvas';
import { clipped, drawLine, drawMark, plotFont, wholePlot } from '../../charts/plot';
import { useFrame, usePalette } from '../../ui/context';
import { type LossCurve, normalised, smooth } from './progress';
import { NORMALISED } from './text';

/** What is drawn of the scale: the plateau is 1, the floor 0. */
const SCALE = { from: -0.25, to: 1.6 };

/**
 * The loss between its floor and its plateau, whatever the phase of the recipe, with a mark at the update that is shown.
 * @param now the update marked; undefined for none
 */
export function NormalisedLoss({ curve, now }: { curve: LossCurve; now: () => number | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const trend = useMemo(() => smooth(normalised(curve)), [curve]);
  const newest = useRef(now);
  newest.current = now;
  useFrame(() => {
    const frame = canvas.current && beginFrame(canvas.current);
    if (!frame) return;
    const { context, width, height } = frame;
    context.clearRect(0, 0, width, height);
    const end = Math.max(1, curve.total);
    const plot = wholePlot(
      context,
      width,
      height,
      {
        x: { from: 0, to: end, name: NORMALISED.updates },
        y: { ...SCALE, name: '', at: [0, 1], format: (at) => NORMALISED.lines[at]! },
      },
      palette,
    );
    clipped(plot, () =>
      drawLine(
        plot,
        trend.map(({ update }) => update),
        trend.map(({ loss }) => loss),
        { colour: palette.accent, width: 2.2 * palette.weight },
      ),
    );
    context.font = plotFont(palette, true);
    context.fillStyle = palette.ink;
    drawText(context, NORMALISED.loss, plot.left + plot.width - 4, plot.top + 2, 12, { align: 'right', vertical: 'top' });
    const at = newest.current();
    if (at !== undefined) drawMark(plot, 'x', Math.min(end, at), String(Math.round(Math.min(end, at))), palette.ink, 1);
  });
  return <canvas ref={canvas} className="normalised-loss" role="img" aria-label={NORMALISED.describe(trend.at(-1))} />;
}
