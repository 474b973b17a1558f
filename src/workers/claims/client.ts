import { proxy, type Remote, wrap } from 'comlink';
import type { ClaimInput } from '../../claims/context';
import { failOnDeath, type Result } from '../result';
import type { ClaimEvent, ClaimsApi } from './protocol';

export interface ClaimsClient {
  /** Tests all claims; results come by `onEvent`. */
  run(input: ClaimInput, onEvent: (event: ClaimEvent) => void): Promise<Result<void>>;
  dispose(): void;
}

export function createClaimsClient(): ClaimsClient {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const remote: Remote<ClaimsApi> = wrap<ClaimsApi>(worker);
  return {
    run: (input, onEvent) => failOnDeath(worker, remote.run(input, proxy(onEvent))),
    dispose: () => worker.terminate(),
  };
}
