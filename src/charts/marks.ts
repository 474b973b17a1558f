import { drawText, type TextAnchor } from './canvas';

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

/** Adds a disc to the current path, apart from what the path already holds. */
export function traceDot(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.moveTo(x + radius, y);
  context.arc(x, y, radius, 0, 2 * Math.PI);
}

/** Directions in which the halo is laid round the words: eight make it look whole. */
const AROUND = Array.from({ length: 8 }, (_, n) => [Math.cos((n * Math.PI) / 4), Math.sin((n * Math.PI) / 4)] as const);
/** Reach of the halo, CSS pixels. */
const REACH = 2;

/** Writes words that lie over other marks: in `ink`, within a rim of `paper`. */
export function drawHaloText(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  size: number,
  anchor: TextAnchor,
  { ink, paper }: { ink: string; paper: string },
): void {
  // The words themselves, moved about: a stroke of text would need the baseline that only `drawText` knows.
  context.fillStyle = paper;
  for (const [dx, dy] of AROUND) drawText(context, text, x + REACH * dx, y + REACH * dy, size, anchor);
  context.fillStyle = ink;
  drawText(context, text, x, y, size, anchor);
}
