import { wrap } from 'comlink';
import { EngineError } from '../../training/engine';
import type { WasmPart } from '../../training/engines/wasm/part';
import { startWorker } from '../trusted';
import workerUrl from './threadWorker.ts?worker&url';

/** The calls that a further thread of the native engine answers, for its part of the batch. */
export type ThreadApi = WasmPart;

/** A helper's worker and its part of the work. */
interface Helper {
  worker: Worker;
  part: WasmPart;
}

const helpers: Helper[] = [];

/** Starts a helper. When its worker dies, its calls fail instead of hanging. */
function startHelper(): Helper {
  const worker = startWorker(workerUrl);
  const remote = wrap<ThreadApi>(worker);
  const death = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) =>
      reject(new EngineError(`a training thread died (${event.message || 'it could not be started'})`)),
    );
  });
  // A caller that waits for an answer gets this error. Without a caller it must not count as an unhandled rejection.
  death.catch(() => {});
  const orDeath = <T>(answer: Promise<T>): Promise<T> => Promise.race([answer, death]);
  return {
    worker,
    part: {
      begin: (request) => orDeath(remote.begin(request)),
      costs: (labels) => orDeath(remote.costs(labels)),
      softmins: (potentials, eps) => orDeath(remote.softmins(potentials, eps)),
      finish: (request) => orDeath(remote.finish(request)),
    },
  };
}

/**
 * Returns `count` helpers. They are started when needed and kept for the next run; surplus ones are ended. Works without shared
 * memory.
 */
export function openHelpers(count: number): WasmPart[] {
  while (helpers.length > count) helpers.pop()!.worker.terminate();
  while (helpers.length < count) helpers.push(startHelper());
  return helpers.map((helper) => helper.part);
}
