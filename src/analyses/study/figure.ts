import { drawText } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { beginPlot, plotFont } from '../../charts/plot';
import { type LevelSummary, STUDY_SHARES, shareOf } from '../../claims/study';
import { FACTOR_NAMES, SHARE_NAMES, SHORT_NAMES } from './text';

const colourOf = (n: number, { accent, muted }: Palette): string => (n % 2 === 0 ? muted : accent);

/** Shares of runs at the two levels of each choice: one column a quantity, one pair of points a choice. */
export function levelsFigure(levels: readonly LevelSummary[]): Figure {
  const factors = levels.filter((_, n) => n % 2 === 0).map(({ factor }) => factor);
  return {
    draw(context, width, height, palette) {
      context.font = plotFont(palette, true);
      const wide = (text: string) => context.measureText(text).width;
      const names = Math.max(...levels.map(({ factor, level }) => wide(`${FACTOR_NAMES[factor]} ${level}`))) + 6;
      const each = (width - names) / STUDY_SHARES.length;
      const narrow = STUDY_SHARES.some((what) => wide(SHARE_NAMES[what]) > each - 8);
      STUDY_SHARES.forEach((what, column) => {
        const plot = beginPlot(
          context,
          {
            left: names + column * each,
            top: 0,
            width: each - 6,
            height,
            leftMargin: 10,
            x: { from: -0.04, to: 1.04, name: (narrow ? SHORT_NAMES : SHARE_NAMES)[what], at: narrow ? [0, 1] : [0, 0.5, 1] },
            y: { from: 2 * factors.length - 0.4, to: -0.6, name: '', ticks: 0 },
          },
          palette,
        );
        levels.forEach((level, n) => {
          const { value, low, high, n: runs } = shareOf(level, what);
          // Without a run there is nothing to say.
          if (runs === 0) return;
          const y = plot.y(n);
          context.strokeStyle = colourOf(n, palette);
          context.lineWidth = 2 * palette.weight;
          context.setLineDash([]);
          context.beginPath();
          context.moveTo(plot.x(low), y);
          context.lineTo(plot.x(high), y);
          context.stroke();
          context.fillStyle = colourOf(n, palette);
          context.beginPath();
          context.arc(plot.x(value), y, 3.4 * palette.weight, 0, 2 * Math.PI);
          context.fill();
        });
        if (column === 0)
          levels.forEach(({ factor, level }, n) => {
            context.font = plotFont(palette);
            context.fillStyle = colourOf(n, palette);
            drawText(context, `${FACTOR_NAMES[factor]} ${level}`, names - 2, plot.y(n), 11.5, {
              align: 'right',
              vertical: 'middle',
            });
          });
      });
    },
    table: () => ({
      columns: [
        'choice',
        'level',
        ...STUDY_SHARES.flatMap((what) => {
          const name = SHARE_NAMES[what];
          return [name, `${name}, low`, `${name}, high`, 'runs'];
        }),
      ],
      rows: levels.map((level) => [
        FACTOR_NAMES[level.factor],
        level.level,
        ...STUDY_SHARES.flatMap((what) => {
          const { value, low, high, n } = shareOf(level, what);
          return [value, low, high, n];
        }),
      ]),
    }),
  };
}
