import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { beginPlot, drawEstimate, drawKey, drawLine, drawMark, type Plot } from '../../charts/plot';
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

interface Pane {
  top: number;
  height: number;
  y: { from: number; to: number; name: string; ticks: number };
  /** The lowest has the updates below it. */
  last?: true;
}

/** A curve over the checkpoints that have a skeleton, with a disc for each: one between two others that grow without bound has no line. */
function drawMoments(plot: Plot, moments: readonly SkeletonMoment[], of: (moment: SkeletonMoment) => number): void {
  const { palette } = plot;
  const values = moments.map((moment) => (moment.kind ? of(moment) : Number.NaN));
  const updates = moments.map(({ update }) => update);
  drawLine(plot, updates, values, { colour: palette.ink, width: 2 });
  values.forEach((value, n) => {
    drawEstimate(plot, updates[n]!, { value, low: value, high: value }, palette.ink, 2.2);
  });
}

/** The kinds as a strip: each from its checkpoint to the next. */
function drawKinds(plot: Plot, known: readonly SkeletonMoment[], end: number): void {
  const { context, palette, top, height } = plot;
  known.forEach(({ update, kind }, n) => {
    context.fillStyle = COLOURS[kind!](palette);
    const width = plot.x(known[n + 1]?.update ?? end) - plot.x(update);
    context.fillRect(plot.x(update), top, Math.max(1.5, width), height);
  });
}

/** Largest |μ|, stable points and kinds through a training. */
export function skeletonTrainingFigure(moments: readonly SkeletonMoment[], marks: SkeletonMarks): Figure {
  return {
    draw: (context, width, height, palette) => drawTraining(context, width, height, palette, moments, marks),
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

function drawTraining(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  palette: Palette,
  moments: readonly SkeletonMoment[],
  { marker, cursor, end }: SkeletonMarks,
): void {
  const born = skeletonBirth(moments).update;
  const known = moments.filter(({ kind }) => kind !== undefined);
  const [bottom, strip] = [34 * Math.sqrt(palette.weight), 30 * Math.sqrt(palette.weight)];
  const tall = (height - bottom - strip) / 2;
  const plotAt = ({ top, height: high, y, last }: Pane): Plot => {
    const x = { from: 0, to: end, name: last ? 'updates' : '', ...(last ? {} : { ticks: 0 }) };
    const spec = { left: 0, top, width: width - RIGHT + 14, height: high, leftMargin: LEFT, key: top === 0, x, y };
    return beginPlot(context, spec, palette);
  };
  const drawMarks = (plot: Plot, named: boolean) => {
    if (marker !== undefined) drawMark(plot, 'x', marker, named ? 'marker' : '', palette.muted, 1);
    if (born !== undefined) drawMark(plot, 'x', born, named ? 'skeleton' : '', palette.ink, 2);
    drawMark(plot, 'x', cursor, named ? String(Math.round(cursor)) : '', palette.accent);
  };
  const most = Math.max(1.1, ...known.map(({ largest }) => largest || 0));
  const upper = plotAt({ top: 0, height: tall, y: { from: 0, to: 1.05 * most, name: 'largest |μ|', ticks: 3 } });
  drawMark(upper, 'y', 1, '', palette.muted);
  drawMoments(upper, moments, ({ largest }) => largest);
  drawMarks(upper, true);
  const kinds = SKELETON_KINDS.filter((kind) => known.some((moment) => moment.kind === kind));
  drawKey(
    upper,
    kinds.map((kind) => ({ name: NAMES[kind], colour: COLOURS[kind](palette) })),
  );
  const wells = Math.max(2, ...moments.map((moment) => moment.wells));
  const lower = { from: 0, to: wells + 0.4, name: 'stable points', ticks: Math.min(4, wells) };
  const middle = plotAt({ top: tall, height: tall, y: lower });
  drawMoments(middle, moments, (moment) => moment.wells);
  drawMarks(middle, false);
  drawKinds(plotAt({ top: 2 * tall, height: strip + bottom, y: { from: 0, to: 1, name: '', ticks: 0 }, last: true }), known, end);
}
