import { proxy, type Remote, wrap } from 'comlink';
import type { ClaimInput } from '../../claims/context';
import { failOnDeath, type Result } from '../result';
import { startWorker } from '../trusted';
import { type AllowedNonFinite, firstNonFinite, nonFiniteMessage } from '../validateFinite';
import type { ClaimEvent, ClaimsApi } from './protocol';
import workerUrl from './worker.ts?worker&url';

/** Effects that cannot be measured are told as such: a claim that stands on them is inconclusive. */
const ALLOWED_NON_FINITE: AllowedNonFinite = ['result.effects', 'result.figure'];

export interface ClaimsClient {
  /** Tests all claims; results come by `onEvent`, up to the first with wrong numbers. */
  run(input: ClaimInput, onEvent: (event: ClaimEvent) => void): Promise<Result<void>>;
  dispose(): void;
}

export function createClaimsClient(): ClaimsClient {
  const worker = startWorker(workerUrl);
  const remote: Remote<ClaimsApi> = wrap<ClaimsApi>(worker);
  return {
    async run(input, onEvent) {
      let nonFinite: string | undefined;
      const told = (event: ClaimEvent) => {
        nonFinite ??= firstNonFinite(event, ALLOWED_NON_FINITE);
        if (nonFinite === undefined) onEvent(event);
      };
      const answer = await failOnDeath(worker, remote.run(input, proxy(told)));
      return nonFinite === undefined ? answer : { ok: false, code: 'failed', message: nonFiniteMessage(nonFinite) };
    },
    dispose: () => worker.terminate(),
  };
}
