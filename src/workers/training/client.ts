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

/** Errors of a checkpoint whose labels never change; what is told of one that grows without bound. */
const ALLOWED_NON_FINITE: AllowedNonFinite = ['checkpoint.emissions', 'checkpoint.error', 'checkpoint.maxState'];

/**
 * Handlers of a client. A dead worker is told once, with a sentence; the next start makes a new worker. Numbers that are not finite end the
 * run as failed, and what was told before them stands.
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
