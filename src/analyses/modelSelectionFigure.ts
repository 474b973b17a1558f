import type { Figure } from '../charts/figure';
import { drawKey, drawLine, drawMark, wholePlot } from '../charts/plot';
import type { FitCurvePoint } from '../hmm/baumWelch';

/** AIC and BIC against the number of hidden states, relative to their least. */
export function selectionFigure(points: readonly FitCurvePoint[]): Figure {
  const xs = points.map(({ nStates }) => nStates);
  const relative = (which: 'aic' | 'bic') => {
    const least = Math.min(...points.map((point) => point[which]));
    return points.map((point) => point[which] - least);
  };
  const [aic, bic] = [relative('aic'), relative('bic')];
  const best = bestStates(points);
  return {
    draw(context, width, height, palette) {
      // One state is often so much worse that nothing else could be told apart.
      const sorted = [...bic, ...aic].sort((a, b) => a - b);
      const top = Math.max(10, 1.2 * sorted[Math.floor(0.8 * (sorted.length - 1))]!);
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: { from: xs[0]! - 0.3, to: xs.at(-1)! + 0.3, name: 'hidden states', at: xs },
          y: { from: 0, to: top, name: 'above the least' },
        },
        palette,
      );
      drawMark(plot, 'x', best, `BIC: ${best}`, palette.accent);
      const line = (ys: readonly number[], colour: string, dash: number[]) => {
        drawLine(
          plot,
          xs,
          ys.map((y) => Math.min(top, y)),
          { colour, width: 2, dash },
        );
        context.fillStyle = colour;
        xs.forEach((x, n) => {
          context.beginPath();
          context.arc(plot.x(x), plot.y(Math.min(top, ys[n]!)), 3, 0, 2 * Math.PI);
          context.fill();
        });
      };
      line(bic, palette.accent, []);
      line(aic, palette.muted, [6, 3]);
      drawKey(plot, [
        { name: 'BIC', colour: palette.accent },
        { name: 'AIC', colour: palette.muted, dash: [6, 3] },
      ]);
    },
    table: () => ({
      columns: ['hidden states', 'log-likelihood', 'AIC', 'BIC'],
      rows: points.map(({ nStates, logLikelihood, aic: a, bic: b }) => [nStates, logLikelihood, a, b]),
    }),
  };
}

/** Number of states with the least BIC. */
export const bestStates = (points: readonly FitCurvePoint[]): number =>
  points.reduce((best, point) => (point.bic < best.bic ? point : best)).nStates;
