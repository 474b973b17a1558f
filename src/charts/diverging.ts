import { format, interpolateRgb } from 'd3';
import { drawText, FONT } from './canvas';
import type { Palette } from './palette';

/** How far zero is from the panel to the line colour: seen as a mark, but as the quietest one. */
const NEUTRAL_SHARE = 0.75;
/** Colours in the key: more than are told apart. */
const KEY_STEPS = 41;
const KEY_BAR = 8;

/** The colour of zero. */
export const neutralColour = (palette: Palette): string => interpolateRgb(palette.panel, palette.line)(NEUTRAL_SHARE);

/** @param share −1 … 1 */
function divergingColour(palette: Palette, share: number): string {
  const end = share < 0 ? palette.negative : palette.positive;
  return interpolateRgb(neutralColour(palette), end)(Math.min(1, Math.abs(share)));
}

/** Colours of signed values: neutral at 0, the palette's ends from ±limit on. What is not a number is muted, not neutral. */
export function divergingScale(palette: Palette, limit: number): (value: number) => string {
  return (value) => {
    if (Number.isNaN(value)) return palette.muted;
    // Where all values are 0 the limit is too.
    return divergingColour(palette, value === 0 ? 0 : value / limit);
  };
}

/** `count` colours from the negative to the positive end; an odd count has the neutral in the middle. */
export function divergingSteps(palette: Palette, count: number): string[] {
  return Array.from({ length: count }, (_, n) => divergingColour(palette, count > 1 ? (2 * n) / (count - 1) - 1 : 0));
}

/** Which of `count` steps stands for a value, clamped; `count`, which is no step, for what is not a number. */
export function divergingIndex(value: number, limit: number, count: number): number {
  if (Number.isNaN(value)) return count;
  const share = value === 0 ? 0 : Math.max(-1, Math.min(1, value / limit));
  // Rounds halves away from zero, as only so are the two signs treated alike.
  const fromMiddle = (share * (count - 1)) / 2;
  if (count % 2 === 1) return (count - 1) / 2 + Math.sign(fromMiddle) * Math.round(Math.abs(fromMiddle));
  return Math.round(fromMiddle + (count - 1) / 2);
}

const keySize = (palette: Palette): number => (palette.weight > 1 ? 13 : 11);

/** Height of `drawDivergingKey`, CSS pixels. */
export const divergingKeyHeight = (palette: Palette): number => KEY_BAR + 4 + 2.4 * keySize(palette);

const signed = format('~r');
const limitText = (value: number): string => signed(Number(value.toPrecision(3)));

/** A colour bar with its name above and −limit, 0 and limit below. `x`, `y` is its top left corner. */
export function drawDivergingKey(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  limit: number,
  name: string,
  palette: Palette,
): void {
  const size = keySize(palette);
  const top = y + 1.2 * size + 2;
  divergingSteps(palette, KEY_STEPS).forEach((colour, n) => {
    const left = x + (n * width) / KEY_STEPS;
    context.fillStyle = colour;
    // Half a pixel under the next step, or seams would show.
    context.fillRect(left, top, Math.min(x + width - left, width / KEY_STEPS + 0.5), KEY_BAR);
  });
  context.font = `${size}px ${FONT}`;
  context.fillStyle = palette.ink;
  drawText(context, name, x, y, size, { align: 'left', vertical: 'top' });
  context.fillStyle = palette.muted;
  const labels = [
    { text: limitText(-limit), at: x, align: 'left' },
    { text: '0', at: x + width / 2, align: 'center' },
    { text: limitText(limit), at: x + width, align: 'right' },
  ] as const;
  for (const { text, at, align } of labels) drawText(context, text, at, top + KEY_BAR + 2, size, { align, vertical: 'top' });
}
