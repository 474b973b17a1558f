import type { HmmSpec } from '../hmm/spec';
import { packWeights, type RnnShape, type RnnWeights, unpackWeights } from '../rnn/weights';
import { boundedStart, type Checkpoint, judgeCheckpoint } from './checkpoint';
import { type Engine, freshOptimiser, type OptimiserState, type TargetBatch, type UpdateSettings } from './engine';
import type { LossLandmarks } from './landmarks';
import { type Phase, phaseAt, type Recipe, totalUpdates } from './recipe';
import { createSnapshotPlan } from './snapshots';
import { type TrainingWindows, targetSource } from './targets';

/** What can be changed while a run goes on; read before every update. */
export interface RunControls {
  /** Replaces the recipe's rate when set. */
  learningRate?: number | undefined;
  /** Replaces the recipe's clip when set. */
  clip?: number | undefined;
  /** Stop once the largest cell error of O is at or below this. */
  targetError?: number | undefined;
  /** Updates after which the engine must have told their losses; 10 when not set. 1 makes every update an event of its own. */
  reportEvery?: number | undefined;
}

export interface StartState {
  shape: RnnShape;
  state: OptimiserState;
  gain: number;
}

export interface RunOptions {
  hmm: HmmSpec;
  recipe: Recipe;
  seed: number;
  engine: Engine;
  controls: RunControls;
  /** Begin with these weights instead of fresh ones. */
  from?: RnnWeights | undefined;
  /** Go on from here instead of from fresh weights. */
  resume?: OptimiserState | undefined;
  /** What `startState` gave for these options, when the caller has it already: finding a bounded start takes a long-run test. */
  start?: StartState | undefined;
  /** Sequences that were brought, to train on instead of samples of the model. */
  windows?: TrainingWindows | undefined;
  /** Draws per landmark estimate. */
  landmarkDraws?: number;
}

export type RunEvent =
  | { kind: 'started'; shape: RnnShape; gain: number; total: number }
  | { kind: 'phase'; index: number; phase: Phase; firstUpdate: number }
  | { kind: 'landmarks'; landmarks: LossLandmarks; firstUpdate: number }
  | { kind: 'update'; update: number; loss: number; gradientNorm: number }
  | { kind: 'checkpoint'; checkpoint: Checkpoint }
  /** Weights worth keeping for the history of the run; not judged. */
  | { kind: 'snapshot'; update: number; weights: RnnWeights }
  /** A non-finite loss or gradient: the weights of `restoredUpdate` are back in the engine and the run is over. */
  | { kind: 'diverged'; update: number; restoredUpdate: number; learningRate: number }
  | { kind: 'finished'; update: number; reason: 'updates' | 'target-error' };

/** Updates between the copies kept for going back to, and at most between two looks at the losses. */
const SAFE_EVERY = 10;

/** Settings of an update in a phase, with the controls put over the recipe. */
export const settingsFor = (recipe: Recipe, phase: Phase, controls: RunControls): UpdateSettings => ({
  learningRate: controls.learningRate ?? phase.learningRate,
  clip: controls.clip ?? recipe.clip,
  temperature: recipe.temperature,
  activityPenalty: phase.activityPenalty ?? recipe.activityPenalty,
  pairWeight: phase.pairWeight ?? recipe.pairWeight,
  beta1: recipe.beta1,
  beta2: recipe.beta2,
  epsilon: recipe.epsilon,
  blur: recipe.blur,
  scaling: recipe.scaling,
});

/** The network a run starts from: the state it resumes, or fresh weights with a start gain that stays bounded. */
export function startState(options: Pick<RunOptions, 'hmm' | 'recipe' | 'seed' | 'resume' | 'from'>): StartState {
  const { recipe, hmm, seed, resume } = options;
  const shape: RnnShape = { hiddenSize: recipe.hiddenSize, inputDim: recipe.inputDim, nOutputs: hmm.nOutputs };
  if (resume) return { shape, state: resume, gain: recipe.initialGain };
  if (options.from) return { shape, state: freshOptimiser(packWeights(options.from)), gain: 1 };
  const start = boundedStart(shape, seed, recipe.initialGain, recipe.readoutGain);
  return { shape, state: freshOptimiser(packWeights(start.weights)), gain: start.gain };
}

