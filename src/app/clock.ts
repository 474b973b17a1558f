import type { AppController } from '../state/app';
import type { Frames } from '../state/live/frames';

/** Milliseconds of one frame from which pictures leave time for the rest of the page. */
const LONG_FRAME_MS = 40;

/**
 * The only requestAnimationFrame of the app. It rests while the tab is hidden; training goes on in its worker. After a long frame as much
 * time passes before the next one: a browser prefers frames to messages, so that progress of workers and clicks would wait for a page that
 * does nothing but draw.
 */
export function startClock(app: AppController, frames: Frames): () => void {
  let last = performance.now();
  let handle = 0;
  let pause: ReturnType<typeof setTimeout> | undefined;
  const request = () => {
    handle = requestAnimationFrame(tick);
  };
  const tick = (now: number) => {
    const dt = Math.max(0, (now - last) / 1000);
    last = now;
    const begin = performance.now();
    app.frame(dt);
    frames.emit(dt);
    const took = performance.now() - begin;
    if (took < LONG_FRAME_MS) request();
    else pause = setTimeout(request, took);
  };
  request();
  return () => {
    cancelAnimationFrame(handle);
    clearTimeout(pause);
  };
}
