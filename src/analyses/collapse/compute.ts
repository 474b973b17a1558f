import { collapseReport } from '../../dynamics/collapse';
import type { RnnWeights } from '../../rnn/weights';

/** How the state falls without noise (docs/science.md §3.6). */
export const collapse = ({ weights, seed }: { weights: RnnWeights; seed: number }) => collapseReport(weights, { seed });