/**
 * A training run as a stream of events: pull one to make it go on, stop pulling to pause it, return() to stop it.
 * The numbers depend on (hmm, recipe, seed, engine, controls) alone; pausing never changes them.
 */
export async function* trainingRun(options: RunOptions): AsyncGenerator<RunEvent, void, void> {
  const { hmm, recipe, seed, engine, controls, landmarkDraws = 4 } = options;
  const { shape, state, gain } = options.start ?? startState(options);
  const total = totalUpdates(recipe);
  await engine.init(shape, state);
  let update = state.updates;
  // Updates whose report is in; behind `update` while a device keeps some back.
  let told = update;
  let safe = state;
  let candidate: OptimiserState | undefined;
  const source = targetSource(hmm, seed, options.windows, recipe.targets);
  const plan = createSnapshotPlan(recipe);
  const snapshot = (): Promise<RunEvent> => snapshotNow(engine, shape, update);
  yield { kind: 'started', shape, gain, total };
  yield await snapshot();
  yield { kind: 'checkpoint', checkpoint: await checkpointNow(engine, shape, hmm, update, seed) };
  let phaseIndex = -1;
  while (update < total) {
    const { phase, index, firstUpdate } = phaseAt(recipe, update);
    if (index !== phaseIndex) {
      phaseIndex = index;
      yield { kind: 'phase', index, phase, firstUpdate };
      const landmarks = source.landmarks(phase, landmarkDraws);
      plan.lines(landmarks);
      yield { kind: 'landmarks', landmarks, firstUpdate };
    }
    const settings = settingsFor(recipe, phase, controls);
    const reports = await engine.step(batchOf(phase, source.targets(phase, update)), seed, settings);
    update++;
    const judged = update % (phase.evaluateEvery ?? recipe.evaluateEvery) === 0 || update === total;
    const copied = update % SAFE_EVERY === 1;
    const asked = controls.reportEvery !== undefined && update % controls.reportEvery === 0;
    if (judged || copied || asked || phaseAt(recipe, update).index !== phaseIndex) reports.push(...(await engine.settle()));
    for (const report of reports) {
      if (!report.applied) {
        await engine.writeState(safe);
        yield { kind: 'diverged', update: told, restoredUpdate: safe.updates, learningRate: settings.learningRate };
        return;
      }
      // A copy proves good only when the next update finds a finite loss at it.
      if (candidate && candidate.updates === told) {
        safe = candidate;
        candidate = undefined;
      }
      told++;
      plan.loss(report.loss);
      yield { kind: 'update', update: told, loss: report.loss, gradientNorm: report.gradientNorm };
    }
    if (copied) candidate = await engine.readState();
    if (plan.due(update) || update === total) yield await snapshot();
    if (!judged) continue;
    const checkpoint = await checkpointNow(engine, shape, hmm, update, seed);
    yield { kind: 'checkpoint', checkpoint };
    if (controls.targetError !== undefined && checkpoint.error && checkpoint.error.maxCell <= controls.targetError) {
      yield { kind: 'finished', update, reason: 'target-error' };
      return;
    }
  }
  yield { kind: 'finished', update, reason: 'updates' };
}

const batchOf = ({ seqLen }: Pick<Phase, 'seqLen'>, targets: Uint8Array): TargetBatch => ({
  batch: targets.length / seqLen,
  seqLen,
  targets,
});

async function snapshotNow(engine: Engine, shape: RnnShape, update: number): Promise<RunEvent> {
  const { parameters } = await engine.readState();
  return { kind: 'snapshot', update, weights: unpackWeights(parameters, shape) };
}

async function checkpointNow(engine: Engine, shape: RnnShape, hmm: HmmSpec, update: number, seed: number): Promise<Checkpoint> {
  const { parameters } = await engine.readState();
  return judgeCheckpoint(unpackWeights(parameters, shape), hmm, update, seed);
}
