import { type Remote, wrap } from 'comlink';
import type { OrbitOptions, OrbitSummary } from '../../dynamics/orbit/orbit';
import type { RnnWeights } from '../../rnn/weights';
import { failOnDeath, type Result } from '../result';
import { startWorker } from '../trusted';
import { type AllowedNonFinite, validateFinite } from '../validateFinite';
import type { OrbitApi } from './protocol';
import workerUrl from './worker.ts?worker&url';

/** A network whose label never changes makes no round trip. */
const ALLOWED_NON_FINITE: AllowedNonFinite = ['rotations.*.turnsPerRoundTrip'];

export interface OrbitClient {
  /** The summary, or the reason there is none. Only the newest request is answered; older ones come back as superseded. */
  summarise(weights: RnnWeights, options: OrbitOptions): Promise<Result<OrbitSummary>>;
}

/** A worker is started at once, so that it is ready when the first network arrives, and again after one has died. */
export function createOrbitClient(): OrbitClient {
  const start = () => startWorker(workerUrl);
  let worker: Worker | undefined = start();
  let remote: Remote<OrbitApi> | undefined;
  let newest = 0;
  return {
    async summarise(weights, options) {
      const ticket = ++newest;
      worker ??= start();
      remote ??= wrap<OrbitApi>(worker);
      const answer = await failOnDeath(worker, remote.summarise(weights, options));
      if (!answer.ok && answer.code === 'worker-died') {
        worker.terminate();
        worker = remote = undefined;
      }
      return ticket === newest
        ? validateFinite(answer, ALLOWED_NON_FINITE)
        : { ok: false, code: 'superseded', message: 'A newer request took over.' };
    },
  };
}
