import type { KeptOne, OfflineState, ToWorker } from './files';
import { OFFLINE } from './text';

/** Keeps the shipped networks one by one while the page has nothing better to do. */

/** Milliseconds after which a worker that says nothing is given up; a slow line may take so long for one history. */
const PATIENCE = 120_000;
/** A file is asked for at the latest after so many milliseconds without a pause on the page. */
const LONGEST_WAIT = 2000;
/** Waits after a failure, in milliseconds; then the rest is left to the next visit. */
const RETRIES = [10_000, 60_000, 300_000];

const pause = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve(), { timeout: LONGEST_WAIT });
    else setTimeout(resolve, 200);
  });

/** After `milliseconds`, or as soon as the network is back. */
const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener('online', done);
  });

function ask(worker: ServiceWorker, message: ToWorker): Promise<KeptOne | undefined> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const finish = (answer: KeptOne | undefined) => {
      clearTimeout(timer);
      port1.close();
      resolve(answer);
    };
    const timer = setTimeout(() => finish(undefined), PATIENCE);
    port1.onmessage = ({ data }: MessageEvent<KeptOne>) => finish(data);
    worker.postMessage(message, [port2]);
  });
}

/** @param worker the one to ask, when it may be asked: it may change between two files */
export async function keepNetworks(worker: () => Promise<ServiceWorker>, tell: (state: OfflineState) => void): Promise<void> {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  const sparing = connection?.saveData === true;
  const retries = [...RETRIES];
  let share = 0;
  for (;;) {
    await pause();
    const answer = await ask(await worker(), { type: 'keep-next', sparing });
    if (answer) share = answer.wanted > 0 ? answer.kept / answer.wanted : 1;
    if (answer && !answer.more) break;
    if (answer && !answer.problem) {
      tell({ status: 'ready', share });
      continue;
    }
    tell({ status: 'ready', share, reason: answer?.problem ?? OFFLINE.reasons.silent });
    const next = retries.shift();
    if (next === undefined) return;
    await wait(next);
  }
  tell(sparing ? { status: 'ready', share, reason: OFFLINE.reasons.sparing } : { status: 'complete', share: 1 });
}
