import { drawText } from '../../charts/canvas';
import type { Figure, Table } from '../../charts/figure';
import { drawCloud, drawPlaneAxes } from '../../charts/planeMarks';
import { type PlaneView, planeScale, viewOfCloud } from '../../charts/planeView';
import { beginPlot, clipped, drawEstimate, drawLine, drawMark, type Plot, plotFont } from '../../charts/plot';
import { drawCross, drawTrail } from '../../charts/trail';
import type { AlignedRun } from '../../dynamics/emergence/emergence';
import type { Estimate } from '../../math/statistics';
import { type MorphedRun, morphAt, type TimelineData, type TimelineEntry } from '../../state/training/timelineData';
import { updateFrame } from '../trainingTimeline';
import type { CheckpointAnalysis } from './compute';

interface Row {
  name: string;
  of(found: CheckpointAnalysis): Estimate;
}

const point = (value: number | undefined): Estimate => {
  const known = value ?? Number.NaN;
  return { value: known, low: known, high: known, n: 1 };
};

/** The curves below the loss, one per row. */
const ROWS: readonly Row[] = [
  { name: 'transition rate', of: ({ dynamics }) => dynamics.transitionRate },
  { name: 'critical pairs', of: ({ dynamics }) => dynamics.critical },
  { name: 'unstable', of: ({ dynamics }) => dynamics.unstable },
];

/** Losses of a trailing mean. */
const SMOOTH = 9;

function smoothed(losses: readonly number[]): number[] {
  let sum = 0;
  return losses.map((loss, u) => {
    sum += loss - (u >= SMOOTH ? losses[u - SMOOTH]! : 0);
    return sum / Math.min(SMOOTH, u + 1);
  });
}

/** Last update of a run. */
export const lastUpdate = ({ source }: Pick<TimelineData, 'source'>): number =>
  Math.max(1, source.losses.length, source.checkpoints.at(-1)?.update ?? 0);

/** Loss, transition rate, spectra and error of the outputs against updates, one above the other. */
export function timelineFigure(data: TimelineData, cursor: number): Figure {
  const { source, entries } = data;
  const trend = smoothed(source.losses);
  return {
    draw(context, width, height, palette) {
      const end = lastUpdate(data);
      const bottom = 30 * Math.sqrt(palette.weight);
      const rowHeight = (height - bottom) / (ROWS.length + 2.6);
      const plotAt = (top: number, tall: number, most: number, last: boolean): Plot =>
        beginPlot(
          context,
          {
            ...updateFrame(width),
            top,
            height: tall + (last ? bottom : 0),
            x: { from: 0, to: end, name: last ? 'updates' : '', ...(last ? {} : { ticks: 0 }) },
            y: { from: 0, to: most, name: '', ticks: 2 },
          },
          palette,
        );
      const lossPlot = plotAt(0, 1.6 * rowHeight, lossTop(data, trend), false);
      drawLoss(lossPlot, data, trend, end);
      drawMarks(lossPlot, data, cursor, true);
      ROWS.forEach((row, n) => {
        const most = Math.min(1, Math.max(0.1, ...entries.map(({ found }) => (found ? row.of(found).high : 0) || 0)) * 1.15);
        const plot = plotAt((1.6 + n) * rowHeight, rowHeight, most, false);
        drawRow(plot, entries, ({ found }) => (found ? row.of(found) : point(undefined)), row.name);
        drawMarks(plot, data, cursor, false);
      });
      const errors = entries.map(({ maxCell }) => maxCell ?? 0);
      const plot = plotAt((1.6 + ROWS.length) * rowHeight, rowHeight, 1.15 * Math.max(0.05, ...errors), true);
      drawRow(plot, entries, ({ maxCell }) => point(maxCell), 'largest cell error');
      drawMarks(plot, data, cursor, false);
    },
    table: () => timelineTable(entries, trend),
  };
}

const timelineTable = (entries: readonly TimelineEntry[], trend: readonly number[]): Table => ({
  columns: [
    'update',
    'loss (9 updates)',
    ...ROWS.flatMap(({ name }) => [name, `${name} low`, `${name} high`]),
    'largest cell error',
    'grows without bound',
  ],
  rows: entries.map(({ update, found, maxCell }) => [
    update,
    trend[Math.min(update, trend.length - 1)] ?? Number.NaN,
    ...ROWS.flatMap((row) => {
      const { value, low, high } = found ? row.of(found) : point(undefined);
      return [value, low, high];
    }),
    maxCell ?? Number.NaN,
    found ? String(found.dynamics.divergent) : '',
  ]),
});

/** Where the loss leaves its plateau, where the spectrum changes, and the cursor; named in the first plot. */
function drawMarks(plot: Plot, { marker }: TimelineData, cursor: number, first: boolean): void {
  const { palette } = plot;
  if (marker.lossTime !== undefined)
    drawMark(plot, 'x', marker.lossTime, first ? 'loss leaves its plateau' : '', palette.muted, 0);
  if (marker.spectrumTime !== undefined && marker.spectrumTime !== marker.lossTime)
    drawMark(plot, 'x', marker.spectrumTime, first ? 'spectrum changes' : '', palette.muted, 1);
  drawMark(plot, 'x', cursor, first ? String(Math.round(cursor)) : '', palette.accent);
}

/** Above the plateau there is room for the names of the marks. */
const lossTop = ({ source }: TimelineData, trend: readonly number[]): number =>
  1.55 * Math.max(1, ...source.landmarks.map(({ plateau }) => plateau), ...trend.slice(10));

