import { drawText } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import { type OrbitView, screenColumns, viewOfTurning } from '../../charts/orbitView';
import { planeScale, scaleView } from '../../charts/planeView';
import { plotFont } from '../../charts/plot';
import type { TimelineData } from '../../state/training/timelineData';
import { commonView } from './figures';

/** States drawn of each orbit. */
const PATH = 240;
/** How deep the stack is, in units of its width. */
const DEPTH = 2.2;

/** The orbits of all checkpoints in depth: axis 1 and 2 across, training along the third. */
export interface Stack {
  /** [orbits×PATH×3], in units of the common half width. */
  points: Float32Array;
  count: number;
}

/** An orbit on its way to growing without bound is cut off at the rim. */
const clamp = (value: number): number => Math.max(-RIM, Math.min(RIM, value));
const RIM = 1.4;

export function stackOf(data: TimelineData): Stack {
  const view = commonView(data);
  const half = Math.max(view.spanX, view.spanY);
  const count = data.drawn.length;
  const points = new Float32Array(count * PATH * 3);
  data.drawn.forEach(({ aligned }, n) => {
    const z = DEPTH * (count > 1 ? n / (count - 1) - 0.5 : 0);
    for (let t = 0; t < PATH; t++) {
      const from = 3 * Math.min(t, aligned.points.length / 3 - 1);
      const x = clamp((aligned.points[from]! - view.centreX) / half);
      const y = clamp((aligned.points[from + 1]! - view.centreY) / half);
      points.set([x, y, z], 3 * (n * PATH + t));
    }
  });
  return { points, count };
}

/** @param current orbit picked out, by its place among those drawn */
export function stackFigure(data: TimelineData, stack: Stack, camera: Pick<OrbitView, 'yaw' | 'pitch'>, current: number): Figure {
  const view: OrbitView = { ...camera, centre: { x: 0, y: 0, z: 0 }, perspective: 0.16 };
  return {
    draw(context, width, height, palette) {
      const total = stack.count * PATH;
      const screen = new Float32Array(2 * total);
      const depths = new Float32Array(total);
      screenColumns(stack.points, 3, view, total, screen, depths);
      const scale = planeScale(scaleView(viewOfTurning(stack.points, 3, total, view), 0.8, { x: 0, y: 0 }), width, height);
      const middle = (n: number) => depths[n * PATH]!;
      // What is farther away is drawn first.
      const order = [...data.drawn.keys()].sort((a, b) => middle(a) - middle(b));
      for (const n of order) {
        const { labels } = data.drawn[n]!.found.dynamics;
        context.lineWidth = (n === current ? 2 : 0.8) * palette.weight;
        context.globalAlpha = n === current ? 1 : 0.32;
        drawPath(context, scale, screen, n, labels, palette.outputs);
      }
      context.globalAlpha = 1;
      context.font = plotFont(palette, true);
      context.fillStyle = palette.ink;
      const chosen = data.drawn[current];
      if (chosen) drawText(context, `update ${chosen.update}`, width - 8, 8, 12, { align: 'right', vertical: 'top' });
    },
    table: () => ({
      columns: ['update', 'step', 'axis 1', 'axis 2', 'axis 3', 'label'],
      rows: data.drawn.flatMap(({ update, aligned, found }) =>
        Array.from({ length: Math.min(PATH, found.dynamics.labels.length) }, (_, t) => [
          update,
          t,
          ...[0, 1, 2].map((k) => aligned.points[3 * t + k]!),
          found.dynamics.labels[t]!,
        ]),
      ),
    }),
  };
}

/** One orbit, a stroke per dwell of its label. */
function drawPath(
  context: CanvasRenderingContext2D,
  scale: { x(value: number): number; y(value: number): number },
  screen: Float32Array,
  orbit: number,
  labels: Uint8Array,
  colours: readonly string[],
): void {
  const at = (t: number): [number, number] => [
    scale.x(screen[2 * (orbit * PATH + t)]!),
    scale.y(screen[2 * (orbit * PATH + t) + 1]!),
  ];
  const last = Math.min(PATH, labels.length);
  for (let t = 1; t < last; ) {
    context.strokeStyle = colours[labels[t]!]!;
    context.beginPath();
    context.moveTo(...at(t - 1));
    const label = labels[t];
    for (; t < last && labels[t] === label; t++) context.lineTo(...at(t));
    context.stroke();
  }
}
