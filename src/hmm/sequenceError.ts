import type { Layout } from './sequenceReading';

/** Thrown when a text cannot be read as sequences; `message` says what is wrong, where, and what to do, for the user. */
export class SequenceError extends Error {
  override readonly name = 'SequenceError';
}

/** Sequences of label names, before names become numbers; missing entries still stand among them. */
export interface NamedSequences {
  sequences: string[][];
  /** Where an entry stands in the text, for messages: "row 3, column 2". */
  location(sequence: number, entry: number): string;
  /** What was assumed in reading the text, one sentence each. */
  notes: string[];
  layout: Layout;
}
