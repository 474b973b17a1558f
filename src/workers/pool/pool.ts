import type { AllowedNonFinite } from '../../analyses/graph';
import type { ClaimResult } from '../../claims/claim';
import { startWorker } from '../trusted';
import { firstNonFinite, nonFiniteMessage, type Result, validateFinite } from '../validateFinite';
import type { JobName, JobRequest, JobResult, PoolCommand, PoolMessage } from './protocol';
import workerUrl from './worker.ts?worker&url';

/**
 * One pool of workers for everything that is computed on request. A user asked for an `asked` request and waits for it. An
 * `inSight` request keeps a visible panel up to date. Each priority has workers of its own, so that an `asked` request never
 * waits for an `inSight` one.
 */
export type Priority = 'asked' | 'inSight';

export interface RunOptions {
  priority: Priority;
  /** Cancels the request: it returns as superseded, at once if it waits, soon if it runs. */
  signal?: AbortSignal;
  /** Called when the request leaves the queue. */
  onStart?(): void;
  /** Called with the progress, 0 … 1. */
  onProgress?(share: number): void;
  /** Called with results that are known before the end, but with none after a wrong number. */
  onResult?(result: ClaimResult): void;
  /** Buffers of the input that are moved to the worker, not copied. */
  transfer?: Transferable[];
}

export interface Pool {
  /**
   * Runs a job in a worker. The promise never rejects. A job that throws or returns wrong numbers gives 'failed', one whose
   * worker has died gives 'worker-died'. The next job then gets a new worker; other jobs are not affected.
   */
  run<N extends JobName>(request: JobRequest<N>, options: RunOptions): Promise<Result<JobResult<N>>>;
}

/** Number of `asked` jobs at a time: a long report, and what the user does meanwhile. */
const ASKED = 3;
/**
 * Number of `inSight` jobs at a time. One core is left to the page, and checkpoints of a training must not wait for the panels.
 */
const MIN_IN_SIGHT = 2;
const MAX_IN_SIGHT = 4;
/** A worker without work is ended after this many milliseconds. One always stays, ready for the next network. */
const IDLE_MS = 30_000;
/** A cancelled job has this many milliseconds to stop; then its worker is ended. */
const GRACE_MS = 2_000;

const SUPERSEDED = { ok: false, code: 'superseded', message: 'Another request took over.' } as const;
/** The result of a cancelled job that did not stop in time; its worker is ended. */
const STUCK = { ...SUPERSEDED };

interface Seat {
  worker: Worker;
  /** Ends the worker when it has been idle for too long. */
  timer?: ReturnType<typeof setTimeout>;
}

interface Task {
  request: JobRequest<JobName>;
  options: RunOptions;
  settle(result: Result<unknown>): void;
}

const failed = (message: string): Result<never> => ({ ok: false, code: 'failed', message });

/** How a run ended, by the last message of its worker. */
function resultOf(message: PoolMessage, allowedNonFinite: AllowedNonFinite): Result<unknown> {
  if (message.kind === 'done') return validateFinite({ ok: true, value: message.value }, allowedNonFinite);
  return message.kind === 'failed' ? failed(message.message) : SUPERSEDED;
}

/** Runs a task in a worker. Resolves when the worker is free again or has died, or when a cancelled task does not stop. */
function call({ worker }: Seat, ticket: number, { request, options }: Task): Promise<Result<unknown>> {
  const { job, input, allowedNonFinite } = request;
  const { signal: given, onProgress, onResult } = options;
  const over = new AbortController();
  const { signal } = over;
  return new Promise<Result<unknown>>((resolve) => {
    let nonFinite: string | undefined;
    const hear = ({ data }: MessageEvent<PoolMessage>) => {
      if (data.ticket !== ticket) return;
      const isEvent = data.kind === 'progress' || data.kind === 'result';
      if (!isEvent)
        return resolve(nonFinite === undefined ? resultOf(data, allowedNonFinite) : failed(nonFiniteMessage(nonFinite)));
      const { ticket: _, ...event } = data;
      nonFinite ??= firstNonFinite(event, allowedNonFinite);
      if (nonFinite !== undefined || given?.aborted) return;
      if (data.kind === 'progress') onProgress?.(data.share);
      else onResult?.(data.result);
    };
    const die = ({ message }: ErrorEvent) =>
      resolve({ ok: false, code: 'worker-died', message: message || 'The background worker could not be started.' });
    const giveUp = () => {
      worker.postMessage({ kind: 'cancel', ticket } satisfies PoolCommand);
      const patience = setTimeout(() => resolve(STUCK), GRACE_MS);
      signal.addEventListener('abort', () => clearTimeout(patience));
    };
    worker.addEventListener('message', hear, { signal });
    worker.addEventListener('error', die, { signal });
    given?.addEventListener('abort', giveUp, { signal });
    worker.postMessage({ kind: 'run', ticket, job, input } satisfies PoolCommand, options.transfer ?? []);
  })
    .catch((error: unknown) => failed(error instanceof Error ? error.message : String(error)))
    .then((result) => {
      over.abort();
      return given?.aborted && result.ok ? SUPERSEDED : result;
    });
}

