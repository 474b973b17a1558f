/** A canvas made ready for one frame: sized in device pixels, drawn in CSS pixels. */
export interface CanvasFrame {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  ratio: number;
  /** True when the backing store was just resized (layers made from it are stale). */
  resized: boolean;
}

/** Fits the backing store to the element; undefined while the element has no size or no context. */
export function beginFrame(canvas: HTMLCanvasElement): CanvasFrame | undefined {
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  const { clientWidth: width, clientHeight: height } = canvas;
  const context = canvas.getContext('2d');
  if (!context || width === 0 || height === 0) return undefined;
  const resized = canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio);
  if (resized) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { context, width, height, ratio, resized };
}

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
