import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { beginPlot, drawKey, drawLine, drawMark, type Plot } from '../../charts/plot';
import { SKELETON_KINDS, type SkeletonKind } from '../../dynamics/skeleton/skeleton';
import { type SkeletonMoment, skeletonBirth } from '../../dynamics/skeleton/throughTraining';

/** Room left of the curves, and right of them, as in the timeline of emergence: updates stand above each other. */
const LEFT = 58;
const RIGHT = 18;

const NAMES: Record<SkeletonKind, string> = {
  switch: 'switch',
  cycle: 'cycle',
  'noisy-focus': 'noisy focus',
  'resting-point': 'resting point',
  undecided: 'undecided',
};

const COLOURS: Record<SkeletonKind, (palette: Palette) => string> = {
  switch: ({ outputs }) => outputs[2]!,
  cycle: ({ outputs }) => outputs[1]!,
  'noisy-focus': ({ outputs }) => outputs[0]!,
  'resting-point': ({ muted }) => muted,
  undecided: ({ line }) => line,
};

/** What is marked beside the moments. */
export interface SkeletonMarks {
  /** Update at which memory appears. */
  marker: number | undefined;
  cursor: number;
  /** Last update of the training. */
  end: number;
}

/** Largest |μ|, stable points and kinds through a training. */
export function skeletonTrainingFigure(moments: readonly SkeletonMoment[], { marker, cursor, end }: SkeletonMarks): Figure {
  const born = skeletonBirth(moments).update;
  const updates = moments.map(({ update }) => update);
  const known = moments.filter(({ kind }) => kind !== undefined);
  const kinds = SKELETON_KINDS.filter((kind) => known.some((moment) => moment.kind === kind));
  return {
    draw(context, width, height, palette) {
      const bottom = 34 * Math.sqrt(palette.weight);
      const strip = 16 * Math.sqrt(palette.weight);
      const tall = (height - bottom - strip) / 2;
      const plotAt = (
        top: number,
        high: number,
        y: { from: number; to: number; name: string; ticks?: number },
        last = false,
      ): Plot =>
        beginPlot(
          context,
          {
            ...{ left: 0, top, width: width - RIGHT + 14, height: high, leftMargin: LEFT, y, key: top === 0 },
            x: { from: 0, to: end, name: last ? 'updates' : '', ...(last ? {} : { ticks: 0 }) },
          },
          palette,
        );
      const marks = (plot: Plot, named: boolean) => {
        if (marker !== undefined) drawMark(plot, 'x', marker, named ? 'marker' : '', palette.muted, 1);
        if (born !== undefined) drawMark(plot, 'x', born, named ? 'skeleton' : '', palette.ink, 2);
        drawMark(plot, 'x', cursor, named ? String(Math.round(cursor)) : '', palette.accent);
      };
      const most = Math.max(1.1, ...known.map(({ largest }) => largest || 0));
      const top = plotAt(0, tall, { from: 0, to: 1.05 * most, name: 'largest |μ|', ticks: 3 });
      drawMark(top, 'y', 1, '', palette.muted);
      drawLine(
        top,
        updates,
        moments.map(({ largest }) => largest),
        { colour: palette.ink, width: 2 },
      );
      marks(top, true);
      drawKey(
        top,
        kinds.map((kind) => ({ name: NAMES[kind], colour: COLOURS[kind](palette) })),
      );
      const wells = Math.max(2, ...moments.map((moment) => moment.wells));
      const middle = plotAt(tall, tall, { from: 0, to: wells + 0.4, name: 'stable points', ticks: Math.min(4, wells) });
      drawLine(
        middle,
        updates,
        moments.map((moment) => (moment.kind ? moment.wells : Number.NaN)),
        { colour: palette.ink, width: 2 },
      );
      marks(middle, false);
      const low = plotAt(2 * tall, strip + bottom, { from: 0, to: 1, name: '', ticks: 0 }, true);
      known.forEach(({ update, kind }, n) => {
        context.fillStyle = COLOURS[kind!](palette);
        const next = known[n + 1]?.update ?? end;
        context.fillRect(low.x(update), low.top, Math.max(1.5, low.x(next) - low.x(update)), low.height);
      });
    },
    table: () => ({
      columns: ['update', 'kind', 'stable points', 'saddles', 'cycle', 'largest |μ|'],
      rows: moments.map(({ update, kind, wells, saddles, cycle, largest }) => [
        update,
        kind ? NAMES[kind] : 'grows without bound',
        wells,
        saddles,
        cycle ? 'yes' : 'no',
        largest,
      ]),
    }),
  };
}
