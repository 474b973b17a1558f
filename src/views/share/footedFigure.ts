import { drawText, FONT } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';

/** A picture with lines of small print under it. */

const SIZE = 12;
const LINE = 17;
const MARGIN = 12;
/** Lines a link may take; a longer one is cut, and stands whole in the title of an SVG. */
const MAX_LINES = 3;

/** Height of the foot, CSS pixels. */
export const footHeight = (lines: number): number => lines * LINE + MARGIN;

/** Words of a text in lines of at most `most` characters; words longer than a line are broken. */
export function wrapWords(text: string, most: number): string[] {
  const pieces = text.split(' ').flatMap((word) => word.match(new RegExp(`.{1,${most}}`, 'gu')) ?? ['']);
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + piece.length <= most) lines[lines.length - 1] = `${last} ${piece}`;
    else lines.push(piece);
  }
  return lines;
}

/** Caption and link as the lines of a foot so wide. Widths are judged by a letter's mean width: a canvas is not needed, and all files agree. */
export function footLines(caption: string, link: string, width: number): string[] {
  const most = Math.max(20, Math.floor((width - 2 * MARGIN) / (0.56 * SIZE)));
  const address = wrapWords(link, most);
  const shown =
    address.length > MAX_LINES ? [...address.slice(0, MAX_LINES - 1), '… the whole link is in the share sheet'] : address;
  return [...wrapWords(caption, most), ...shown];
}

/** Writes the lines at the foot of a picture so large; what the picture drew beyond its edge is covered. */
export function drawFoot(
  context: CanvasRenderingContext2D,
  lines: readonly string[],
  width: number,
  height: number,
  { muted, panel }: Palette,
): void {
  const foot = footHeight(lines.length);
  const top = height - foot + MARGIN / 2;
  context.fillStyle = panel;
  context.fillRect(0, height - foot, width, foot);
  context.font = `${SIZE}px ${FONT}`;
  context.fillStyle = muted;
  for (const [n, line] of lines.entries())
    drawText(context, line, MARGIN, top + n * LINE, SIZE, { align: 'left', vertical: 'top' });
}

/** The picture above its foot: `height` of what it draws on holds both. */
export const footedFigure = (figure: Figure, lines: readonly string[]): Figure => ({
  draw(context, width, height, palette) {
    figure.draw(context, width, height - footHeight(lines.length), palette);
    drawFoot(context, lines, width, height, palette);
  },
  table: figure.table,
});
