import type { AppController } from '../state/app';
import type { Frames } from '../state/live/frames';

/** The only requestAnimationFrame of the app. It rests while the tab is hidden; training goes on in its worker. */
export function startClock(app: AppController, frames: Frames): () => void {
  let last = performance.now();
  let handle = 0;
  const tick = (now: number) => {
    const dt = Math.max(0, (now - last) / 1000);
    last = now;
    app.frame(dt);
    frames.emit(dt);
    handle = requestAnimationFrame(tick);
  };
  handle = requestAnimationFrame(tick);
  return () => cancelAnimationFrame(handle);
}
