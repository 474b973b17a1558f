/** Name of the performance mark that start-up waits for and tests time. */
export const FIRST_FRAME = 'first-moving-frame';

let marked = false;

/** Tells once for the page that the picture moves, and not for each portrait that is opened: marks are never let go. */
export function markFirstFrame(): void {
  if (marked) return;
  marked = true;
  performance.mark(FIRST_FRAME);
}
