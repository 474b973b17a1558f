import { drawText, type TextAnchor } from './canvas';

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
