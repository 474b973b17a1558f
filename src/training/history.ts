import * as v from 'valibot';
import { readSafetensors, type Tensor, WeightFileError } from '../rnn/safetensors';
import { NETWORK_LIMITS, nonFiniteWeight, parameterCount, type RnnShape, type RnnWeights, unpackWeights } from '../rnn/weights';
import { writeSafetensors } from '../rnn/writeSafetensors';

/** The history of a training run: its whole loss curve, and checkpoints from the start through the drop to the end. */

const finite = v.pipe(v.number('is not a number'), v.finite('is not finite'));
const count = v.pipe(finite, v.safeInteger('is not a whole number'), v.minValue(0, 'is negative'));
const INCOMPLETE = 'is missing or of the wrong kind';
const LIST = 'is not a list';

/** A size of the network, and what it may be. */
const size = (low: number, high: number) =>
  v.pipe(count, v.minValue(low, `is less than ${low}`), v.maxValue(high, `is more than ${high}`));

const CheckpointSchema = v.object(
  { update: count, bounded: v.boolean('is neither true nor false'), maxCell: v.optional(finite), changeRate: v.optional(finite) },
  INCOMPLETE,
);
const LandmarkSchema = v.object(
  { firstUpdate: count, batch: finite, seqLen: finite, floor: finite, plateau: finite },
  INCOMPLETE,
);
const MetadataSchema = v.object(
  {
    version: v.literal(1, 'is not 1'),
    shape: v.object(
      {
        hiddenSize: size(1, NETWORK_LIMITS.hiddenSize),
        inputDim: size(1, NETWORK_LIMITS.inputDim),
        nOutputs: size(NETWORK_LIMITS.nOutputs.low, NETWORK_LIMITS.nOutputs.high),
      },
      INCOMPLETE,
    ),
    checkpoints: v.pipe(v.array(CheckpointSchema, LIST), v.nonEmpty('is empty')),
    landmarks: v.array(LandmarkSchema, LIST),
    losses: v.array(finite, LIST),
  },
  INCOMPLETE,
);

export type HistoryCheckpoint = v.InferOutput<typeof CheckpointSchema>;
export type HistoryLandmark = v.InferOutput<typeof LandmarkSchema>;

export interface TrainingHistory {
  shape: RnnShape;
  /** In order of update; the weights are float16 on file. */
  checkpoints: (HistoryCheckpoint & { weights: RnnWeights })[];
  landmarks: HistoryLandmark[];
  /** losses[u] is the loss found at update u. */
  losses: number[];
}

const tensorName = (update: number): string => `checkpoint.${update}`;

/** @param packed parameters of each checkpoint, in the same order */
export function writeHistory(history: Omit<TrainingHistory, 'checkpoints'>, marks: HistoryCheckpoint[], packed: Float32Array[]) {
  const metadata = {
    version: 1,
    shape: history.shape,
    checkpoints: marks,
    landmarks: history.landmarks,
    losses: history.losses.map((loss) => Number(loss.toFixed(3))),
  };
  const tensors = Object.fromEntries(
    marks.map(({ update }, i): [string, Tensor] => [
      tensorName(update),
      { dtype: 'F16', shape: [packed[i]!.length], data: packed[i]! },
    ]),
  );
  return writeSafetensors({
    metadata: { format: 'noisy-orbits-history', precision: 'float16', history: JSON.stringify(metadata) },
    tensors,
  });
}

/** @throws WeightFileError with one sentence when the file cannot be used */
export function readHistory(bytes: Uint8Array): TrainingHistory {
  const { tensors, metadata } = readSafetensors(bytes);
  let raw: unknown;
  try {
    raw = JSON.parse(metadata.history ?? '');
  } catch {
    throw new WeightFileError('This is not a training history: its description is missing or damaged.');
  }
  // The first problem is enough: a description may hold a million of them.
  const parsed = v.safeParse(MetadataSchema, raw, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new WeightFileError(
      `The training history cannot be read: ${v.getDotPath(issue) ?? 'its description'} ${issue.message}.`,
    );
  }
  const { shape, checkpoints, landmarks, losses } = parsed.output;
  return {
    shape,
    landmarks,
    losses,
    checkpoints: checkpoints.map((mark, i) => readCheckpoint(mark, checkpoints[i - 1], tensors, shape)),
  };
}

/** Updates must ascend: were one named again and again, its weights would be copied as often. */
function readCheckpoint(
  mark: HistoryCheckpoint,
  before: HistoryCheckpoint | undefined,
  tensors: Record<string, Tensor>,
  shape: RnnShape,
): TrainingHistory['checkpoints'][number] {
  const { update } = mark;
  if (before && update <= before.update)
    throw new WeightFileError(`The checkpoints of the training history are not in order: ${update} follows ${before.update}.`);
  const tensor = tensors[tensorName(update)];
  if (!tensor) throw new WeightFileError(`The training history lacks the weights of update ${update}.`);
  const needed = parameterCount(shape);
  if (tensor.data.length !== needed)
    throw new WeightFileError(
      `The training history has ${tensor.data.length} weights at update ${update}; its network has ${needed}.`,
    );
  const weights = unpackWeights(tensor.data, shape);
  const problem = nonFiniteWeight(weights);
  if (problem) throw new WeightFileError(`The network at update ${update} of the training history cannot be run: ${problem}.`);
  return { ...mark, weights };
}

/** Updates between which the loss falls from its plateau towards its floor: where a history is worth most. */
export function dropInterval(losses: readonly number[], landmarks: readonly HistoryLandmark[]): [number, number] | undefined {
  const span = 8;
  let from: number | undefined;
  for (let u = span; u < losses.length; u++) {
    const lines = landmarks.filter((l) => l.firstUpdate <= u).at(-1);
    if (!lines) continue;
    const mean = losses.slice(u - span, u).reduce((a, b) => a + b, 0) / span;
    const gap = lines.plateau - lines.floor;
    if (from === undefined && mean < lines.plateau - 0.1 * gap) from = u;
    if (from !== undefined && mean < lines.floor + 0.25 * gap) return [from, u];
  }
  return from === undefined ? undefined : [from, losses.length];
}

/**
 * Which of the recorded updates a history keeps: first and last, half of the rest evenly over the run, half around the drop.
 * @param recorded ascending updates
 */
export function chooseHistory(recorded: readonly number[], drop: [number, number] | undefined, count: number): number[] {
  if (recorded.length <= count) return [...recorded];
  const last = recorded.at(-1)!;
  const nearest = (target: number) => recorded.reduce((best, u) => (Math.abs(u - target) < Math.abs(best - target) ? u : best));
  const even = (from: number, to: number, n: number) =>
    Array.from({ length: n }, (_, i) => nearest(from + ((to - from) * i) / (n - 1)));
  const chosen = new Set(even(recorded[0]!, last, drop ? Math.ceil(count / 2) : count));
  if (drop) {
    const margin = Math.max(10, 0.4 * (drop[1] - drop[0]));
    for (const u of even(Math.max(0, drop[0] - margin), Math.min(last, drop[1] + margin), Math.floor(count / 2))) chosen.add(u);
  }
  // A short drop holds fewer recorded updates than its share: the rest goes to those next to it.
  const centre = drop ? (drop[0] + drop[1]) / 2 : last / 2;
  const spare = recorded.filter((u) => !chosen.has(u)).sort((a, b) => Math.abs(a - centre) - Math.abs(b - centre));
  for (const u of spare.slice(0, count - chosen.size)) chosen.add(u);
  return [...chosen].sort((a, b) => a - b);
}
