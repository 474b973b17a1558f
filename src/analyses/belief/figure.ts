import { rgb } from 'd3';
import { drawText } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { type PlaneScale, type PlaneView, planeScale } from '../../charts/planeView';
import { plotFont } from '../../charts/plot';
import { type BeliefPlane, beliefPlane, placeBeliefs } from '../../dynamics/emissions/beliefPlane';
import type { PosteriorStretch } from '../../dynamics/emissions/posteriorDecoding';
import type { HmmSpec } from '../../hmm/spec';
import { quantile } from '../../math/statistics';

/** Beliefs of one run twice, exact and as read from h, in one plane. */
export interface BeliefCloud {
  plane: BeliefPlane;
  /** Row-major [n×2]. */
  exact: Float64Array;
  decoded: Float64Array;
  /** The exact beliefs, row-major [n×M]: both pictures take their colours from them. */
  beliefs: Float64Array;
  stretch: PosteriorStretch;
  /** Outputs that each hidden state shows most often [M]. */
  shown: number[][];
  view: PlaneView;
}

/** The last steps of the live run, the latest last; each row-major [n×M]. */
export interface BeliefTrail {
  exact: Float64Array;
  decoded: Float64Array;
}

const AS_PROBABLE = 1e-6;
/** Height of the band in which the beliefs of two states lie: up and down means nothing there. */
const BAND = 0.16;
/** Share of golden section: steps next to each other are spread over the band. */
const GOLDEN = 0.618034;

/** Places a stretch of exact and decoded beliefs in the plane of their states. */
export function placeCloud(
  stretch: PosteriorStretch,
  { nStates, emissionMatrix }: Pick<HmmSpec, 'nStates' | 'emissionMatrix'>,
): BeliefCloud {
  const plane = beliefPlane(nStates, stretch.exact);
  const spread = (points: Float64Array): Float64Array => {
    if (plane.shape === 'segment')
      for (let n = 0; 2 * n < points.length; n++) points[2 * n + 1] = BAND * (((n * GOLDEN) % 1) - 0.5);
    return points;
  };
  const exact = spread(placeBeliefs(plane.corners, stretch.exact));
  const decoded = spread(placeBeliefs(plane.corners, stretch.decoded));
  const shown = emissionMatrix.map((row) => {
    const most = Math.max(...row);
    return row.flatMap((p, k) => (p >= most - AS_PROBABLE ? [k] : []));
  });
  return { plane, exact, decoded, beliefs: stretch.exact, stretch, shown, view: viewOf(plane, decoded) };
}

/** All corners and nearly all read-outs. */
function viewOf({ corners }: BeliefPlane, decoded: Float64Array): PlaneView {
  const range = (axis: 0 | 1): [number, number] => {
    const of = (points: Float64Array) => points.filter((_, at) => at % 2 === axis);
    const [ends, cloud] = [of(corners), of(decoded)];
    return [Math.min(...ends, quantile(cloud, 0.01)), Math.max(...ends, quantile(cloud, 0.99))];
  };
  const [[left, right], [bottom, top]] = [range(0), range(1)];
  return {
    centreX: (left + right) / 2,
    centreY: (bottom + top) / 2,
    spanX: 0.62 * Math.max(0.4, right - left),
    spanY: 0.66 * Math.max(0.4, top - bottom),
  };
}

/** Mixes the colours of the states’ outputs by the exact belief. */
function mixer({ shown }: BeliefCloud, palette: Palette): (beliefs: Float64Array, row: number) => string {
  const states = shown.length;
  const colours = shown.map((outputs) => {
    const parts = outputs.map((k) => rgb(palette.outputs[k]!));
    const mean = (of: 'r' | 'g' | 'b') => parts.reduce((sum, part) => sum + part[of], 0) / parts.length;
    return [mean('r'), mean('g'), mean('b')] as const;
  });
  return (beliefs, row) => {
    const channel = (c: 0 | 1 | 2) =>
      Math.round(colours.reduce((sum, colour, m) => sum + colour[c] * beliefs[row * states + m]!, 0));
    return `rgb(${channel(0)},${channel(1)},${channel(2)})`;
  };
}

/** Room of the heads. */
const HEAD = 20;
const POINTS = 700;

/**
 * The exact belief on the left, what is read of it from h on the right.
 * @param now last steps of the live run, drawn as a path that ends in a disc
 */
