import { drawText } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { drawCloud, drawPlaneAxes } from '../../charts/planeMarks';
import { planeScale, viewOfCloud } from '../../charts/planeView';
import { type AxisSpec, beginPlot, clipped, drawLine, drawMark, type Plot, plotFont } from '../../charts/plot';
import type { Box } from '../../charts/smallMultiples';
import { drawHead, drawTrail } from '../../charts/trail';
import type { FlipExample } from '../../dynamics/circuit/flipExample';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import { projectStates } from '../../math/projection';

/** A row of the film: what is drawn of the steps shown, between these values. */
interface Row {
  title: string;
  low: number;
  high: number;
  draw(plot: Plot, shown: number): void;
}

/** Room left of the rows, so that their steps stand above each other. */
const LEFT = 54;
/** Steps of the trail in the plane. */
const TRAIL = 40;
const POINTS = 2500;

const padded = (values: ArrayLike<number>): { low: number; high: number } => {
  const all = Array.from(values);
  const [low, high] = [Math.min(0, ...all), Math.max(1e-6, ...all)];
  const margin = 0.08 * (high - low);
  return { low: low - margin, high: high + margin };
};

/** What happens one after the other, each in a row: noise, populations, drive. */
function rowsOf({ before, noise, exciting, inhibiting, drive }: FlipExample): Row[] {
  const upTo = (values: Float64Array, shown: number) => Array.from(values.subarray(0, shown));
  const xs = (shown: number) => Array.from({ length: shown }, (_, k) => k - before);
  return [
    {
      title: '1  noise along the populations',
      ...padded(noise),
      draw(plot, shown) {
        for (let k = 0; k < shown; k++) {
          const [top, bottom] = [plot.y(Math.max(0, noise[k]!)), plot.y(Math.min(0, noise[k]!))];
          plot.context.fillStyle = noise[k]! < 0 ? plot.palette.negative : plot.palette.positive;
          plot.context.fillRect(plot.x(k - before - 0.35), top, plot.x(0.7) - plot.x(0), bottom - top);
        }
      },
    },
    {
      title: '2  the populations',
      ...padded([...exciting, ...inhibiting]),
      draw(plot, shown) {
        drawLine(plot, xs(shown), upTo(exciting, shown), { colour: plot.palette.positive, width: 2 });
        drawLine(plot, xs(shown), upTo(inhibiting, shown), { colour: plot.palette.negative, width: 2 });
      },
    },
    {
      title: '3  drive of the kick group',
      ...padded(drive),
      draw(plot, shown) {
        drawMark(plot, 'y', 0, '', plot.palette.muted);
        drawLine(plot, xs(shown), upTo(drive, shown), { colour: plot.palette.groups[0]!, width: 2.4 });
      },
    },
  ];
}

/** The label of each step as a strip, with the steps below it. @param box of both */
function drawLabels(context: CanvasRenderingContext2D, example: FlipExample, shown: number, box: Box, palette: Palette): void {
  const { before, labels } = example;
  const x: AxisSpec = { from: -before, to: labels.length - before, name: 'steps from the change of label', ticks: 7 };
  const spec = { left: box.x, top: box.y, width: box.width, height: box.height, leftMargin: LEFT, x };
  const plot = beginPlot(context, { ...spec, y: { from: 0, to: 1, name: '', ticks: 0 } }, palette);
  for (let k = 0; k < shown; k++) {
    context.fillStyle = palette.outputs[labels[k]!]!;
    context.fillRect(plot.x(k - before), plot.top, plot.x(1) - plot.x(0) + 0.5, plot.height);
  }
  context.font = plotFont(palette, true);
  context.fillStyle = palette.ink;
  drawText(context, '4 label', 2, plot.top + plot.height / 2, 11, { align: 'left', vertical: 'middle' });
}

/** The change up to some step, row under row, and the label as a strip below. @param shown entries that are drawn, at least 1 */
export function filmFigure(example: FlipExample, shown: number): Figure {
  const { before, labels, noise, exciting, inhibiting, drive, group } = example;
  const steps = labels.length;
  const rows = rowsOf(example);
  const now = Math.min(steps, Math.max(1, Math.floor(shown)));
  return {
    draw(context, width, height, palette) {
      const bottom = 54 * Math.sqrt(palette.weight);
      const tall = (height - bottom) / rows.length;
      const x: AxisSpec = { from: -before, to: steps - before, name: '', ticks: 0 };
      rows.forEach(({ title, low, high, draw }, n) => {
        const spec = { left: 0, top: n * tall, width, height: tall, leftMargin: LEFT, title, x };
        const plot = beginPlot(context, { ...spec, y: { from: low, to: high, name: '', ticks: 2 } }, palette);
        clipped(plot, () => draw(plot, now));
        drawMark(plot, 'x', 0, '', palette.muted);
      });
      drawLabels(context, example, now, { x: 0, y: height - bottom, width, height: bottom }, palette);
    },
    table: () => ({
      columns: [
        'step from the change',
        'noise (sd)',
        'exciting population',
        'inhibiting population',
        'drive',
        'kick group',
        'label',
      ],
      rows: Array.from({ length: now }, (_, k) => [
        k - before,
        noise[k]!,
        exciting[k]!,
        inhibiting[k]!,
        drive[k]!,
        group[k]!,
        labels[k]!,
      ]),
    }),
  };
}

/** The same steps in the plane of the portrait. */
export function planeFilm(example: FlipExample, orbit: OrbitSummary, axes: readonly [number, number], shown: number): Figure {
  const { labels, before } = example;
  const points = projectStates(example.states, orbit.basis, ORBIT_STRIDE);
  return {
    draw(context, width, height, palette) {
      const cloud = { points: orbit.points, stride: ORBIT_STRIDE, axes };
      const cross = { x: orbit.origin[axes[0]]!, y: orbit.origin[axes[1]]! };
      const scale = planeScale(viewOfCloud(cloud, orbit.labels.length, cross), width, height);
      drawCloud(context, scale, cloud, orbit.labels, palette.outputs, POINTS, 1.8 * palette.weight, 0.18);
      drawPlaneAxes(context, width, height, scale, { x: `PC${axes[0] + 1}`, y: `PC${axes[1] + 1}` }, palette);
      const to = Math.min(labels.length, Math.max(1, Math.ceil(shown)));
      const colour = (slot: number) => palette.outputs[labels[slot]!]!;
      const trail = { points, stride: ORBIT_STRIDE, axes, capacity: labels.length, from: Math.max(0, to - TRAIL), to, colour };
      const fraction = shown >= labels.length ? 1 : shown - Math.floor(shown);
      const tip = drawTrail(context, scale, trail, 3 * palette.weight, fraction || 1);
      if (tip) drawHead(context, tip[0], tip[1], colour(to - 1), 5.5 * Math.sqrt(palette.weight), palette.panel);
    },
    table: () => ({
      columns: ['step from the change', 'x', 'y', 'label'],
      rows: Array.from(labels, (label, k) => [
        k - before,
        points[k * ORBIT_STRIDE + axes[0]]!,
        points[k * ORBIT_STRIDE + axes[1]]!,
        label,
      ]),
    }),
  };
}
