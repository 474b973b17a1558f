/** How a claim of the paper fares on one network; inconclusive when an interval holds the threshold (science §5). */
export type Verdict = 'reproduced' | 'not-reproduced' | 'inconclusive';
