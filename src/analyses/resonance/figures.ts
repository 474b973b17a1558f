import type { Figure } from '../../charts/figure';
import { drawBand, drawEstimate, drawEstimates, drawMark, wholePlot } from '../../charts/plot';
import type { ResonanceReport } from '../../dynamics/interventions/resonance';
import type { Estimate } from '../../math/statistics';

/** A measure against the partial noise gain, the untouched network marked. */
export function gainFigure(report: ResonanceReport, which: 'cv' | 'flips'): Figure {
  const estimates: readonly Estimate[] = report[which];
  const { gains, minimum } = report;
  const known = gains.map((gain, n) => ({ gain, ...estimates[n]! })).filter(({ value }) => Number.isFinite(value));
  const low = Math.min(...known.map((entry) => entry.low));
  const high = Math.max(...known.map((entry) => entry.high));
  const margin = 0.12 * (high - low || 1);
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          x: { from: 0, to: gains.at(-1)!, name: 'noise gain g into the integrating populations' },
          y: {
            from: which === 'cv' ? low - margin : 0,
            to: high + margin,
            name: which === 'cv' ? 'CV of the dwells' : 'flips per 1,000 steps',
          },
        },
        palette,
      );
      if (which === 'cv') {
        const { low: from, high: to } = minimum.gain;
        drawBand(plot, [from, to], [low - margin, low - margin], [high + margin, high + margin], palette.accent, 0.1);
        drawMark(plot, 'x', minimum.gain.value, `least at ${minimum.gain.value}`, palette.accent);
      }
      drawMark(plot, 'x', 1, 'as trained', palette.muted, 1);
      drawEstimates(
        plot,
        known.map((entry) => ({ x: entry.gain, ...entry })),
        { colour: palette.ink, alpha: 0.12 },
      );
      for (const entry of known) drawEstimate(plot, entry.gain, entry, palette.ink);
    },
    table: () => ({
      columns: ['gain', which, 'low', 'high', 'n'],
      rows: gains.map((gain, n) => {
        const { value, low: from, high: to, n: count } = estimates[n]!;
        return [gain, value, from, to, count];
      }),
    }),
  };
}
