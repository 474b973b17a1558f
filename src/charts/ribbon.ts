import type { PlaneScale } from './planeView';

/** A band along a course, of changing width and colour. */
export interface Ribbon {
  /** Course in data units [n]. */
  xs: Float64Array;
  ys: Float64Array;
  /** Width of each place, 0 … 1 of the way from the least to the greatest [n]. */
  widths: Float64Array;
  /** Colour of each place [n]. */
  colours: readonly string[];
  /** Whether the last place goes on to the first. */
  closed: boolean;
}

/** A place of a ribbon on the screen, CSS pixels: where it is, its direction (a unit vector), half its width. */
export interface RibbonPlace {
  x: number;
  y: number;
  dx: number;
  dy: number;
  half: number;
}

/** Every place of a ribbon on the screen. @param least and `most` widths, CSS pixels */
export function ribbonPlaces(
  scale: PlaneScale,
  { xs, ys, widths, closed }: Ribbon,
  { least, most }: { least: number; most: number },
): RibbonPlace[] {
  const n = xs.length;
  const at = (i: number) => (closed ? (i + n) % n : Math.min(n - 1, Math.max(0, i)));
  return Array.from({ length: n }, (_, i) => {
    const [before, after] = [at(i - 1), at(i + 1)];
    const dx = scale.x(xs[after]!) - scale.x(xs[before]!);
    const dy = scale.y(ys[after]!) - scale.y(ys[before]!);
    const length = Math.hypot(dx, dy) || 1;
    return {
      x: scale.x(xs[i]!),
      y: scale.y(ys[i]!),
      dx: dx / length,
      dy: dy / length,
      half: (least + (most - least) * widths[i]!) / 2,
    };
  });
}

/** Fills a ribbon, piece by piece. Each piece has a thin rim of its own colour, so that no gap shows between neighbours. */
export function fillRibbon(
  context: CanvasRenderingContext2D,
  places: readonly RibbonPlace[],
  { colours, closed }: Pick<Ribbon, 'colours' | 'closed'>,
  /** Added to every width on either side, CSS pixels. */
  rim = 0,
): void {
  const corner = ({ x, y, dx, dy, half }: RibbonPlace, side: 1 | -1) =>
    [x - side * dy * (half + rim), y + side * dx * (half + rim)] as const;
  context.lineJoin = 'round';
  context.lineWidth = 0.8;
  const pieces = closed ? places.length : places.length - 1;
  for (let i = 0; i < pieces; i++) {
    const [here, next] = [places[i]!, places[(i + 1) % places.length]!];
    context.fillStyle = context.strokeStyle = colours[i]!;
    context.beginPath();
    context.moveTo(...corner(here, 1));
    context.lineTo(...corner(next, 1));
    context.lineTo(...corner(next, -1));
    context.lineTo(...corner(here, -1));
    context.closePath();
    context.fill();
    context.stroke();
  }
}

/** The head of an arrow at a place: a triangle along the course. @param size its length, CSS pixels */
export function fillArrowhead(context: CanvasRenderingContext2D, place: RibbonPlace, size: number, colour: string): void {
  const { x, y, dx, dy } = place;
  const half = size * 0.5;
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(x + dx * half, y + dy * half);
  context.lineTo(x - dx * half - dy * half, y - dy * half + dx * half);
  context.lineTo(x - dx * half * 0.45, y - dy * half * 0.45);
  context.lineTo(x - dx * half + dy * half, y - dy * half - dx * half);
  context.closePath();
  context.fill();
}

/** An angle bracket along the course, for wide places. @param size its reach across the course, CSS pixels */
export function strokeChevron(context: CanvasRenderingContext2D, place: RibbonPlace, size: number, colour: string): void {
  const { x, y, dx, dy } = place;
  const [along, across] = [size * 0.28, size * 0.5];
  context.strokeStyle = colour;
  context.lineWidth = Math.max(1.4, size * 0.16);
  context.lineCap = context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(x - dx * along - dy * across, y - dy * along + dx * across);
  context.lineTo(x + dx * along, y + dy * along);
  context.lineTo(x - dx * along + dy * across, y - dy * along - dx * across);
  context.stroke();
}
