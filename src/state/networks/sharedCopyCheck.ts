import { ANALYSIS_SEED } from '../../analyses/choices';
import { requestOf } from '../../analyses/requests';
import type { SharedCopyChoice } from '../../dynamics/emissions/sharedCopy';
import type { Pool } from '../../workers/pool/pool';
import type { NetworkInView } from './slice';

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
    .run(requestOf('sharedCopy', { weights, hmm, seed: ANALYSIS_SEED }), { priority: 'asked', signal: given.signal, onProgress })
    .then((answer) => (answer.ok ? answer.value : ({ ok: false, reason: `The check failed: ${answer.message}.` } as const)));
  return { choice, cancel: () => given.abort() };
}
