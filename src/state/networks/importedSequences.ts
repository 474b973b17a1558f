import type { SequenceSet } from '../../hmm/forwardBackward';
import type { ParsedSequences } from '../../hmm/sequences';

/** Sequences that were brought. */
export interface OwnSequences {
  /** Tells them apart from others. */
  id: number;
  name: string;
  parsed: ParsedSequences;
  set: SequenceSet;
  suggestedLength: number;
}
