import { type Arrow, arrowBetween, traceDot, traceHead, traceShaft } from './marks';
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
