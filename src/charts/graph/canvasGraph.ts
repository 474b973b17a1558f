import { format } from 'd3';
import { FONT } from '../canvas';
import { drawHaloText } from '../marks';
import type { Palette } from '../palette';
import { type Disc, type Point, placeLabels, type Route, shortened, unit } from './routes';

/** Edges and nodes of a weighted directed graph on a 2-D context, for figures that can be saved; SvgGraph.tsx draws those that are handled. */
export interface GraphEdge {
  /** Indices of nodes; the same one for a self-loop. */
  from: number;
  to: number;
  /** Mean weight; an edge without one (NaN) is not drawn. */
  weight: number;
  emphasised: boolean;
}

const NARROWEST = 0.6;
/** Width of the widest edge in pixels. */
export const WIDEST = 5;

/** Size of the words of a graph in pixels. */
export const graphFontSize = (palette: Palette): number => (palette.weight > 1 ? 15 : 11.5);
const weightText = format('.2f');

/** Pixels, from the narrowest line to the widest one at `largest`. */
const edgeWidth = (weight: number, largest: number): number =>
  Math.max(NARROWEST, WIDEST * Math.min(1, Math.abs(weight) / largest || 0));

function trace(context: CanvasRenderingContext2D, points: readonly Point[]): void {
  context.beginPath();
  points.forEach(({ x, y }, n) => {
    if (n === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
}

/** Draws an edge along its route, 0.6 to 5 pixels wide. A positive weight ends in an arrow head, a negative one in a bar. */
export function drawEdge(
  context: CanvasRenderingContext2D,
  route: Route,
  weight: number,
  largest: number,
  palette: Palette,
): void {
  const width = edgeWidth(weight, largest);
  const tip = route.points.at(-1)!;
  context.strokeStyle = context.fillStyle = weight < 0 ? palette.negative : palette.positive;
  context.lineWidth = width;
  context.lineCap = 'butt';
  context.lineJoin = 'round';
  const head = weight < 0 ? 0 : 5 + 1.6 * width;
  // Along the last stretch rather than the last step, or a head on a tight loop would look askew.
  const base = shortened(route, Math.max(4, head)).at(-1)!;
  const arrival = unit(tip.x - base.x, tip.y - base.y);
  // The line stops inside the head: its square end would stand out beside the tip.
  trace(context, shortened(route, 0.8 * head));
  context.stroke();
  const half = weight < 0 ? 5 + 0.8 * width : 0.5 * head + 0.3 * width;
  const left = { x: tip.x - head * arrival.x - half * arrival.y, y: tip.y - head * arrival.y + half * arrival.x };
  const right = { x: tip.x - head * arrival.x + half * arrival.y, y: tip.y - head * arrival.y - half * arrival.x };
  if (weight < 0) {
    context.lineWidth = Math.max(2, 0.6 * width) * Math.sqrt(palette.weight);
    trace(context, [left, right]);
    context.stroke();
  } else {
    trace(context, [left, tip, right]);
    context.closePath();
    context.fill();
  }
}

/** Begins a path round a node. */
export function drawDisc(context: CanvasRenderingContext2D, { x, y, radius }: Disc): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

/** The weights beside their edges, over everything else. */
export function drawEdgeLabels(
  context: CanvasRenderingContext2D,
  routes: readonly Route[],
  edges: readonly GraphEdge[],
  largest: number,
  someEmphasised: boolean,
  palette: Palette,
): void {
  const size = graphFontSize(palette);
  const font = ({ emphasised }: GraphEdge) => `${emphasised ? '600 ' : ''}${size}px ${FONT}`;
  const centres = placeLabels(
    routes,
    edges.map((edge) => {
      context.font = font(edge);
      const halfWidth = context.measureText(weightText(edge.weight)).width / 2;
      return { halfWidth, halfHeight: 0.5 * size, gap: edgeWidth(edge.weight, largest) / 2 + 3 };
    }),
  );
  edges.forEach((edge, n) => {
    context.font = font(edge);
    const colours = { ink: someEmphasised && !edge.emphasised ? palette.muted : palette.ink, paper: palette.panel };
    const { x, y } = centres[n]!;
    drawHaloText(context, weightText(edge.weight), x, y, size, { align: 'center', vertical: 'middle' }, colours);
  });
}
