import { CLAIM_DEFINITIONS, CLAIM_IDS, type ClaimResult } from '../../claims/claim';
import type { ClaimInput } from '../../claims/context';
import { createMemory } from '../../math/memory';
import type { Pool } from '../../workers/pool/pool';
import { claimsRequest } from '../../workers/pool/protocol';
import type { NetworkInView } from '../networks/slice';
import type { Persistence } from '../persistence';
import type { KeptVerdicts } from '../persistence/networkRecord';
import { claimInputOf } from './claimInput';

/** Results of all claims on networks that were tested on this page: report, comparison and list of networks share them. */
const tested = createMemory<readonly ClaimResult[]>(24);

type Tested = Pick<NetworkInView, 'fingerprint' | 'hmm' | 'origin' | 'preset'>;

/** The claims on the training ask for what ships with a network, so the same weights from a file are another case. */
const keyOf = ({ fingerprint, hmm, origin, preset }: Tested): string =>
  origin === 'preset' && preset ? shippedKey(preset.id) : `${fingerprint} ${JSON.stringify(hmm)}`;

const shippedKey = (id: string): string => `ships ${id}`;

/** The same, of a network that ships and need not be loaded. */
export const testedShipped = (id: string): readonly ClaimResult[] | undefined => tested.get(shippedKey(id));

/** Every claim in order, if all of them were tested on this network. */
const testedClaims = (network: Tested): readonly ClaimResult[] | undefined => tested.get(keyOf(network));

export const verdictsOf = (results: readonly ClaimResult[]): KeptVerdicts => ({
  definitions: CLAIM_DEFINITIONS,
  of: Object.fromEntries(results.map(({ id, verdict }) => [id, verdict])),
});

interface TestOptions {
  signal: AbortSignal;
  /** What is tested, as soon as it is put together. */
  onInput?(input: ClaimInput): void;
  /** Of all the work, 0 … 1. */
  onProgress?(share: number): void;
  /** Results as they come, in no particular order. */
  onResult?(result: ClaimResult): void;
}

/**
 * Tests every claim on a network, or recalls what was found; the verdicts of a network that is kept in this browser are kept with it.
 * @returns the results in the order of the claims; undefined when the signal came first
 * @throws Error with a sentence when it ended early
 */
export async function testClaims(
  { pool, persistence: { recents } }: { pool: Pool; persistence: Persistence },
  network: NetworkInView,
  { signal, onInput, onProgress, onResult }: TestOptions,
): Promise<readonly ClaimResult[] | undefined> {
  const input = await claimInputOf(network);
  if (signal.aborted) return undefined;
  onInput?.(input);
  const known = testedClaims(network);
  if (known) {
    for (const result of known) onResult?.(result);
    return known;
  }
  const found: ClaimResult[] = [];
  const answer = await pool.run(claimsRequest(input), {
    priority: 'asked',
    signal,
    onProgress: (share) => onProgress?.(share),
    onResult(result) {
      found.push(result);
      onResult?.(result);
    },
  });
  if (signal.aborted) return undefined;
  if (!answer.ok) throw new Error(answer.message);
  const results = CLAIM_IDS.flatMap((id) => found.filter((result) => result.id === id));
  tested.set(keyOf(network), results);
  await recents.note(network.fingerprint, { verdicts: verdictsOf(results) });
  return results;
}
