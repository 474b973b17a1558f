import { fitCurve as fitEach } from '../../hmm/baumWelch';
import type { SequenceSet } from '../../hmm/forwardBackward';

/** Models with 1 … 8 states fitted to sequences that were brought. */
export const fitCurve = ({ data, seed }: { data: SequenceSet; seed: number }) => fitEach(data, 1, 8, { seed });
