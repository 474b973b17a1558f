import type { HmmSpec } from '../../hmm/spec';
import type { RnnWeights } from '../../rnn/weights';
import type { EngineId, OptimiserState } from '../../training/engine';
import type { EngineChoice } from '../../training/engines/choose';
import type { RelaxedPart } from '../../training/engines/relaxed/part';
import type { WasmPart } from '../../training/engines/wasm/part';
import type { Recipe } from '../../training/recipe';
import type { RunControls, RunEvent } from '../../training/run';
import type { TrainingWindows } from '../../training/targets';

/** A request for a training run in the browser. */
export interface TrainingRequest {
  hmm: HmmSpec;
  recipe: Recipe;
  seed: number;
  engine: EngineId | 'auto';
  controls: RunControls;
  /** Minutes of training after which to stop; undefined for no limit. */
  minutes?: number | undefined;
  /** Begin with these weights instead of fresh ones. */
  from?: RnnWeights | undefined;
  /** The user's own sequences, to train on instead of samples of the model. */
  windows?: TrainingWindows | undefined;
  /** Go on from this state. */
  resume?: OptimiserState | undefined;
  /** Engine that won an earlier trial at this size. */
  remembered?: EngineId | undefined;
  /** Threads of the native engine, this one included. */
  threads: number;
  /** Start gain recorded with the state that is resumed. */
  resumedGain?: number | undefined;
}

/** Commands. Each returns at once; messages report what happens. */
export interface TrainingApi {
  start(request: TrainingRequest): void;
  pause(): void;
  resume(): void;
  /** One update, then paused again. */
  stepOnce(): void;
  /** Ends the run after sending its state. */
  stop(): void;
  setControls(controls: RunControls): void;
}

/** The stream of a run. `at` is the worker's clock in ms, for rates. */
export type TrainingMessage =
  | RunEvent
  | ({ kind: 'engine'; id: EngineId; description: string } & Pick<EngineChoice, 'passedOver' | 'timings'>)
  /** The engine failed during the run; another one continues from `restoredUpdate`. */
  | { kind: 'engine-lost'; id: EngineId; reason: string; restoredUpdate: number }
  /** The full state, sent every few seconds and whenever the run pauses. */
  | { kind: 'state'; state: OptimiserState }
  | { kind: 'paused' }
  | { kind: 'resumed' }
  | { kind: 'stopped'; reason: 'user' | 'minutes' }
  | { kind: 'failed'; message: string };

/** This envelope distinguishes messages from answers to commands. */
export interface TrainingEnvelope {
  training: TrainingMessage;
}

/**
 * The calls that a further thread of a native engine answers, for its part of the batch; those of the engine with relaxed SIMD have names
 * of their own.
 */
export interface ThreadApi extends WasmPart {
  beginRelaxed: RelaxedPart['begin'];
  couple: RelaxedPart['couple'];
  finishRelaxed: RelaxedPart['finish'];
}