/** All workers. Those without work wait, and are ended after a while. */
function createSeats() {
  const idle: Seat[] = [];
  let count = 0;
  const end = (seat: Seat) => {
    seat.worker.terminate();
    count--;
  };
  /** Ends a worker that waits for work. */
  const dismiss = (seat: Seat) => {
    const at = idle.indexOf(seat);
    if (at >= 0) end(idle.splice(at, 1)[0]!);
  };
  const open = (): Seat => {
    const worker = startWorker(workerUrl);
    const seat: Seat = { worker };
    worker.addEventListener('error', () => dismiss(seat));
    count++;
    return seat;
  };
  const release = (seat: Seat) => {
    idle.push(seat);
    clearTimeout(seat.timer);
    seat.timer = setTimeout(() => count > 1 && dismiss(seat), IDLE_MS);
  };
  const take = (): Seat => {
    const seat = idle.pop() ?? open();
    // Another worker is started in advance, so that the next request need not wait for one.
    if (idle.length === 0) {
      const spare = open();
      spare.worker.postMessage({ kind: 'prepare' } satisfies PoolCommand);
      release(spare);
    }
    return seat;
  };
  return { take, release, end, warm: () => release(open()) };
}

/** @param cores of the machine. One worker is started at once, ready for the first network */
export function createPool(cores = globalThis.navigator?.hardwareConcurrency ?? 1): Pool {
  const places: Record<Priority, number> = { asked: ASKED, inSight: Math.min(MAX_IN_SIGHT, Math.max(MIN_IN_SIGHT, cores - 1)) };
  const busy: Record<Priority, number> = { asked: 0, inSight: 0 };
  const queue: Task[] = [];
  const seats = createSeats();
  let tickets = 0;

  const work = async (task: Task): Promise<Result<unknown>> => {
    let seat: Seat;
    try {
      seat = seats.take();
    } catch (error) {
      return { ok: false, code: 'worker-died', message: error instanceof Error ? error.message : String(error) };
    }
    task.options.onStart?.();
    const result = await call(seat, ++tickets, task);
    if (result === STUCK || (!result.ok && result.code === 'worker-died')) seats.end(seat);
    else seats.release(seat);
    return result;
  };
  const perform = async (task: Task) => {
    const { priority } = task.options;
    busy[priority]++;
    const result = await work(task);
    busy[priority]--;
    task.settle(result);
    assign();
  };
  /** Gives the next tasks to workers, as far as there are places. */
  const assign = () => {
    for (const priority of ['asked', 'inSight'] as const)
      while (busy[priority] < places[priority]) {
        const at = queue.findIndex(({ options }) => options.priority === priority);
        if (at < 0) break;
        void perform(queue.splice(at, 1)[0]!);
      }
  };
  seats.warm();
  return {
    run: <N extends JobName>(request: JobRequest<N>, options: RunOptions) =>
      new Promise<Result<JobResult<N>>>((resolve) => {
        if (options.signal?.aborted) return resolve(SUPERSEDED);
        const task = { request, options, settle: resolve } as unknown as Task;
        options.signal?.addEventListener(
          'abort',
          () => {
            const at = queue.indexOf(task);
            if (at < 0) return;
            queue.splice(at, 1);
            resolve(SUPERSEDED);
          },
          { once: true },
        );
        queue.push(task);
        assign();
      }),
  };
}
