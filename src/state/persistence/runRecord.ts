import * as v from 'valibot';
import { fromHalf } from '../../rnn/safetensors';
import { packWeights, parameterCount, type RnnShape, unpackWeights } from '../../rnn/weights';
import { toHalf } from '../../rnn/writeSafetensors';
import { currentEngineId, ENGINE_IDS, type OptimiserState } from '../../training/engine';
import { type Recipe, recipeProblem, totalUpdates } from '../../training/recipe';
import type { Snapshot } from '../../training/snapshots';
import { MIN_WINDOWS, type TrainingWindows } from '../../training/targets';
import type { TrainingRequest } from '../../workers/training/protocol';
import { modelOfMetadata } from '../networks/pendingImport';
import type { CheckpointMark, TrainingView } from '../training/slice';
import type { Change } from './storage';

/** A stored training run: all that is needed to continue it to the same bits, and to show its past. */
export interface KeptRun {
  id: string;
  /** Later runs have greater numbers; clocks are not reliable. */
  order: number;
  /** Wall clock in milliseconds, only for display. */
  savedAt: number;
  /** The settings. */
  link: string;
  /** Whether it trains on the user's own sequences, which are a record of their own. */
  onWindows: boolean;
  request: Pick<TrainingRequest, 'hmm' | 'recipe' | 'seed' | 'engine' | 'controls' | 'minutes' | 'threads'>;
  /** The engine on which it ran; another one would give other bits. */
  engineId: TrainingView['engineId'];
  state: OptimiserState;
  view: RunSoFar;
}

/** What the training panel shows of a run. */
type RunSoFar = Pick<TrainingView, 'total' | 'gain' | 'losses' | 'landmarks' | 'checkpoints' | 'divergedRate'>;

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const positive = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const size = v.pipe(positive, v.maxValue(1024));
const seed = v.pipe(count, v.maxValue(4294967295));
const vector = v.pipe(
  v.instance(Float32Array),
  v.check((values) => values.every(Number.isFinite)),
);
const estimate = v.object({ value: finite, low: v.number(), high: v.number(), n: count });

const PhaseSchema = v.object({
  seqLen: v.pipe(positive, v.maxValue(10_000)),
  batch: v.pipe(positive, v.maxValue(100_000)),
  learningRate: finite,
  updates: v.pipe(positive, v.maxValue(10_000_000)),
  activityPenalty: v.exactOptional(finite),
  pairWeight: v.exactOptional(finite),
  evaluateEvery: v.exactOptional(positive),
});
const RecipeSchema: v.GenericSchema<unknown, Recipe> = v.pipe(
  v.object({
    hiddenSize: size,
    inputDim: size,
    initialGain: finite,
    // Missing in older runs, in which these two could not be chosen.
    readoutGain: v.optional(finite, 1),
    targets: v.optional(v.picklist(['fresh', 'fixed']), 'fresh'),
    evaluateEvery: positive,
    clip: finite,
    temperature: finite,
    activityPenalty: finite,
    pairWeight: finite,
    beta1: finite,
    beta2: finite,
    epsilon: finite,
    blur: finite,
    scaling: finite,
    phases: v.pipe(v.array(PhaseSchema), v.minLength(1), v.maxLength(64)),
  }),
  v.check((recipe) => recipeProblem(recipe) === undefined),
);

const RunSchema = v.object({
  version: v.literal(1),
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  order: count,
  savedAt: finite,
  link: v.pipe(v.string(), v.maxLength(20_000)),
  onWindows: v.boolean(),
  /** JSON of the model, read like that of a weight file. */
  hmm: v.pipe(v.string(), v.maxLength(20_000)),
  recipe: RecipeSchema,
  seed,
  engine: v.pipe(v.string(), v.transform(currentEngineId), v.picklist(['auto', ...ENGINE_IDS])),
  engineId: v.optional(v.pipe(v.string(), v.transform(currentEngineId), v.picklist(ENGINE_IDS))),
  controls: v.object({ learningRate: v.optional(finite), clip: v.optional(finite), targetError: v.optional(finite) }),
  minutes: v.optional(v.pipe(finite, v.minValue(0))),
  threads: v.pipe(positive, v.maxValue(64)),
  updates: count,
  parameters: vector,
  firstMoment: vector,
  secondMoment: vector,
  gain: finite,
  lossUpdates: v.instance(Uint32Array),
  losses: v.pipe(
    v.instance(Float64Array),
    v.check((values) => values.every(Number.isFinite)),
  ),
  landmarks: v.pipe(
    v.array(v.object({ firstUpdate: count, batch: positive, seqLen: positive, floor: estimate, plateau: estimate })),
    v.maxLength(64),
  ),
  checkpoints: v.array(
    v.object({ update: count, bounded: v.boolean(), maxCell: v.optional(finite), changeRate: v.optional(finite) }),
  ),
  divergedRate: v.optional(finite),
});
type RunRecord = v.InferOutput<typeof RunSchema>;

