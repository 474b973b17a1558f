import { expose } from 'comlink';
import type { PoolCommand } from '../../../src/workers/pool/protocol';

/** A worker at the other end of a channel in this very thread, which answers as a test says. */
export class PlantedWorker extends EventTarget {
  /** All that were started, in order. */
  static all: PlantedWorker[] = [];
  /** What goes on inside the worker that is started next. */
  static inside: (port: MessagePort, worker: PlantedWorker) => void;
  terminated = false;
  readonly #here: MessagePort;
  readonly #there: MessagePort;
  constructor() {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#here = port1;
    this.#there = port2;
    PlantedWorker.inside(port2, this);
    port1.addEventListener('message', ({ data }) => this.dispatchEvent(new MessageEvent('message', { data })));
    port1.start();
    PlantedWorker.all.push(this);
  }
  postMessage(message: unknown, transfer: Transferable[] = []) {
    this.#here.postMessage(message, transfer);
  }
  /** What the worker says of its own accord. */
  says(message: unknown) {
    this.#there.postMessage(message);
  }
  terminate() {
    this.terminated = true;
    this.#here.close();
  }
}

/** How a planted worker of the pool answers. */
export interface PoolAnswers {
  /** @returns the value, or undefined when the run was cancelled */
  run(command: { ticket: number; input: unknown }, tell: (event: object) => void): Promise<{ value: unknown } | undefined>;
  cancel?(ticket: number): void;
}

/** A worker that answers calls of comlink. */
export const comlinkWorker = (api: object) => (port: MessagePort) => expose(api, port);

/** A worker of the pool. */
export const poolWorker = (answers: PoolAnswers) => (port: MessagePort) => {
  port.addEventListener('message', async ({ data }: MessageEvent<PoolCommand>) => {
    if (data.kind === 'prepare') return;
    const { ticket } = data;
    if (data.kind === 'cancel') return answers.cancel?.(ticket);
    const end = await answers.run(data, (event) => port.postMessage({ ticket, ...event }));
    port.postMessage(end ? { ticket, kind: 'done', value: end.value } : { ticket, kind: 'cancelled' });
  });
  port.start();
};
