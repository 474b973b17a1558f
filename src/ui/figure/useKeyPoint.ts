import { type KeyboardEvent, useState } from 'react';

/** A pixel of a picture and the size of the picture, CSS pixels. */
export interface FigurePixel {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Pixels that an arrow key moves the mark; with Shift, `FAST` times as many. */
const STEP = 8;
const FAST = 5;
const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** What is added to the name of a picture that can be pointed into by keys. */
export const KEY_POINT_HINT = 'arrow keys move a mark, Enter acts as a click';

/**
 * Pointing into a picture by keys: arrows move a mark, which begins in the middle; Enter clicks; Escape takes the mark away.
 * @param onPoint as `FigureView` calls it
 * @returns where the mark is, undefined while there is none, and the handlers of the canvas
 */
export function useKeyPoint(onPoint: ((pixel: FigurePixel | undefined, pressed: boolean) => void) | undefined) {
  const [mark, setMark] = useState<{ x: number; y: number }>();
  if (!onPoint) return { mark: undefined, handlers: {} };
  const leave = () => {
    if (!mark) return;
    setMark(undefined);
    onPoint(undefined, false);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLCanvasElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { clientWidth: width, clientHeight: height } = event.currentTarget;
    const from = mark ?? { x: width / 2, y: height / 2 };
    const move = MOVES[event.key];
    if (event.key === 'Escape' && mark) leave();
    else if (move) {
      const by = STEP * (event.shiftKey ? FAST : 1);
      const to = {
        x: Math.min(width - 1, Math.max(0, from.x + by * move[0])),
        y: Math.min(height - 1, Math.max(0, from.y + by * move[1])),
      };
      setMark(to);
      onPoint({ ...to, width, height }, false);
    } else if (event.key === 'Enter' && mark) onPoint({ ...mark, width, height }, true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { mark, handlers: { onKeyDown, onBlur: leave } };
}
