import type { SequenceSet } from '../../hmm/forwardBackward';
import type { ParsedSequences } from '../../hmm/sequences/parse';
import type { SequenceOverrides } from '../../hmm/sequences/reading';

/** Sequences that were brought. */
export interface OwnSequences {
  /** Tells them apart from others. */
  id: number;
  name: string;
  parsed: ParsedSequences;
  set: SequenceSet;
  suggestedLength: number;
  /** The user has seen how they were read and wants models for them: nothing is fitted before. */
  confirmed: boolean;
}

/** The text or file that was opened last. It is kept so that it can be read again in another way. */
export interface SequenceSource {
  name: string;
  content: string | Uint8Array;
  overrides: SequenceOverrides;
  /** Why it could not be read with these overrides; undefined when it was. */
  problem?: string;
  /** Its first rows cut into cells, header included; empty where they cannot be cut. */
  preview: readonly (readonly string[])[];
}
