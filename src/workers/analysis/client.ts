import { proxy, type Remote, wrap } from 'comlink';
import { failOnDeath, type Result } from '../result';
import { startWorker } from '../trusted';
import { validateFinite } from '../validateFinite';
import { ALLOWED_NON_FINITE } from './allowedNonFinite';
import type { AnalysisApi, JobInput, JobName, JobResult } from './protocol';
import workerUrl from './worker.ts?worker&url';

export interface AnalysisClient {
  /** Runs a job; at most one at a time. A cancelled one comes back as superseded, one with wrong numbers as failed. */
  run<N extends JobName>(name: N, input: JobInput<N>, onProgress: (share: number) => void): Promise<Result<JobResult<N>>>;
  cancel(): void;
}

/** The worker starts with the first job, and again after it has died. */
export function createAnalysisClient(): AnalysisClient {
  let worker: Worker | undefined;
  let remote: Remote<AnalysisApi> | undefined;
  return {
    async run<N extends JobName>(
      name: N,
      input: JobInput<N>,
      onProgress: (share: number) => void,
    ): Promise<Result<JobResult<N>>> {
      worker ??= startWorker(workerUrl);
      remote ??= wrap<AnalysisApi>(worker);
      const call = remote.run as unknown as (
        job: N,
        given: JobInput<N>,
        told: typeof onProgress,
      ) => Promise<{ done: true; value: JobResult<N> } | { done: false }>;
      const answer = await failOnDeath(worker, call(name, input, proxy(onProgress)));
      if (!answer.ok) {
        if (answer.code === 'worker-died') {
          worker.terminate();
          worker = remote = undefined;
        }
        return answer;
      }
      if (answer.value.done) return validateFinite({ ok: true, value: answer.value.value }, ALLOWED_NON_FINITE[name]);
      return { ok: false, code: 'superseded', message: 'Another analysis took over.' };
    },
    cancel() {
      void remote?.cancel();
    },
  };
}
