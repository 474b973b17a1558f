import { proxy, type Remote, wrap } from 'comlink';
import type { ClaimInput } from '../../claims/context';
import { failOnDeath, type Result } from '../result';
import { startWorker } from '../trusted';
import type { ClaimEvent, ClaimsApi } from './protocol';
import workerUrl from './worker.ts?worker&url';

export interface ClaimsClient {
  /** Tests all claims; results come by `onEvent`. */
  run(input: ClaimInput, onEvent: (event: ClaimEvent) => void): Promise<Result<void>>;
  dispose(): void;
}

export function createClaimsClient(): ClaimsClient {
  const worker = startWorker(workerUrl);
  const remote: Remote<ClaimsApi> = wrap<ClaimsApi>(worker);
  return {
    run: (input, onEvent) => failOnDeath(worker, remote.run(input, proxy(onEvent))),
    dispose: () => worker.terminate(),
  };
}
