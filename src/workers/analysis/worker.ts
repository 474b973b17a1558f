import '../../kernels/bundled';
import { expose } from 'comlink';
import { breathe } from '../breathe';
import { JOBS } from './jobs';
import type { AnalysisApi, JobInput, JobName, JobOutcome, JobResult } from './protocol';

/** Milliseconds of work between two looks at the message queue. */
const BREATH_MS = 40;

let cancelled = false;

const api: AnalysisApi = {
  async run<N extends JobName>(name: N, input: JobInput<N>, onProgress: (share: number) => void): Promise<JobOutcome<N>> {
    cancelled = false;
    const start = JOBS[name] as (given: JobInput<N>) => Generator<number, JobResult<N>, void>;
    const job = start(input);
    let last = performance.now();
    for (;;) {
      const { value, done } = job.next();
      if (done) return { done: true, value };
      if (performance.now() - last < BREATH_MS) continue;
      onProgress(value);
      await breathe();
      if (cancelled) {
        // What it holds, kernels above all, is given back.
        job.return(undefined as never);
        return { done: false };
      }
      last = performance.now();
    }
  },
  cancel() {
    cancelled = true;
  },
};

expose(api);
