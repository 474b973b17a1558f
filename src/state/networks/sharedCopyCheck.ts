import type { SharedCopyChoice } from '../../dynamics/emissions/sharedCopy';
import { type AnalysisClient, createAnalysisClient } from '../../workers/analysis/client';
import type { NetworkInView } from './slice';

/** Of the check of the rounded copy; the analyses of the page have the same. */
const SEED = 1;

/** A check under way. */
export interface SharedCopyCheck {
  choice: Promise<SharedCopyChoice>;
  cancel(): void;
}

/** One worker for all checks, started with the first. */
let client: AnalysisClient | undefined;

/** Looks in the background for the copy of a network that a link can carry. @param onProgress hears 0 … 1 */
export function checkSharedCopy({ weights, hmm }: NetworkInView, onProgress: (share: number) => void): SharedCopyCheck {
  client ??= createAnalysisClient();
  const own = client;
  const choice = own
    .run('sharedCopy', { weights, hmm, seed: SEED }, onProgress)
    .then((answer) => (answer.ok ? answer.value : ({ ok: false, reason: `The check failed: ${answer.message}.` } as const)));
  return { choice, cancel: () => own.cancel() };
}
