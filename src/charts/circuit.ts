import { drawText, FONT } from './canvas';
import { drawDisc, drawEdge, drawEdgeLabels, graphFontSize as fontSize, type GraphEdge, WIDEST } from './graph/canvasGraph';
import { type Disc, freeDirection, LOOP_REACH, type Route, routeBetween, routeLoop } from './graph/routes';
import { drawHaloText } from './marks';
import type { Palette } from './palette';

export interface CircuitNode {
  name: string;
  /** A second, quieter line, as the number of units. */
  detail: string;
  /** Place in the picture, 0 … 1, y downwards. */
  x: number;
  y: number;
  colour: string;
  /** How active it is now, 0 … 1. */
  level: number;
}

export interface Circuit {
  nodes: readonly CircuitNode[];
  edges: readonly GraphEdge[];
  /** The |weight| that is drawn widest. */
  largest: number;
}

/** Opacity of the other edges while some are emphasised. */
const FAINT = 0.3;
/** Width of an edge's label, in font sizes: "−0.00". */
const LABEL_EMS = 2.7;

/** Centres and radius of the nodes: room for self-loops, labels and names is left at the edges. */
export function circuitNodes(width: number, height: number, nodes: readonly CircuitNode[], palette: Palette): Disc[] {
  const size = fontSize(palette);
  const radius = Math.max(8, Math.min(40, (nodes.length > 4 ? 0.075 : 0.095) * Math.min(width, height)));
  const reach = LOOP_REACH * radius + WIDEST;
  const marginX = Math.min(width / 2, reach + LABEL_EMS * size);
  const marginY = Math.min(height / 2, Math.max(reach + 1.5 * size, radius + 3 * size));
  return nodes.map(({ x, y }) => ({
    x: marginX + x * (width - 2 * marginX),
    y: marginY + y * (height - 2 * marginY),
    radius,
  }));
}

/** Where a node's words stand when they do not fit in it: on the outer side, as the arrows run inside. */
const wordsAbove = (disc: Disc, discs: readonly Disc[]): boolean =>
  disc.y < discs.reduce((sum, { y }) => sum + y, 0) / discs.length - 1;

/** The route of every edge, in their order. */
export function circuitRoutes(discs: readonly Disc[], edges: readonly GraphEdge[]): Route[] {
  const centre = {
    x: discs.reduce((sum, { x }) => sum + x, 0) / discs.length,
    y: discs.reduce((sum, { y }) => sum + y, 0) / discs.length,
  };
  return edges.map(({ from, to }) => {
    const disc = discs[from]!;
    if (from !== to) return routeBetween(disc, discs[to]!);
    const others = discs.filter((_, n) => n !== from).map((other) => Math.atan2(other.y - disc.y, other.x - disc.x));
    const words = wordsAbove(disc, discs) ? -Math.PI / 2 : Math.PI / 2;
    return routeLoop(disc, freeDirection([...others, words], Math.atan2(disc.y - centre.y, disc.x - centre.x)));
  });
}

/** Draws nodes and the weights between them inside `width` × `height`. Excitation ends in an arrow head, inhibition in a bar. */
export function drawCircuit(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  circuit: Circuit,
  palette: Palette,
): void {
  const discs = circuitNodes(width, height, circuit.nodes, palette);
  const edges = circuit.edges.filter(({ weight }) => Number.isFinite(weight));
  const routes = circuitRoutes(discs, edges);
  const some = edges.some(({ emphasised }) => emphasised);
  const alpha = (edge: GraphEdge) => (some && !edge.emphasised ? FAINT : 1);
  edges.forEach((edge, n) => {
    context.globalAlpha = alpha(edge);
    drawEdge(context, routes[n]!, edge.weight, circuit.largest, palette);
  });
  context.globalAlpha = 1;
  circuit.nodes.forEach((node, n) => {
    drawNode(context, discs[n]!, node, wordsAbove(discs[n]!, discs), palette);
  });
  drawEdgeLabels(context, routes, edges, circuit.largest, some, palette);
}

function drawNode(context: CanvasRenderingContext2D, disc: Disc, node: CircuitNode, above: boolean, palette: Palette): void {
  const level = Math.max(0, Math.min(1, node.level || 0));
  drawDisc(context, disc);
  context.fillStyle = palette.panel;
  context.fill();
  // Area grows with activity, and so does the strength of the colour.
  drawDisc(context, { ...disc, radius: disc.radius * Math.sqrt(level) });
  context.fillStyle = node.colour;
  context.globalAlpha = 0.2 + 0.5 * level;
  context.fill();
  context.globalAlpha = 1;
  drawDisc(context, disc);
  context.strokeStyle = node.colour;
  context.lineWidth = 2.5 * palette.weight;
  context.stroke();
  drawWords(context, disc, node, above, palette);
}

function drawWords(
  context: CanvasRenderingContext2D,
  disc: Disc,
  { name, detail }: CircuitNode,
  above: boolean,
  palette: Palette,
): void {
  const size = fontSize(palette);
  const line = 1.25 * size;
  const bold = `600 ${size}px ${FONT}`;
  const plain = `${size}px ${FONT}`;
  context.font = bold;
  const inside = context.measureText(name).width < 1.6 * disc.radius;
  const colours = { ink: palette.ink, paper: palette.panel };
  const centred = { align: 'center', vertical: 'middle' } as const;
  const outside = above ? disc.y - disc.radius - 0.9 * size : disc.y + disc.radius + 0.9 * size;
  if (inside) {
    context.fillStyle = palette.ink;
    drawText(context, name, disc.x, disc.y, size, centred);
  } else {
    drawHaloText(context, name, disc.x, above && detail ? outside - line : outside, size, centred, colours);
  }
  if (!detail) return;
  context.font = plain;
  const y = inside || above ? outside : outside + line;
  drawHaloText(context, detail, disc.x, y, size, centred, { ...colours, ink: palette.muted });
}
