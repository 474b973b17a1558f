import { type Remote, wrap } from 'comlink';
import type { AllowedNonFinite } from '../../analyses/graph';
import { startWorker } from '../trusted';
import { firstNonFinite } from '../validateFinite';
import type { TrainingApi, TrainingEnvelope, TrainingMessage } from './protocol';
import workerUrl from './worker.ts?worker&url';

/** The worker's commands, and its end. */
export interface TrainingClient extends TrainingApi {
  /** Ends the worker itself; a later start makes a new one. */
  terminate(): void;
}

/** Checkpoints whose labels never change, or that grow without bound, have errors that are not finite. */
const ALLOWED_NON_FINITE: AllowedNonFinite = ['checkpoint.emissions', 'checkpoint.error', 'checkpoint.maxState'];

/**
 * Handlers of a client. The death of a worker is reported once, with a sentence; the next start makes a new one. Numbers that are
 * not finite end the run as failed; what was reported before stays valid.
 */
export interface TrainingHandlers {
  message(message: TrainingMessage): void;
  died(reason: string): void;
}

export function createTrainingClient(handlers: TrainingHandlers): TrainingClient {
  let worker: Worker | undefined;
  let remote: Remote<TrainingApi> | undefined;
  const terminate = () => {
    worker?.terminate();
    worker = remote = undefined;
  };
  const ensure = (): Remote<TrainingApi> => {
    if (remote) return remote;
    const started = startWorker(workerUrl);
    started.addEventListener('message', ({ data }: MessageEvent<Partial<TrainingEnvelope>>) => {
      if (!data?.training || worker !== started) return;
      const nonFinite = firstNonFinite(data.training, ALLOWED_NON_FINITE);
      if (nonFinite === undefined) return handlers.message(data.training);
      terminate();
      handlers.message({ kind: 'failed', message: `the trainer gave wrong numbers (${nonFinite}), which were not used` });
    });
    started.addEventListener('error', (event) => {
      if (worker !== started) return;
      terminate();
      handlers.died(event.message || 'it could not be started');
    });
    worker = started;
    remote = wrap<TrainingApi>(started);
    return remote;
  };
  return {
    start: (request) => void ensure().start(request),
    pause: () => void remote?.pause(),
    resume: () => void remote?.resume(),
    stepOnce: () => void remote?.stepOnce(),
    stop: () => void remote?.stop(),
    setControls: (controls) => void remote?.setControls(controls),
    terminate,
  };
}
