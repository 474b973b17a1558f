import { wrap } from 'comlink';
import { EngineError } from '../../training/engine';
import type { Helpers } from '../../training/engines/choose';
import type { RelaxedPart } from '../../training/engines/relaxed/part';
import type { WasmPart } from '../../training/engines/wasm/part';
import { startWorker } from '../trusted';
import type { ThreadApi } from './protocol';
import workerUrl from './threadWorker.ts?worker&url';

/** A helper's worker and its part of the work, whichever engine it is for. */
interface Helper {
  worker: Worker;
  wasm: WasmPart;
  relaxed: RelaxedPart;
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
    wasm: {
      begin: (request) => orDeath(remote.begin(request)),
      costs: (labels) => orDeath(remote.costs(labels)),
      softmins: (potentials, eps) => orDeath(remote.softmins(potentials, eps)),
      finish: (request) => orDeath(remote.finish(request)),
    },
    relaxed: {
      begin: (request) => orDeath(remote.beginRelaxed(request)),
      couple: (request) => orDeath(remote.couple(request)),
      finish: (request) => orDeath(remote.finishRelaxed(request)),
    },
  };
}

function startHelpers(count: number): readonly Helper[] {
  while (helpers.length > count) helpers.pop()!.worker.terminate();
  while (helpers.length < count) helpers.push(startHelper());
  return helpers;
}

/** `count` helpers, started as needed and kept for the next run; surplus ones are ended. Works without shared memory. */
export const openHelpers = (count: number): Helpers => ({
  wasm: () => startHelpers(count).map(({ wasm }) => wasm),
  relaxed: () => startHelpers(count).map(({ relaxed }) => relaxed),
});
