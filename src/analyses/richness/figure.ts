import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { beginPlot, drawKey, drawLine, drawMark } from '../../charts/plot';
import type { Richness } from '../../dynamics/emergence/richness';
import type { RichPoint } from './ways';

/** One training in the picture. */
export interface RichCurve {
  name: string;
  points: readonly RichPoint[];
  dashed: boolean;
}

interface Quantity {
  key: keyof Richness;
  name: string;
  colour(palette: Palette): string;
}

const LEFT: readonly Quantity[] = [
  { key: 'moved', name: '‖ΔW‖ / ‖W₀‖', colour: ({ accent }) => accent },
  { key: 'cosine', name: 'cosine with the start', colour: ({ muted }) => muted },
];
const RIGHT: readonly Quantity[] = [
  { key: 'change', name: 'directions of the change', colour: ({ accent }) => accent },
  { key: 'weights', name: 'of W_hh', colour: ({ muted }) => muted },
];

/** Room for the names of an axis, and the gap between the two plots. */
const MARGIN = 52;
const GAP = 22;

const highest = (curves: readonly RichCurve[], quantities: readonly Quantity[]): number =>
  Math.max(
    0,
    ...curves.flatMap(({ points }) => quantities.flatMap(({ key }) => points.map((at) => at[key]).filter(Number.isFinite))),
  );

/** Last update of any of the trainings; at least 1. */
export const lastOf = (curves: readonly RichCurve[]): number =>
  Math.max(1, ...curves.map(({ points }) => points.at(-1)?.update ?? 0));

/** The update at a pixel of either plot. */
export function updateAtPixel(curves: readonly RichCurve[], x: number, width: number): number {
  const half = (width - GAP) / 2;
  const inside = x > half ? x - half - GAP : x;
  return Math.min(1, Math.max(0, (inside - MARGIN) / Math.max(1, half - MARGIN))) * lastOf(curves);
}

/** How far the weights moved (left) and how many directions they use (right), against updates. */
export function richnessFigure(curves: readonly RichCurve[], cursor: number): Figure {
  const end = lastOf(curves);
  return {
    draw(context, width, height, palette) {
      const half = (width - GAP) / 2;
      [LEFT, RIGHT].forEach((quantities, side) => {
        const plot = beginPlot(
          context,
          {
            left: side * (half + GAP),
            top: 0,
            width: half,
            height,
            leftMargin: MARGIN,
            key: true,
            x: { from: 0, to: end, name: 'updates', ticks: 4 },
            y: {
              from: 0,
              to: Math.max(side === 0 ? 1 : 2, 1.08 * highest(curves, quantities)),
              name: side === 0 ? 'share' : 'participation ratio',
              ticks: 4,
            },
          },
          palette,
        );
        for (const { points, dashed } of curves)
          for (const { key, colour } of quantities) {
            const shown = points.filter((at) => Number.isFinite(at[key]));
            drawLine(
              plot,
              shown.map(({ update }) => update),
              shown.map((at) => at[key]),
              { colour: colour(palette), width: 1.8, ...(dashed ? { dash: [5, 4] } : {}) },
            );
          }
        drawMark(plot, 'x', cursor, String(Math.round(cursor)), palette.accent);
        drawKey(
          plot,
          quantities.map(({ name, colour }) => ({ name, colour: colour(palette) })),
        );
      });
    },
    table: () => ({
      columns: ['training', 'update', ...[...LEFT, ...RIGHT].map(({ name }) => name)],
      rows: curves.flatMap(({ name, points }) =>
        points.map((at) => [name, at.update, ...[...LEFT, ...RIGHT].map(({ key }) => at[key])]),
      ),
    }),
  };
}
