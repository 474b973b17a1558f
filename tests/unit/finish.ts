import { expect } from 'vitest';
import type { Work } from '../../src/math/progress';

/** Runs a computation to its end and checks that its progress never falls and stays in 0 … 1. */
export function finish<T>(work: Work<T>): T {
  let last = 0;
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    expect(step.value).toBeGreaterThanOrEqual(last);
    expect(step.value).toBeLessThanOrEqual(1);
    last = step.value;
  }
}
