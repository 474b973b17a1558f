import '../../kernels/bundled';
import { orbit } from '../../analyses/orbit/compute';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { yieldToEventLoop } from '../yieldToEventLoop';
import type { Job, JobInput, JobName, JobResult, PoolCommand, PoolMessage } from './protocol';

/** Milliseconds of work after which the message queue is checked. */
const YIELD_EVERY_MS = 40;

/** The run that was cancelled last. */
let cancelled = 0;

/** The large arrays of a summary, which are moved to the page instead of copied. */
const buffersOf = ({ points, labels }: OrbitSummary): ArrayBuffer[] => [points.buffer, labels.buffer] as ArrayBuffer[];

const say = (message: PoolMessage, moved: Transferable[] = []): void => self.postMessage(message, { transfer: moved });

/** The first picture waits for an orbit, so the code of all other jobs is loaded only when one of them is first asked for. */
async function start(name: JobName, input: JobInput<JobName>): Promise<Job<unknown>> {
  const job = name === 'orbit' ? orbit : (await import('./jobs')).JOBS[name];
  return (job as unknown as (given: JobInput<JobName>) => Job<unknown>)(input);
}

/** Runs a job to its end, or until it is cancelled. It then frees what it holds, above all kernels. */
async function work(ticket: number, job: Job<unknown>): Promise<PoolMessage> {
  let last = performance.now();
  while (cancelled !== ticket) {
    const { value, done } = job.next();
    if (done) return { ticket, kind: 'done', value };
    if (typeof value !== 'number') say({ ticket, kind: 'result', result: value });
    else if (performance.now() - last >= YIELD_EVERY_MS) {
      say({ ticket, kind: 'progress', share: value });
      await yieldToEventLoop();
      last = performance.now();
    }
  }
  job.return(undefined as never);
  return { ticket, kind: 'cancelled' };
}

async function run(ticket: number, name: JobName, input: JobInput<JobName>): Promise<void> {
  try {
    const end = await work(ticket, await start(name, input));
    const isOrbit = name === 'orbit' && end.kind === 'done';
    say(end, isOrbit ? buffersOf(end.value as JobResult<'orbit'>) : []);
  } catch (error) {
    say({ ticket, kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}

self.addEventListener('message', ({ data }: MessageEvent<PoolCommand>) => {
  if (data.kind === 'run') void run(data.ticket, data.job, data.input);
  else if (data.kind === 'cancel') cancelled = data.ticket;
  // An error while loading is reported when a job is asked for.
  else import('./jobs').catch(() => {});
});
