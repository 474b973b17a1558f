import type { ClaimResult } from '../../src/claims/claim';
import { JOBS } from '../../src/workers/pool/jobs';
import type { Pool, Priority, RunOptions } from '../../src/workers/pool/pool';
import type { Job, JobName, JobRequest, JobResult } from '../../src/workers/pool/protocol';
import { type Result, validateFinite } from '../../src/workers/validateFinite';
import { yieldToEventLoop } from '../../src/workers/yieldToEventLoop';

/**
 * A pool without workers. It computes what is asked for with the computations of the app itself, in this thread. Requests that a
 * test holds back wait for the test, which then reports their progress, computes them, answers them or lets them fail.
 */

const SUPERSEDED = { ok: false, code: 'superseded', message: 'Another request took over.' } as const;

/** A request that the test holds back. */
export interface HeldRequest<N extends JobName = JobName> {
  readonly input: JobRequest<N>['input'];
  readonly priority: Priority;
  /** Whether the page has cancelled it. */
  readonly cancelled: boolean;
  /** Says that it has left the queue, as everything below does, and how far it is. @param share 0 … 1 */
  progress(share: number): void;
  /** A result that is known before the end. */
  result(one: ClaimResult): void;
  /** Ends it with a value. */
  answer(value: JobResult<N>): void;
  /** Ends it with what the computation of the app finds. */
  compute(): Promise<void>;
  /** Ends it as a job does that throws, or whose worker dies. */
  fail(message: string, code?: 'failed' | 'worker-died'): void;
}

export interface FakePool extends Pool {
  /** Names of all requests so far, in order. */
  readonly asked: readonly JobName[];
  /** Holds back every later request of this name. */
  hold(name: JobName): void;
  /** The next request of this name that is held back and not yet taken. */
  next<N extends JobName>(name: N): Promise<HeldRequest<N>>;
}

/** Milliseconds of computing after which the page may go on, as between a worker and a page. */
const YIELD_EVERY_MS = 20;

/** Runs the computation of a request to its end, or until it is cancelled. */
async function compute({ job, input }: JobRequest<JobName>, options: RunOptions): Promise<Result<unknown>> {
  try {
    const work = (JOBS[job] as (given: unknown) => unknown)(structuredClone(input));
    // What is read in one go is a value, everything else is a generator.
    if (typeof (work as Job<unknown>)?.next !== 'function') return { ok: true, value: structuredClone(work) };
    const run = work as Job<unknown>;
    for (let last = performance.now(); !options.signal?.aborted; ) {
      const { value, done } = run.next();
      if (done) return { ok: true, value: structuredClone(value) };
      if (typeof value === 'object') options.onResult?.(structuredClone(value));
      else if (performance.now() - last >= YIELD_EVERY_MS) {
        options.onProgress?.(value);
        await yieldToEventLoop();
        last = performance.now();
      }
    }
    run.return(undefined);
    return SUPERSEDED;
  } catch (error) {
    return { ok: false, code: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

/** Gives a request into the hands of the test. */
function holdBack(request: JobRequest<JobName>, options: RunOptions, end: (result: Result<unknown>) => void): HeldRequest {
  let started = false;
  const start = () => {
    if (!started) options.onStart?.();
    started = true;
  };
  options.signal?.addEventListener('abort', () => end(SUPERSEDED), { once: true });
  return {
    input: request.input,
    priority: options.priority,
    get cancelled() {
      return options.signal?.aborted ?? false;
    },
    progress(share) {
      start();
      options.onProgress?.(share);
    },
    result(one) {
      start();
      options.onResult?.(structuredClone(one));
    },
    answer(value) {
      start();
      end({ ok: true, value: structuredClone(value) });
    },
    async compute() {
      start();
      end(await compute(request, options));
    },
    fail(message, code = 'failed') {
      start();
      end({ ok: false, code, message });
    },
  };
}

export function createFakePool(): FakePool {
  const asked: JobName[] = [];
  const heldNames = new Set<JobName>();
  const waiting: { name: JobName; request: HeldRequest }[] = [];
  const takers: { name: JobName; take(request: HeldRequest): void }[] = [];
  const offer = (name: JobName, request: HeldRequest) => {
    const at = takers.findIndex((taker) => taker.name === name);
    if (at < 0) waiting.push({ name, request });
    else takers.splice(at, 1)[0]!.take(request);
  };
  const answer = (request: JobRequest<JobName>, options: RunOptions): Promise<Result<unknown>> => {
    asked.push(request.job);
    if (options.signal?.aborted) return Promise.resolve(SUPERSEDED);
    if (heldNames.has(request.job)) return new Promise((end) => offer(request.job, holdBack(request, options, end)));
    options.onStart?.();
    return compute(request, options);
  };
  return {
    asked,
    hold: (name) => void heldNames.add(name),
    next: <N extends JobName>(name: N) =>
      new Promise<HeldRequest<N>>((take) => {
        const at = waiting.findIndex((one) => one.name === name);
        if (at < 0) takers.push({ name, take: take as unknown as (request: HeldRequest) => void });
        else take(waiting.splice(at, 1)[0]!.request as unknown as HeldRequest<N>);
      }),
    run: async <N extends JobName>(request: JobRequest<N>, options: RunOptions) => {
      const result = await answer(request as unknown as JobRequest<JobName>, options);
      if (options.signal?.aborted) return SUPERSEDED;
      return validateFinite(result, request.allowedNonFinite) as Result<JobResult<N>>;
    },
  };
}
