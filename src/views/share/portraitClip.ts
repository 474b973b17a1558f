import type { Palette } from '../../charts/palette';
import { liveFigure } from '../../ui/figure/liveFigures';
import type { ClipOptions } from './clip';
import { drawFoot, footHeight, footLines } from './footedFigure';

/**
 * The phase portrait as a film: what is drawn on the page, above a foot with caption and link.
 * @param first the canvas as the film begins; its size is that of the picture
 * @param caption what the foot says now
 */
export function portraitClip(
  first: HTMLCanvasElement,
  caption: () => string,
  link: string,
  palette: Palette,
): Pick<ClipOptions, 'width' | 'height' | 'paint'> {
  const { clientWidth: width, clientHeight } = first;
  const linesNow = () => footLines(caption(), link, width);
  const height = clientHeight + footHeight(linesNow().length);
  return {
    width,
    height,
    paint(context) {
      const { canvas } = liveFigure('portrait') ?? {};
      if (!canvas) return false;
      const lines = linesNow();
      const room = height - footHeight(lines.length);
      context.fillStyle = palette.panel;
      context.fillRect(0, 0, width, height);
      // A picture that has changed its size meanwhile keeps its shape.
      const fit = Math.min(width / canvas.clientWidth, room / canvas.clientHeight);
      const [w, h] = [canvas.clientWidth * fit, canvas.clientHeight * fit];
      context.drawImage(canvas, (width - w) / 2, (room - h) / 2, w, h);
      drawFoot(context, lines, width, height, palette);
      return true;
    },
  };
}
