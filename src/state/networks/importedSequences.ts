import type { SequenceSet } from '../../hmm/forwardBackward';
import { makeHmm } from '../../hmm/models';
import type { ParsedSequences } from '../../hmm/sequences/parse';
import type { SequenceOverrides } from '../../hmm/sequences/reading';

/** The user's own sequences. */
export interface OwnSequences {
  /** Distinguishes them from other sequences. */
  id: number;
  name: string;
  parsed: ParsedSequences;
  set: SequenceSet;
  suggestedLength: number;
  /** The user has seen how they were read and wants models for them; before that nothing is fitted. */
  confirmed: boolean;
}

/** The text or file that was opened last. It is stored so that it can be read again in another way. */
export interface SequenceSource {
  name: string;
  content: string | Uint8Array;
  overrides: SequenceOverrides;
  /** Why it could not be read with these overrides; undefined when it was. */
  problem?: string;
  /** Its first rows cut into cells, header included; empty where they cannot be cut. */
  preview: readonly (readonly string[])[];
}

/** What is stored of sequences in this browser: all that is needed to read them again in the same way. */
export type StoredSequences = Pick<SequenceSource, 'name' | 'content' | 'overrides'> & Pick<OwnSequences, 'confirmed'>;

/** Names of the labels of the example. */
export const EXAMPLE_NAMES = ['rest', 'groom', 'walk'] as const;

/**
 * The model from which the example is drawn, made by this project: an animal that sleeps long, dozes with some grooming, grooms,
 * and walks about. Two of the four states rest; only what follows them distinguishes them.
 */
export const EXAMPLE_HMM = makeHmm(
  'Example: resting, grooming, walking',
  'custom',
  [
    [0.97, 0.03, 0, 0],
    [0.02, 0.88, 0.07, 0.03],
    [0, 0.08, 0.84, 0.08],
    [0, 0.04, 0.06, 0.9],
  ],
  [
    [0.98, 0.01, 0.01],
    [0.88, 0.1, 0.02],
    [0.06, 0.9, 0.04],
    [0.02, 0.06, 0.92],
  ],
);
