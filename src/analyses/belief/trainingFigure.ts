import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { beginPlot, drawEstimate, drawKey, drawLine, drawMark } from '../../charts/plot';
import type { BeliefMoment } from '../../dynamics/emissions/beliefThroughTraining';
import type { Estimate } from '../../math/statistics';

/** Room left of the curves, and right of them, as in the timeline of emergence: updates stand above each other. */
const LEFT = 58;
const RIGHT = 18;

/** The update at a pixel of the curves. @param end last update of the training */
export const updateOfPixel = (x: number, width: number, end: number): number =>
  Math.min(1, Math.max(0, (x - LEFT) / Math.max(1, width - LEFT - RIGHT))) * end;

type Found = NonNullable<BeliefMoment['found']>;
const CURVES: readonly { name: string; of(found: Found): Estimate; colour(palette: Palette): string }[] = [
  { name: 'from h', of: ({ hidden }) => hidden, colour: ({ accent }) => accent },
  { name: 'from the output alone', of: ({ currentOutput }) => currentOutput, colour: ({ muted }) => muted },
  { name: 'from both', of: ({ both }) => both, colour: ({ ink }) => ink },
];
const NONE: Estimate = { value: Number.NaN, low: Number.NaN, high: Number.NaN, n: 0 };

/** Held-out R² through a training, with intervals. */
export function beliefCurves(
  moments: readonly BeliefMoment[],
  { marker, cursor, end }: { marker: number | undefined; cursor: number; end: number },
): Figure {
  const updates = moments.map(({ update }) => update);
  const values = CURVES.map(({ of }) => moments.map(({ found }) => (found ? of(found) : NONE)));
  return {
    draw(context, width, height, palette) {
      const plot = beginPlot(
        context,
        {
          left: 0,
          top: 0,
          width: width - RIGHT + 14,
          height,
          leftMargin: LEFT,
          key: true,
          x: { from: 0, to: end, name: 'updates' },
          y: { from: 0, to: 1, name: 'held-out R²', ticks: 3 },
        },
        palette,
      );
      CURVES.forEach(({ colour }, n) => {
        const shown = values[n]!.map(({ value }) => Math.max(0, value));
        drawLine(plot, updates, shown, { colour: colour(palette), width: 1.6 });
        values[n]!.forEach((estimate, at) => {
          const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((number) => Math.max(0, number));
          if (Number.isFinite(estimate.value))
            drawEstimate(plot, updates[at]!, { value: value!, low: low!, high: high! }, colour(palette), 2.2);
        });
      });
      if (marker !== undefined) drawMark(plot, 'x', marker, 'marker', palette.muted, 1);
      drawMark(plot, 'x', cursor, String(Math.round(cursor)), palette.accent);
      drawKey(
        plot,
        CURVES.map(({ name, colour }) => ({ name, colour: colour(palette) })),
      );
    },
    table: () => ({
      columns: ['update', ...CURVES.flatMap(({ name }) => [name, `${name}, low`, `${name}, high`]), 'held-out runs'],
      rows: moments.map(({ update }, at) => [
        update,
        ...values.flatMap((curve) => [curve[at]!.value, curve[at]!.low, curve[at]!.high]),
        values[0]![at]!.n,
      ]),
    }),
  };
}