function drawLoss(plot: Plot, { source }: TimelineData, trend: readonly number[], end: number): void {
  const { palette } = plot;
  source.landmarks.forEach(({ firstUpdate, floor, plateau }, n) => {
    const to = source.landmarks[n + 1]?.firstUpdate ?? end;
    for (const value of [floor, plateau])
      drawLine(plot, [firstUpdate, to], [value, value], { colour: palette.muted, width: 1.2, dash: [4, 3] });
  });
  clipped(plot, () =>
    drawLine(
      plot,
      trend.map((_, u) => u),
      trend,
      { colour: palette.accent, width: 1.8 },
    ),
  );
  // Below the name of the cursor, which may stand at the right end.
  writeName(plot, 'loss', { x: plot.left + plot.width - 26, y: plot.top + 18, align: 'right' });
}

function writeName(
  { context, palette }: Plot,
  name: string,
  { x, y, align }: { x: number; y: number; align: 'left' | 'right' },
): void {
  context.font = plotFont(palette, true);
  context.fillStyle = palette.ink;
  drawText(context, name, x, y, 11, { align, vertical: 'top' });
}

/** Estimates joined by a line; × where a checkpoint grows without bound. */
function drawRow(plot: Plot, entries: readonly TimelineEntry[], of: (entry: TimelineEntry) => Estimate, name: string): void {
  const { context, palette } = plot;
  const known = entries.filter((entry) => Number.isFinite(of(entry).value) && !entry.found?.dynamics.divergent);
  drawLine(
    plot,
    known.map(({ update }) => update),
    known.map((entry) => of(entry).value),
    { colour: palette.ink, width: 1.2, alpha: 0.5 },
  );
  for (const entry of known) drawEstimate(plot, entry.update, of(entry), palette.ink, 2.2);
  context.font = plotFont(palette, true);
  context.fillStyle = palette.error;
  for (const { update, found } of entries)
    if (found?.dynamics.divergent)
      drawText(context, '×', plot.x(update), plot.top + plot.height - 6, 11, { align: 'center', vertical: 'middle' });
  // Everything falls or settles: the upper right corner is free.
  writeName(plot, name, { x: plot.left + plot.width - 26, y: plot.top + 1, align: 'right' });
}

/** Orbits so many times as wide as the last one may leave the frame: those on the way to growing without bound would make all others small. */
const OUTSIZED = 1.5;

/** The view that holds the orbits of the checkpoints, in the two axes drawn. */
export function commonView({ drawn }: { drawn: readonly { aligned: AlignedRun }[] }): PlaneView {
  const all = drawn.map(({ aligned }) =>
    viewOfCloud({ points: aligned.points, stride: 3, axes: [0, 1] }, aligned.points.length / 3, FIXED_POINT),
  );
  const last = all.at(-1)!;
  const fits = ({ spanX, spanY }: PlaneView) => spanX <= OUTSIZED * last.spanX && spanY <= OUTSIZED * last.spanY;
  const views = all.filter(fits);
  const edges = (of: (view: PlaneView) => [number, number]): [number, number] => [
    Math.min(...views.map((view) => of(view)[0])),
    Math.max(...views.map((view) => of(view)[1])),
  ];
  const [left, right] = edges(({ centreX, spanX }) => [centreX - spanX, centreX + spanX]);
  const [low, high] = edges(({ centreY, spanY }) => [centreY - spanY, centreY + spanY]);
  return {
    centreX: (left + right) / 2,
    centreY: (low + high) / 2,
    spanX: (right - left) / 2 || 1,
    spanY: (high - low) / 2 || 1,
  };
}

/** Where h = 0 lies: orbits are drawn about it. */
const FIXED_POINT = { x: 0, y: 0 };

/** Steps of the path drawn as a line. */
const PATH = 220;

/** One orbit on the common axes. */
export function morphFigure(run: MorphedRun | undefined, view: PlaneView, title: string): Figure {
  return {
    draw(context, width, height, palette) {
      if (!run) return;
      const scale = planeScale(view, width, height);
      const cloud = { points: run.points, stride: 3, axes: [0, 1] as const };
      const count = run.points.length / 3;
      drawCloud(context, scale, cloud, run.labels, palette.outputs, count, 2.6 * palette.weight, 0.4);
      drawTrail(
        context,
        scale,
        {
          ...cloud,
          capacity: count,
          from: Math.max(0, count - PATH),
          to: count,
          colour: (slot) => palette.outputs[run.labels[slot]!]!,
        },
        1.3 * palette.weight,
      );
      drawCross(context, scale.x(FIXED_POINT.x), scale.y(FIXED_POINT.y), 5, palette.ink, palette.panel);
      drawPlaneAxes(context, width, height, scale, { x: 'axis 1', y: 'axis 2' }, palette);
      context.font = plotFont(palette, true);
      context.fillStyle = palette.ink;
      drawText(context, title, width - 8, 8, 12, { align: 'right', vertical: 'top' });
    },
    table: () => ({
      columns: ['step', 'axis 1', 'axis 2', 'axis 3', 'label'],
      rows: run ? Array.from(run.labels, (label, t) => [t, ...[0, 1, 2].map((k) => run.points[3 * t + k]!), label]) : [],
    }),
  };
}

/** The orbits just before the loss leaves its plateau and just after the marker. */
export function beforeAndAfter({ drawn, marker }: TimelineData): { before: MorphedRun; after: MorphedRun } | undefined {
  if (marker.update === undefined || marker.lossTime === undefined) return undefined;
  const start = marker.dropStart ?? marker.lossTime;
  const before = drawn.findLast(({ update }) => update <= start);
  const after = drawn.find(({ update }) => update > marker.update! && update > (marker.lossTime ?? 0));
  const a = before && morphAt(drawn, before.update);
  const b = after && morphAt(drawn, after.update);
  return a && b && before !== after ? { before: a, after: b } : undefined;
}
