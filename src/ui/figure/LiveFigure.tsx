import { type PointerEvent, useId, useMemo, useRef } from 'react';
import { beginFrame } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import { useFrame, usePalette } from '../context';
import { useIsVisible } from '../onScreen';
import { SaveButtons } from './FigureView';
import { LiveSummary, summariseTable } from './Summary';
import { type FigurePixel, KEY_POINT_HINT, useKeyPoint } from './useKeyPoint';

interface LiveFigureProps {
  /** The picture of this moment; undefined while there is nothing to show. */
  now: () => Figure | undefined;
  name: string;
  label: string;
  notes: readonly string[];
  /** Height in CSS pixels. */
  pixels: number;
  /** Pictures per second, at most. */
  rate?: number;
  /**
   * `pressed` when a button goes down, `held` while one is down: a drag goes on outside the picture too. Without `onKey`, arrow keys
   * move a mark that points like a pointer.
   */
  onPoint?: (pixel: FigurePixel | undefined, pressed: boolean, held: boolean) => void;
  /** A key while the picture has the focus. @returns whether it was used */
  onKey?: (key: string) => boolean;
}

/** Draws the picture of each moment on a canvas while it can be seen. @returns the canvas, and the figure as files want it */
function useLiveDrawing(now: LiveFigureProps['now'], rate: number) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const visible = useIsVisible();
  const elapsed = useRef(1);
  const newest = useRef(now);
  newest.current = now;
  useFrame((dt) => {
    elapsed.current += dt;
    if (!visible || elapsed.current < 1 / rate || !canvas.current) return;
    const figure = newest.current();
    const frame = figure && beginFrame(canvas.current);
    if (!frame) return;
    elapsed.current = 0;
    frame.context.clearRect(0, 0, frame.width, frame.height);
    figure.draw(frame.context, frame.width, frame.height, palette);
  });
  const saved = useMemo<Figure>(
    () => ({
      draw: (...where) => newest.current()?.draw(...where),
      table: () => newest.current()?.table() ?? { columns: [], rows: [] },
    }),
    [],
  );
  return { canvas, saved };
}

function pixelOf(event: PointerEvent<HTMLCanvasElement>): FigurePixel {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top, width, height };
}

/** A figure of the live run, drawn anew while it can be seen. Files hold the moment they are saved at. */
export function LiveFigure({ now, name, label, notes, pixels, rate = 20, onPoint, onKey }: LiveFigureProps) {
  const { canvas, saved } = useLiveDrawing(now, rate);
  const summary = useId();
  const { mark, handlers: keys } = useKeyPoint(
    onPoint && !onKey ? (pixel, pressed) => onPoint(pixel, pressed, false) : undefined,
  );
  return (
    <div className="figure" data-figure={name}>
      <canvas
        ref={canvas}
        role={onPoint || onKey ? 'application' : 'img'}
        aria-roledescription={onPoint || onKey ? 'picture' : undefined}
        aria-label={onPoint && !onKey ? `${label}; ${KEY_POINT_HINT}` : label}
        aria-describedby={summary}
        className={onKey ? 'draggable' : undefined}
        style={{ height: pixels, flex: 'none' }}
        tabIndex={onPoint || onKey ? 0 : undefined}
        onPointerMove={onPoint && ((event) => onPoint(pixelOf(event), false, event.buttons > 0))}
        onPointerDown={
          onPoint &&
          ((event) => {
            if (onKey) event.currentTarget.setPointerCapture(event.pointerId);
            onPoint(pixelOf(event), true, true);
          })
        }
        onPointerLeave={onPoint && (() => onPoint(undefined, false, false))}
        onKeyDown={
          onKey &&
          ((event) => {
            if (onKey(event.key)) event.preventDefault();
          })
        }
        {...keys}
      />
      {mark && <span className="point-mark" style={{ left: mark.x, top: mark.y }} />}
      <LiveSummary id={summary} describe={() => summariseTable(saved.table())} />
      <SaveButtons figure={saved} name={name} label={label} notes={notes} canvas={canvas} />
    </div>
  );
}
