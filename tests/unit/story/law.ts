import { measured, told } from './gallery';

/** One thing that must be so, and what it is said to be when it is not. */
export interface Condition {
  holds: () => boolean;
  says: () => string;
}

/**
 * Words of the story that a network could contradict, or that say a number of a model or a setting, and what they rest on. Facts stand in
 * the words by their names: {noise.stay}.
 */
export interface Law {
  chapter: string;
  words: string;
  conditions: readonly Condition[];
}

export const law = (chapter: string, words: string, ...conditions: Condition[]): Law => ({ chapter, words, conditions });

/** A measured number lies between bounds. */
export const between = (name: string, low: number, high: number): Condition => ({
  holds: () => measured(name) >= low && measured(name) <= high,
  says: () => `${told(name)}, and the words need ${low} to ${high}`,
});
export const atLeast = (name: string, low: number): Condition => ({
  holds: () => measured(name) >= low,
  says: () => `${told(name)}, and the words need at least ${low}`,
});
export const atMost = (name: string, high: number): Condition => ({
  holds: () => measured(name) <= high,
  says: () => `${told(name)}, and the words need at most ${high}`,
});

/** Measured numbers rise, each at least as large as the one before. */
export const ascending = (...names: string[]): Condition => ({
  holds: () => names.every((name, n) => n === 0 || measured(name) >= measured(names[n - 1]!)),
  says: () => `${names.map(told).join(', ')}, and the words need them to rise in this order`,
});

/** Something that is computed, or set in the program. */
export const so = (what: string, holds: () => boolean): Condition => ({ holds, says: () => `it is no longer so that ${what}` });

export const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;

/** What is wrong with the words of a law; undefined when they hold. */
export function broken({ chapter, words, conditions }: Law): string | undefined {
  const failed = conditions.filter(({ holds }) => !holds());
  if (failed.length === 0) return undefined;
  return `Chapter “${chapter}”: change the sentence with “${words}”. ${failed.map(({ says }) => says()).join('; ')}.`;
}
