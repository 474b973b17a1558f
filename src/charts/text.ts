/** The type in which pictures are written: that of the page, or the system's until it is there. */
export const FONT = 'Atkinson, system-ui, sans-serif';

/** Where a line of words hangs on its point. */
export interface TextAnchor {
  align: 'left' | 'center' | 'right';
  vertical: 'top' | 'middle' | 'bottom';
}

/** Shares of the font size from the point to the baseline. */
const DROP = { top: 0.82, middle: 0.35, bottom: -0.2 } as const;

/**
 * Writes words in the context's font. Only the alphabetic baseline is the same on a canvas and in SVG, so the others are made of it.
 * @param size font size, CSS pixels
 */
export function drawText(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  size: number,
  { align, vertical }: TextAnchor,
): void {
  context.textAlign = align;
  context.textBaseline = 'alphabetic';
  context.fillText(text, x, y + DROP[vertical] * size);
}
