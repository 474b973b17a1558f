import type { SharedCopyChoice } from '../../dynamics/emissions/sharedCopy';
import { requestOf } from '../../workers/pool/allowedNonFinite';
import type { Pool } from '../../workers/pool/pool';
import type { NetworkInView } from './slice';

/** Of the check of the rounded copy; the analyses of the page have the same. */
const SEED = 1;

/** A check under way. */
export interface SharedCopyCheck {
  choice: Promise<SharedCopyChoice>;
  cancel(): void;
}

/** Looks in the background for the copy of a network that a link can carry. @param onProgress hears 0 … 1 */
export function checkSharedCopy(
  pool: Pool,
  { weights, hmm }: NetworkInView,
  onProgress: (share: number) => void,
): SharedCopyCheck {
  const given = new AbortController();
  const choice = pool
    .run(requestOf('sharedCopy', { weights, hmm, seed: SEED }), { priority: 'asked', signal: given.signal, onProgress })
    .then((answer) => (answer.ok ? answer.value : ({ ok: false, reason: `The check failed: ${answer.message}.` } as const)));
  return { choice, cancel: () => given.abort() };
}
