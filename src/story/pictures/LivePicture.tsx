import { type ReactNode, useRef } from 'react';
import { beginFrame, drawText, FONT, type TextAnchor } from '../../charts/canvas';
import type { Palette } from '../../charts/palette';
import type { LiveRun } from '../../state/live/liveRun';
import { useApp, useAppController, useLiveFrame, usePalette } from '../../ui/context';
import { usePanel } from '../../ui/panelFrame';

/** What a picture of a step is drawn on. Lengths are CSS pixels. */
export interface Sheet {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  palette: Palette;
  /** Size of ordinary words: they grow with the picture and with the profile. */
  size: number;
}

/** Draws one frame. @param step of the live run, or the earlier one that the reader has gone back to */
type Draw = (sheet: Sheet, liveRun: LiveRun, step: number) => void;

const SIZE = { share: 0.026, least: 11, most: 24 };

interface LivePictureProps {
  title: string;
  draw: Draw;
  /** Whether everything it shows is there; true when left out. */
  complete?: boolean;
  /** What lies over it. */
  children?: ReactNode;
}

/** The picture of a step, in place of the portrait: drawn anew at every frame, in the time of the live run. */
export function LivePicture({ title, draw, complete = true, children }: LivePictureProps) {
  const { className, ...panel } = usePanel('portrait');
  const app = useAppController();
  const palette = usePalette();
  const fingerprint = useApp((state) => state.network?.fingerprint);
  const historyOffset = useApp((state) => state.historyOffset);
  const canvas = useRef<HTMLCanvasElement>(null);
  useLiveFrame(() => {
    const frame = canvas.current && beginFrame(canvas.current);
    if (!frame || !app.liveRun) return;
    const { context, width, height } = frame;
    const size = Math.min(SIZE.most, Math.max(SIZE.least, SIZE.share * Math.min(width, height))) * Math.sqrt(palette.weight);
    context.clearRect(0, 0, width, height);
    draw({ context, width, height, palette, size }, app.liveRun, app.liveRun.step - historyOffset);
  });
  return (
    <section
      className={`${className} portrait picture`}
      aria-label={title}
      data-part="portrait outputs model-outputs network-outputs"
      {...panel}
    >
      <div className="stage">
        <canvas
          ref={canvas}
          role="img"
          aria-label={title}
          data-ready="yes"
          data-complete={complete ? 'yes' : 'no'}
          data-network={fingerprint}
          data-testid="picture"
        />
        {children}
      </div>
    </section>
  );
}

/** Words that the edge of the picture would cut are made smaller down to this share, and then moved inward. */
const SMALLEST = 0.82;

/** Words in the ink of the page, all of them in the picture. @param bold also larger */
export function write(
  { context, palette, size, width }: Sheet,
  text: string,
  x: number,
  y: number,
  anchor: TextAnchor,
  { bold = false, colour = palette.ink, scale = 1 }: { bold?: boolean; colour?: string; scale?: number } = {},
): void {
  const wanted = Math.round(size * scale * (bold ? 1.1 : 1));
  context.font = `${bold ? '600 ' : ''}${wanted}px ${FONT}`;
  const room = { left: width - x, right: x, center: 2 * Math.min(x, width - x) }[anchor.align];
  const pixels = wanted * Math.max(SMALLEST, Math.min(1, room / context.measureText(text).width));
  context.font = `${bold ? '600 ' : ''}${pixels}px ${FONT}`;
  const long = context.measureText(text).width;
  const before = { left: 0, right: long, center: long / 2 }[anchor.align];
  const inside = Math.max(before, Math.min(width - long + before, x));
  context.fillStyle = colour;
  drawText(context, text, inside, y, pixels, anchor);
}
