import '../../kernels/bundled';
import { expose } from 'comlink';
import { releaseCallback } from '../releaseCallback';
import { yieldToEventLoop } from '../yieldToEventLoop';
import { JOBS } from './jobs';
import type { AnalysisApi, JobInput, JobName, JobOutcome, JobResult } from './protocol';

/** Milliseconds of work between two looks at the message queue. */
const YIELD_EVERY_MS = 40;

let cancelled = false;

async function work<N extends JobName>(job: Generator<number, JobResult<N>, void>, onProgress: (share: number) => void) {
  let last = performance.now();
  for (;;) {
    const { value, done } = job.next();
    if (done) return { done: true as const, value };
    if (performance.now() - last < YIELD_EVERY_MS) continue;
    onProgress(value);
    await yieldToEventLoop();
    if (cancelled) {
      // What it holds, kernels above all, is given back.
      job.return(undefined as never);
      return { done: false as const };
    }
    last = performance.now();
  }
}

const api: AnalysisApi = {
  async run<N extends JobName>(name: N, input: JobInput<N>, onProgress: (share: number) => void): Promise<JobOutcome<N>> {
    cancelled = false;
    const start = JOBS[name] as (given: JobInput<N>) => Generator<number, JobResult<N>, void>;
    try {
      return await work<N>(start(input), onProgress);
    } finally {
      releaseCallback(onProgress);
    }
  },
  cancel() {
    cancelled = true;
  },
};

expose(api);
