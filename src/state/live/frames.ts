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
