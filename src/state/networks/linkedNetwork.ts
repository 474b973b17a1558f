import { ANALYSIS_SEED } from '../../analyses/choices';
import { requestOf } from '../../analyses/requests';
import type { SharedCopyChoice } from '../../dynamics/emissions/sharedCopy';
import { type RnnWeights, weightsFingerprint } from '../../rnn/weights';
import { unpackWeightText, WeightTextError } from '../../rnn/weightText';
import type { Pool } from '../../workers/pool/pool';
import { notify } from '../page/slice';
import { modelOf } from '../settings/settings';
import type { AppStore } from '../store';
import type { NetworkInView } from './slice';

/** Networks within links, in the part that no server sees: `…?v=3&…#w=<text>`. */

const PREFIX = '#w=';

/**
 * Puts the network of a fragment in view, with the model of the settings. If it cannot be read, a notice says why and nothing
 * else changes. Networks must be able to run before this is called.
 * @param hash fragment of the address, with its #
 * @param show puts a network in view
 * @returns whether it is in view
 */
export function readSharedWeights(hash: string, store: AppStore, show: (network: NetworkInView) => void): boolean {
  if (!hash.startsWith(PREFIX)) return false;
  const hmm = modelOf(store.getState().settings);
  let weights: RnnWeights;
  try {
    weights = unpackRepaired(hash.slice(PREFIX.length));
  } catch (error) {
    if (!(error instanceof WeightTextError)) throw error;
    return refuse(store, error.message);
  }
  if (weights.nOutputs !== hmm.nOutputs)
    return refuse(
      store,
      `The network in the link has ${weights.nOutputs} outputs, and the model of the link (${hmm.name}) has ${hmm.nOutputs}: it was left out.`,
    );
  show({ origin: 'file', weights, hmm, update: 0, fingerprint: weightsFingerprint(weights) });
  return true;
}

/** Reads a network from text. Breaks that mail programs added, and punctuation of a sentence after it, are removed. */
function unpackRepaired(text: string): RnnWeights {
  try {
    return unpackWeightText(text);
  } catch (error) {
    const bare = text.replace(/=?(?:%0[ad]|%20|%09|\s)+/gi, '').replace(/[^\w-].*$/s, '');
    if (bare === text) throw error;
    try {
      return unpackWeightText(bare);
    } catch {
      throw error;
    }
  }
}

function refuse(store: AppStore, sentence: string): false {
  notify(store, 'error', `${sentence} What the rest of the link says is shown.`);
  return false;
}

/** A check under way. */
export interface SharedCopyCheck {
  choice: Promise<SharedCopyChoice>;
  cancel(): void;
}

/**
 * Searches in the background for a rounded copy of a network that fits into a link.
 * @param onProgress called with the progress, 0 … 1
 */
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
