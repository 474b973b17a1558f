import { expect } from 'vitest';

/** Words of the story that say a number, and what holds them to it. */
export interface Quote {
  chapter: string;
  words: string;
  check: () => void;
}

export const quote = (chapter: string, words: string, check: () => void): Quote => ({ chapter, words, check });

export function within(value: number, low: number, high: number): void {
  expect(value).toBeGreaterThanOrEqual(low);
  expect(value).toBeLessThanOrEqual(high);
}