export function beliefFigure(cloud: BeliefCloud, now?: BeliefTrail): Figure {
  const { stretch, beliefs } = cloud;
  const states = cloud.shown.length;
  return {
    draw(context, width, height, palette) {
      const half = width / 2;
      const colour = mixer(cloud, palette);
      const panes = [
        { head: 'exact belief, from the outputs', points: cloud.exact, trail: now?.exact },
        { head: 'read linearly from h', points: cloud.decoded, trail: now?.decoded },
      ];
      panes.forEach(({ head, points, trail }, n) => {
        context.save();
        context.translate(n * half, HEAD);
        const scale = planeScale(cloud.view, half, height - HEAD);
        drawSimplex(context, scale, cloud, palette);
        drawPoints(context, scale, points, (row) => colour(beliefs, row), palette);
        if (trail && now)
          drawPath(
            context,
            scale,
            placeBeliefs(cloud.plane.corners, trail),
            colour(now.exact, now.exact.length / states - 1),
            palette,
          );
        context.restore();
        context.font = plotFont(palette, true);
        context.fillStyle = palette.ink;
        drawText(context, head, n * half + half / 2, 4, 12, { align: 'center', vertical: 'top' });
      });
    },
    table: () => ({
      columns: ['step', 'output', ...Array.from({ length: states }, (_, s) => [`exact P(${s})`, `read P(${s})`]).flat()],
      rows: Array.from({ length: stretch.steps }, (_, t) => [
        t,
        stretch.outputs[t]!,
        ...Array.from({ length: states }, (__, s) => [stretch.exact[t * states + s]!, stretch.decoded[t * states + s]!]).flat(),
      ]),
    }),
  };
}

/** Edges, and the states at their corners. */
function drawSimplex(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  { plane: { corners, edges }, shown }: BeliefCloud,
  palette: Palette,
): void {
  const at = (state: number) => [scale.x(corners[2 * state]!), scale.y(corners[2 * state + 1]!)] as const;
  const middle = [0, 1].map((axis) => shown.reduce((sum, _, m) => sum + at(m)[axis as 0 | 1] / shown.length, 0));
  context.strokeStyle = palette.line;
  context.lineWidth = 1.2 * palette.weight;
  context.beginPath();
  for (const [a, b] of edges) {
    context.moveTo(...at(a));
    context.lineTo(...at(b));
  }
  context.stroke();
  context.font = plotFont(palette);
  shown.forEach((outputs, state) => {
    const [x, y] = at(state);
    const [dx, dy] = [x - middle[0]!, y - middle[1]!];
    const length = Math.hypot(dx, dy) || 1;
    // Words stand outside of the corner; beside a segment they stand above its ends.
    const level = shown.length === 2;
    const [tx, ty] = level ? [x, y - 26] : [x + (12 * dx) / length, y + (14 * dy) / length];
    // A state that shows several outputs alike has the colour of none.
    context.fillStyle = outputs.length === 1 ? palette.outputs[outputs[0]!]! : palette.ink;
    drawText(context, `state ${state}`, tx, ty, 11.5, {
      align: level || Math.abs(dx) < 0.3 * length ? 'center' : dx > 0 ? 'right' : 'left',
      vertical: dy > 0 ? 'top' : 'bottom',
    });
  });
}

function drawPoints(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  points: Float64Array,
  colour: (row: number) => string,
  palette: Palette,
): void {
  const size = 3 * palette.weight;
  const count = points.length / 2;
  const step = Math.max(1, Math.floor(count / POINTS));
  context.globalAlpha = 0.4;
  for (let row = 0; row < count; row += step) {
    context.fillStyle = colour(row);
    context.fillRect(scale.x(points[2 * row]!) - size / 2, scale.y(points[2 * row + 1]!) - size / 2, size, size);
  }
  context.globalAlpha = 1;
}

function drawPath(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  points: Float64Array,
  colour: string,
  palette: Palette,
): void {
  const count = points.length / 2;
  if (count === 0) return;
  context.strokeStyle = palette.ink;
  context.lineWidth = 1.2 * palette.weight;
  for (let n = 1; n < count; n++) {
    context.globalAlpha = 0.6 * (n / count);
    context.beginPath();
    context.moveTo(scale.x(points[2 * n - 2]!), scale.y(points[2 * n - 1]!));
    context.lineTo(scale.x(points[2 * n]!), scale.y(points[2 * n + 1]!));
    context.stroke();
  }
  context.globalAlpha = 1;
  context.fillStyle = colour;
  context.beginPath();
  context.arc(scale.x(points[2 * count - 2]!), scale.y(points[2 * count - 1]!), 6 * Math.sqrt(palette.weight), 0, 2 * Math.PI);
  context.fill();
  context.strokeStyle = palette.panel;
  context.lineWidth = 1.5;
  context.stroke();
}
