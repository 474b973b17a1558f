/** Listeners that are called on each animation frame. The clock itself is in `app`. */
export type FrameListener = (dt: number) => void;

export interface Frames {
  subscribe(listener: FrameListener): () => void;
  emit(dt: number): void;
}

export function createFrames(): Frames {
  const listeners = new Set<FrameListener>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit(dt) {
      for (const listener of listeners) listener(dt);
    },
  };
}

/** Name of the performance mark that start-up waits for and tests time. */
export const FIRST_FRAME = 'first-moving-frame';

let marked = false;

/** Tells once for the page that the picture moves, and not for each portrait that is opened: marks are never let go. */
export function markFirstFrame(): void {
  if (marked) return;
  marked = true;
  performance.mark(FIRST_FRAME);
}
