import { SequenceError } from './sequenceError';

/** What can be read: sizes that a page can hold and a fit can use. */
export const SEQUENCE_LIMITS = {
  symbols: 1_000_000,
  labels: { low: 2, high: 6 },
  nameLength: 40,
  characters: 60_000_000,
  /** Cells of a table, brackets and commas of JSON: several for every symbol, where there are columns beside the labels. */
  parts: 8_000_000,
} as const;

/** Ends the reading of a text as soon as it has too many symbols: what is made of all of them would fill the memory. */
export const tooManySymbols = (): SequenceError =>
  new SequenceError(`There are more than ${SEQUENCE_LIMITS.symbols / 1e6} million symbols; leave out some sequences.`);

export const tooManyParts = (what: string): SequenceError =>
  new SequenceError(
    `There are more than ${SEQUENCE_LIMITS.parts / 1e6} million ${what}; keep only the labels, and what says which sequence they belong to.`,
  );

/** Sequences made one by one. @throws SequenceError as soon as they have too many symbols together */
export function collectSequences<T>(parts: readonly T[], read: (part: T, index: number) => string[]): string[][] {
  let symbols = 0;
  return parts.map((part, index) => {
    const sequence = read(part, index);
    symbols += sequence.length;
    if (symbols > SEQUENCE_LIMITS.symbols) throw tooManySymbols();
    return sequence;
  });
}

/** The letters of a text, one by one. @throws SequenceError when there are too many */
export function lettersOf(text: string): string[] {
  // A letter takes two characters at most.
  if (text.length > 2 * SEQUENCE_LIMITS.symbols) throw tooManySymbols();
  return [...text];
}
