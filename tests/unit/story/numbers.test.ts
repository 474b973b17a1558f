import { describe, expect, it } from 'vitest';
import { CHAPTERS, chapterOf } from '../../../src/story/chapters';
import { EARLY } from './quotesEarly';
import { LATE } from './quotesLate';
import { partsOf } from './words';

const QUOTES = [...EARLY, ...LATE];

/** Numbers that no shipped network or model can contradict: the paper's, settings the words go with, and names. */
const GIVEN: Record<string, readonly string[]> = {
  noise: ['h = 0'],
  match: ['The network was trained with σ = 1'],
  zones: ['0.63 to 0.85 times as much'],
  open: ['sets 0.05 rather than 0.1'],
};

describe('numbers in the story', () => {
  it.each(QUOTES.map(({ chapter, words, check }) => [chapter, words, check] as const))('%s: “%s”', (id, words, check) => {
    expect(partsOf(chapterOf(id)).some((part) => part.includes(words))).toBe(true);
    check();
  });

  it.each(CHAPTERS.map((chapter) => [chapter.id, chapter] as const))('%s says no number that nothing checks', (id, chapter) => {
    const checked = [...QUOTES.filter((one) => one.chapter === id).map(({ words }) => words), ...(GIVEN[id] ?? [])];
    // The longest first: a short one may stand inside a long one.
    checked.sort((a, b) => b.length - a.length);
    const rest = partsOf(chapter).map((part) => checked.reduce((text, words) => text.replaceAll(words, '…'), part));
    // 0, 1, 2 and 3 by themselves are names of outputs and states.
    const unchecked = rest.flatMap((text) => (text.match(/\d[\d.,]*\d|\d/g) ?? []).filter((number) => !/^[0-3]$/.test(number)));
    expect(unchecked).toEqual([]);
  });
});
