import type { PlaneScale } from './planeView';

/** A vector field on a square grid of a plane; a node whose displacement is NaN is not drawn. */
export interface FlowField {
  /** Nodes [n], data units. */
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** Displacement per step at each node [n], data units. */
  dx: ArrayLike<number>;
  dy: ArrayLike<number>;
  /** Share of the squared displacement that leaves the plane, 0 … 1 [n]. */
  outOfPlane: ArrayLike<number>;
  /** Distance of neighbouring nodes, data units. */
  spacing: number;
}

/** Largest arrow as a share of the distance between nodes; arrows are centred on their nodes, so below 1 none can touch. */
const LONGEST = 0.86;
/** Arrows share opacities in this many groups: one path each. */
const FADE_GROUPS = 6;
/** Opacity of an arrow wholly in the plane and of one wholly out of it. */
const OPAQUE = 0.9;
const FAINT = 0.1;
/** Shorter arrows, in CSS pixels, are dots: a direction could not be seen. */
const SHORTEST = 2.5;

/** Median length of the field's displacements (data units), the reference of `compressedLength`; 0 for an empty field. */
export function flowReference(field: FlowField): number {
  const lengths = Float64Array.from({ length: field.x.length }, (_, i) => Math.hypot(field.dx[i]!, field.dy[i]!))
    .filter(Number.isFinite)
    .sort();
  return lengths.length === 0 ? 0 : lengths[(lengths.length - 1) >> 1]!;
}

/**
 * Length drawn for a displacement: grows as the square root while small, so that slow places show a direction, and saturates at
 * `longest`; a displacement equal to `reference` is drawn at 1/√2 of it.
 */
export function compressedLength(length: number, reference: number, longest: number): number {
  if (!(length > 0)) return 0;
  return longest * Math.sqrt(length / (length + reference));
}

/** An arrow in pixels: a shaft from `tail` to `neck` and a head, the triangle `tip`, `left`, `right`. */
export interface Arrow {
  length: number;
  tail: { x: number; y: number };
  neck: { x: number; y: number };
  tip: { x: number; y: number };
  left: { x: number; y: number };
  right: { x: number; y: number };
}

/** The arrow with given tail and tip. The head is at most `head` long, and at most half the arrow. */
export function arrowBetween(x0: number, y0: number, x1: number, y1: number, head: number): Arrow {
  const length = Math.hypot(x1 - x0, y1 - y0);
  const ux = length > 0 ? (x1 - x0) / length : 1;
  const uy = length > 0 ? (y1 - y0) / length : 0;
  const back = Math.min(head, length / 2);
  const half = back * 0.42;
  const neck = { x: x1 - ux * back, y: y1 - uy * back };
  return {
    length,
    tail: { x: x0, y: y0 },
    neck,
    tip: { x: x1, y: y1 },
    left: { x: neck.x - uy * half, y: neck.y + ux * half },
    right: { x: neck.x + uy * half, y: neck.y - ux * half },
  };
}

/** Adds a shaft to the current path. */
export function traceShaft(context: CanvasRenderingContext2D, { tail, neck }: Arrow): void {
  context.moveTo(tail.x, tail.y);
  context.lineTo(neck.x, neck.y);
}

/** Adds a head to the current path. */
export function traceHead(context: CanvasRenderingContext2D, { tip, left, right }: Arrow): void {
  context.moveTo(tip.x, tip.y);
  context.lineTo(left.x, left.y);
  context.lineTo(right.x, right.y);
  context.closePath();
}

/** The arrow of one node in pixels, centred on it; undefined where the field is unknown. */
export function flowArrow(scale: PlaneScale, field: FlowField, node: number, reference: number, head: number): Arrow | undefined {
  const dx = field.dx[node]!;
  const dy = field.dy[node]!;
  const x = scale.x(field.x[node]!);
  const y = scale.y(field.y[node]!);
  const length = Math.hypot(dx, dy);
  if (!Number.isFinite(length + x + y)) return undefined;
  const drawn = compressedLength(length, reference, LONGEST * field.spacing * scale.unit);
  const half = length > 0 ? drawn / 2 / length : 0;
  // Pixels run downwards.
  return arrowBetween(x - dx * half, y + dy * half, x + dx * half, y - dy * half, head);
}

/** Opacity group of a node: 0 wholly in the plane … FADE_GROUPS − 1 wholly out of it; an unknown share counts as out. */
const fadeGroup = (share: number): number =>
  share >= 0 ? Math.min(FADE_GROUPS - 1, Math.floor(share * FADE_GROUPS)) : FADE_GROUPS - 1;

/**
 * Arrows of a vector field. The length is compressed and the arrow centred on its node, so neighbours never overlap; the more of the
 * motion leaves the plane, the fainter the arrow. Places that (nearly) stand still get a dot.
 * @param weight of the palette: line widths and heads
 * @param reference displacement (data units) of a typical arrow; pass a constant where fields are compared or animated
 */
export function drawFlow(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  field: FlowField,
  colour: string,
  weight = 1,
  reference = flowReference(field),
): void {
  const groups: Arrow[][] = Array.from({ length: FADE_GROUPS }, () => []);
  const width = 1.2 * weight;
  for (let node = 0; node < field.x.length; node++) {
    const arrow = flowArrow(scale, field, node, reference, 4.2 * Math.sqrt(weight) + width);
    if (arrow) groups[fadeGroup(field.outOfPlane[node]!)]!.push(arrow);
  }
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = width;
  context.lineCap = 'butt';
  groups.forEach((arrows, group) => {
    if (arrows.length === 0) return;
    context.globalAlpha = OPAQUE + ((FAINT - OPAQUE) * group) / (FADE_GROUPS - 1);
    context.beginPath();
    for (const arrow of arrows) if (arrow.length >= SHORTEST) traceShaft(context, arrow);
    context.stroke();
    context.beginPath();
    for (const arrow of arrows) {
      if (arrow.length >= SHORTEST) traceHead(context, arrow);
      else traceDot(context, arrow.neck.x, arrow.neck.y, width);
    }
    context.fill();
  });
  context.globalAlpha = 1;
}

/** Adds a disc to the current path, apart from what the path already holds. */
export function traceDot(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.moveTo(x + radius, y);
  context.arc(x, y, radius, 0, 2 * Math.PI);
}
