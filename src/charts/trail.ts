import type { PlanePoints, PlaneScale } from './planeView';

/** A path read from ring buffers: slot of step t is t mod capacity. */
export interface TrailData extends PlanePoints {
  capacity: number;
  /** First and one-past-last step drawn. */
  from: number;
  to: number;
  /** Colour of the segment that ends at a slot. */
  colour(slot: number): string;
  /** Opacity of the oldest segments; .04 when left out. */
  faintest?: number;
}

/** Groups of segments that share an opacity and a width: one path per (group, colour) instead of one per segment. */
const FADE_GROUPS = 14;

type Pixel = readonly [number, number];
const mixed = ([x0, y0]: Pixel, [x1, y1]: Pixel, share: number): Pixel => [x0 + (x1 - x0) * share, y0 + (y1 - y0) * share];

/**
 * Dark past fading and thinning: the newest segments opaque and broad, the oldest nearly gone. The line is a quadratic B-spline of the
 * steps, which bends less than the straight line through them and never has a turn of its own; it begins and ends at a step.
 * @param fraction below 1 the line ends on its way to the newest step, so that it glides where single steps are seen
 * @returns where the line ends, CSS pixels; undefined where there is none
 */
export function drawTrail(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  data: TrailData,
  width: number,
  fraction = 1,
): Pixel | undefined {
  const { points, stride, axes, capacity, from, to, faintest = 0.04 } = data;
  if (to <= from) return undefined;
  const at = (step: number): Pixel => {
    const slot = (step % capacity) * stride;
    return [scale.x(points[slot + axes[0]]!), scale.y(points[slot + axes[1]]!)];
  };
  /** Where the piece about a step begins: half-way from the step before it. */
  const joint = (step: number): Pixel => (step <= from ? at(from) : mixed(at(step - 1), at(step), 0.5));
  const gliding = fraction < 1 && to - from > 2;
  const last = gliding ? to - 2 : to - 1;
  let tip: Pixel = joint(from);
  /** The piece about a step; the last one is cut short while it glides, and else goes on to the step itself. */
  const piece = (step: number) => {
    const [begin, bend, end] = [joint(step), at(step), step === last && !gliding ? at(step) : joint(step + 1)];
    const share = step === last && gliding ? fraction : 1;
    const control = mixed(begin, bend, share);
    tip = mixed(control, mixed(bend, end, share), share);
    context.quadraticCurveTo(...control, ...tip);
  };
  context.lineJoin = 'round';
  // Round caps would show through each other where pieces meet.
  context.lineCap = 'butt';
  const length = last + 1 - from;
  for (let group = 0; group < FADE_GROUPS; group++) {
    const begin = from + Math.floor((group * length) / FADE_GROUPS);
    const end = from + Math.floor(((group + 1) * length) / FADE_GROUPS);
    const age = (group + 1) / FADE_GROUPS;
    context.globalAlpha = faintest + (0.94 - faintest) * age ** 2;
    context.lineWidth = width * (0.35 + 0.65 * age);
    let open: string | undefined;
    for (let step = begin; step < end; step++) {
      const colour = data.colour(step % capacity);
      if (colour !== open) {
        if (open) context.stroke();
        context.strokeStyle = colour;
        context.beginPath();
        context.moveTo(...joint(step));
        open = colour;
      }
      piece(step);
    }
    if (open) context.stroke();
  }
  context.globalAlpha = 1;
  return tip;
}

/** Where the path is now: a disc with a rim of the paper and a halo. */
export function drawHead(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  colour: string,
  radius: number,
  paper: string,
): void {
  context.fillStyle = colour;
  context.globalAlpha = 0.25;
  disc(context, x, y, radius * 2.6);
  context.globalAlpha = 1;
  context.fillStyle = paper;
  disc(context, x, y, radius + 2.2);
  context.fillStyle = colour;
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
