import type { PlanePoints, PlaneScale } from './planeView';

/** A path read from ring buffers: slot of step t is t mod capacity. */
export interface TrailData extends PlanePoints {
  capacity: number;
  /** First and one-past-last step drawn. */
  from: number;
  to: number;
  /** Colour of the segment that ends at a slot. */
  colour(slot: number): string;
}

/** Groups of segments that share an opacity: one path per (group, colour) instead of one per segment. */
const FADE_GROUPS = 14;

/** Dark past fading: the newest segments opaque, the oldest nearly gone. */
export function drawTrail(context: CanvasRenderingContext2D, scale: PlaneScale, data: TrailData, width: number): void {
  const { points, stride, axes, capacity, from, to } = data;
  const x = (slot: number) => scale.x(points[slot * stride + axes[0]]!);
  const y = (slot: number) => scale.y(points[slot * stride + axes[1]]!);
  context.lineWidth = width;
  context.lineJoin = context.lineCap = 'round';
  const length = Math.max(1, to - from);
  for (let group = 0; group < FADE_GROUPS; group++) {
    const begin = from + Math.floor((group * length) / FADE_GROUPS);
    const end = from + Math.floor(((group + 1) * length) / FADE_GROUPS);
    context.globalAlpha = 0.05 + 0.85 * ((group + 1) / FADE_GROUPS) ** 2;
    let open: string | undefined;
    for (let step = Math.max(begin, from + 1); step < end; step++) {
      const slot = step % capacity;
      const before = (step - 1) % capacity;
      const colour = data.colour(slot);
      if (colour !== open) {
        if (open) context.stroke();
        context.strokeStyle = colour;
        context.beginPath();
        context.moveTo(x(before), y(before));
        open = colour;
      }
      context.lineTo(x(slot), y(slot));
    }
    if (open) context.stroke();
  }
  context.globalAlpha = 1;
}

/** Where the path is now: a disc with a halo. */
export function drawHead(context: CanvasRenderingContext2D, x: number, y: number, colour: string, radius: number): void {
  context.fillStyle = colour;
  context.globalAlpha = 0.22;
  disc(context, x, y, radius * 2.4);
  context.globalAlpha = 1;
  disc(context, x, y, radius);
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/** An open ring around a point that is picked out. */
export function drawRing(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  ink: string,
  paper: string,
): void {
  for (const [colour, width] of [
    [paper, 5],
    [ink, 2],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
  }
}

/** The fixed-point cross. */
export function drawCross(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  arm: number,
  ink: string,
  paper: string,
): void {
  for (const [colour, width] of [
    [paper, 6],
    [ink, 2.5],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(x - arm, y - arm);
    context.lineTo(x + arm, y + arm);
    context.moveTo(x - arm, y + arm);
    context.lineTo(x + arm, y - arm);
    context.stroke();
  }
}
