import type { Figure } from '../charts/figure';
import { clipped, drawBand, drawEstimate, drawLine, drawMark, wholePlot } from '../charts/plot';
import type { NoiseSweep } from '../dynamics/emissions/noiseSweep';

/** What σ does change: how far the emissions are from the model's. */
export function errorFigure(sweep: NoiseSweep): Figure {
  const { levels, minimum } = sweep.emissions;
  return {
    draw(context, width, height, palette) {
      const xs = levels.map((level) => level.noiseStd);
      const top = Math.max(0.05, ...levels.map(({ maxCell }) => maxCell.high).filter(Number.isFinite)) * 1.06;
      const plot = wholePlot(
        context,
        width,
        height,
        {
          x: { from: xs[0]! * 0.9, to: xs.at(-1)! * 1.1, name: 'noise σ', log: true, at: [0.05, 0.1, 0.2, 0.5, 1, 2, 4] },
          y: { from: 0, to: top, name: 'largest error of O' },
        },
        palette,
      );
      clipped(plot, () => {
        drawBand(
          plot,
          xs,
          levels.map((l) => l.maxCell.low),
          levels.map((l) => l.maxCell.high),
          palette.accent,
        );
        drawLine(
          plot,
          xs,
          levels.map((l) => l.maxCell.value),
          { colour: palette.accent },
        );
      });
      for (const level of levels) drawEstimate(plot, level.noiseStd, level.maxCell, palette.accent, 2.6);
      if (minimum)
        drawMark(plot, 'x', minimum.maxCell.noiseStd, `least at σ = ${Number(minimum.maxCell.noiseStd.toPrecision(2))}`);
    },
    table: () => ({
      columns: ['sigma', 'largest cell error', 'low', 'high', 'mean squared error', 'change rate / exact'],
      rows: levels.map((l) => [
        l.noiseStd,
        l.maxCell.value,
        l.maxCell.low,
        l.maxCell.high,
        l.squaredError.value,
        l.changeRateRatio.value,
      ]),
    }),
  };
}