/** A run as a record of the storage. */
export function runRecord({ request, state, view, engineId, ...rest }: KeptRun): Record<keyof RunRecord, unknown> {
  const { hmm, recipe, seed: drawn, engine, minutes, threads } = request;
  const { learningRate, clip, targetError } = request.controls;
  return {
    version: 1,
    ...rest,
    hmm: JSON.stringify(hmm),
    recipe,
    seed: drawn,
    engine,
    engineId,
    controls: { learningRate, clip, targetError },
    minutes,
    threads,
    updates: state.updates,
    parameters: state.parameters,
    firstMoment: state.firstMoment,
    secondMoment: state.secondMoment,
    gain: view.gain,
    lossUpdates: Uint32Array.from(view.losses, ({ update }) => update),
    losses: Float64Array.from(view.losses, ({ loss }) => loss),
    landmarks: view.landmarks,
    checkpoints: view.checkpoints.map(told),
    divergedRate: view.divergedRate,
  };
}

/** A mark without values that are not finite: a model that never changes its output has no relative change rate. */
const told = ({ update, bounded, maxCell, changeRate }: CheckpointMark): CheckpointMark => ({
  update,
  bounded,
  ...(Number.isFinite(maxCell) ? { maxCell } : {}),
  ...(Number.isFinite(changeRate) ? { changeRate } : {}),
});

/** Reads a run from a record; undefined if any part is wrong. Never throws. */
export function readRun(raw: unknown): KeptRun | undefined {
  const parsed = v.safeParse(RunSchema, raw);
  if (!parsed.success) return undefined;
  const record = parsed.output;
  const hmm = modelOfMetadata({ hmm: record.hmm });
  if (!hmm || !fits(record, { ...record.recipe, nOutputs: hmm.nOutputs })) return undefined;
  const { id, order, savedAt, link, onWindows, recipe, engine, engineId, controls, minutes, threads } = record;
  const { updates, parameters, firstMoment, secondMoment, gain, landmarks, checkpoints, divergedRate } = record;
  const losses = Array.from(record.losses, (loss, i) => ({ update: record.lossUpdates[i]!, loss }));
  return {
    id,
    order,
    savedAt,
    link,
    onWindows,
    engineId,
    request: { hmm, recipe, seed: record.seed, engine, controls, minutes, threads },
    state: { updates, parameters, firstMoment, secondMoment },
    view: {
      total: totalUpdates(recipe),
      gain,
      losses,
      landmarks,
      checkpoints,
      ...(divergedRate === undefined ? {} : { divergedRate }),
    },
  };
}

/** Whether the parts of a record belong together. */
function fits(record: RunRecord, shape: RnnShape): boolean {
  const { parameters, firstMoment, secondMoment, updates, lossUpdates, losses, checkpoints } = record;
  return (
    [parameters, firstMoment, secondMoment].every((values) => values.length === parameterCount(shape)) &&
    secondMoment.every((value) => value >= 0) &&
    updates <= totalUpdates(record.recipe) &&
    losses.length === lossUpdates.length &&
    lossUpdates.every((update, i) => update <= updates && (i === 0 || update > lossUpdates[i - 1]!)) &&
    checkpoints.every(({ update }) => update <= updates)
  );
}

const WindowsSchema = v.object({ version: v.literal(1), labels: v.instance(Uint8Array), seqLen: positive });

export const windowsRecord = ({ labels, seqLen }: TrainingWindows): unknown => ({ version: 1, labels, seqLen });

/** Reads the user's own sequences on which a run is trained; undefined for anything else. Never throws. */
export function readWindows(raw: unknown, { request: { hmm, recipe } }: KeptRun): TrainingWindows | undefined {
  const parsed = v.safeParse(WindowsSchema, raw);
  if (!parsed.success) return undefined;
  const { labels, seqLen } = parsed.output;
  const whole = labels.length % seqLen === 0 && labels.length / seqLen >= MIN_WINDOWS;
  const same = recipe.phases.every((phase) => phase.seqLen === seqLen);
  return whole && same && labels.every((label) => label < hmm.nOutputs) ? { labels, seqLen } : undefined;
}

const SnapshotSchema = v.object({ version: v.literal(1), update: count, half: v.instance(Uint16Array) });

/** Snapshots are already rounded to float16, so storing them in that form loses nothing. */
export const snapshotRecord = ({ update, weights }: Snapshot): unknown => ({
  version: 1,
  update,
  half: Uint16Array.from(packWeights(weights), toHalf),
});

/** Reads a snapshot of a run; undefined for anything else. Never throws. */
export function readSnapshot(raw: unknown, { request: { hmm, recipe }, state }: KeptRun): Snapshot | undefined {
  const parsed = v.safeParse(SnapshotSchema, raw);
  if (!parsed.success) return undefined;
  const { update, half } = parsed.output;
  const shape: RnnShape = { hiddenSize: recipe.hiddenSize, inputDim: recipe.inputDim, nOutputs: hmm.nOutputs };
  if (half.length !== parameterCount(shape) || update > state.updates) return undefined;
  const weights = Float32Array.from(half, fromHalf);
  return weights.every(Number.isFinite) ? { update, weights: unpackWeights(weights, shape) } : undefined;
}

/** Keys in the order of the updates. */
export const snapshotKey = (run: string, update: number): string => `${run}/${String(update).padStart(9, '0')}`;

/** The changes that remove a run from the storage. */
export const removal = (run: string): Change[] => [
  { table: 'runs', key: run },
  { table: 'windows', key: run },
  { table: 'snapshots', prefix: `${run}/` },
];
