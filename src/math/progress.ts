/** Long computations are generators that yield their progress, 0 … 1. */
export type Work<T> = Generator<number, T, void>;

/**
 * Runs `part` as the share from … to of a larger computation's progress. When the larger one is stopped early, the part is ended
 * as well, so that it can free what it holds.
 */
export function* within<T>(part: Work<T>, from: number, to: number): Work<T> {
  let step = part.next();
  try {
    for (; !step.done; step = part.next()) yield from + (to - from) * step.value;
    return step.value;
  } finally {
    if (!step.done) part.return(undefined as never);
  }
}

/** Runs a computation to its end and ignores what it yields on the way. */
export function finish<T>(work: Generator<unknown, T, void>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
