import type { RnnShape } from '../../../rnn/weights';
import { type Engine, EngineError, type TargetBatch, type UpdateSettings } from '../../engine';
import { epsilonSchedule, squaredDiameter } from '../../sinkhorn';
import { createLocalEngine, type Evaluate } from '../localEngine';
import { createPart, type PartBegin, type WasmPart } from './part';
import { SHARDS, shardRange } from './shards';

/** Costs are kept in one byte. */
const LONGEST = 255;

/** Below this much work (sequences × steps × (H + d)) an update is over before the threads have exchanged their messages. */
const WORTH_SHARING = 1_000_000;

/** Parts an update is spread over: one when it is small, and never one without sequences. The bits do not depend on it. */
function partsWorthUsing(available: number, { batch, seqLen }: TargetBatch, { hiddenSize, inputDim }: RnnShape): number {
  if (batch < SHARDS || batch * seqLen * (hiddenSize + inputDim) < WORTH_SHARING) return 1;
  return available;
}

/** Shards of each of `parts` parts, contiguous: from … to−1. */
export const shardsOfPart = (part: number, parts: number): [number, number] => [
  Math.floor((SHARDS * part) / parts),
  Math.floor((SHARDS * (part + 1)) / parts),
];

/**
 * The native engine: all of an update in WebAssembly SIMD, float32 network and float64 loss.
 * @param helpers further parts, in workers; with none everything is computed in this thread. The bits are the same.
 */
export function createWasmEngine(helpers: readonly WasmPart[] = []): Engine {
  const parts: WasmPart[] = [createPart(), ...helpers].slice(0, SHARDS);
  const evaluate: Evaluate = async ({ shape, state }, batch, settings, source) => {
    if (batch.seqLen > LONGEST)
      throw new EngineError(`sequences of ${batch.seqLen} steps are too long for it (at most ${LONGEST})`);
    const used = parts.slice(0, partsWorthUsing(parts.length, batch, shape));
    const count = state.parameters.length;
    const begin: Omit<PartBegin, 'firstShard' | 'lastShard'> = {
      ...batch,
      shape,
      parameters: state.parameters,
      temperature: settings.temperature,
      update: state.updates,
      source,
    };
    const begun = await onAll(used, (part, i) => {
      const [firstShard, lastShard] = shardsOfPart(i, used.length);
      return part.begin({ ...begin, firstShard, lastShard });
    });
    if (!begun.every(({ squares }) => Number.isFinite(squares)))
      return { loss: Number.NaN, gradient: new Float64Array(count).fill(Number.NaN) };
    const labels = joinLabels(begun.map((answer) => answer.labels));
    const { loss, potentials, eps } = await anneal(used, labels, batch, shape.nOutputs, settings);
    const { activityPenalty, pairWeight } = settings;
    const shards = await onAll(used, (part) => part.finish({ potentials, eps, activityPenalty, pairWeight }));
    const gradient = new Float64Array(count);
    for (const packed of shards.flat()) for (let i = 0; i < count; i++) gradient[i]! += packed[i]!;
    return { loss, gradient };
  };

  const description = parts.length === 1 ? 'WebAssembly SIMD' : `WebAssembly SIMD in ${parts.length} threads`;
  return createLocalEngine('wasm-simd', description, evaluate);
}

/** Asks all parts, the last first: the first computes in this very thread, and must not keep the others waiting for their orders. */
function onAll<T>(parts: readonly WasmPart[], ask: (part: WasmPart, index: number) => Promise<T>): Promise<T[]> {
  const answers: Promise<T>[] = new Array(parts.length);
  for (let i = parts.length - 1; i >= 0; i--) answers[i] = ask(parts[i]!, i);
  return Promise.all(answers);
}

function joinLabels(pieces: readonly Uint8Array[]): Uint8Array {
  const labels = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    labels.set(piece, at);
    at += piece.length;
  }
  return labels;
}

/** The annealing of docs/science.md §2.5 over all parts: one exchange of potentials per ε. */
async function anneal(
  parts: readonly WasmPart[],
  labels: Uint8Array,
  batch: TargetBatch,
  nOutputs: number,
  settings: UpdateSettings,
) {
  const { batch: n, seqLen, targets } = batch;
  const { blur, scaling } = settings;
  const eps = blur * blur;
  await onAll(parts, (part) => part.costs(labels));
  const pass = async (potentials: Float64Array, at: number): Promise<Float64Array> => {
    const pieces = await onAll(parts, (part) => part.softmins(potentials, at));
    const joined = new Float64Array(4 * n);
    pieces.forEach((piece, i) => {
      const [firstShard] = shardsOfPart(i, parts.length);
      const from = shardRange(n, firstShard)[0];
      const rows = piece.length / 4;
      for (let side = 0; side < 4; side++) joined.set(piece.subarray(side * rows, (side + 1) * rows), side * n + from);
    });
    return joined;
  };
  const schedule = epsilonSchedule(Math.max(squaredDiameter(labels, targets, seqLen, nOutputs), eps), blur, scaling);
  const potentials = await pass(new Float64Array(4 * n), schedule[0]!);
  for (const at of schedule) {
    const softmins = await pass(potentials, at);
    for (let i = 0; i < potentials.length; i++) potentials[i] = 0.5 * (potentials[i]! + softmins[i]!);
  }
  const last = await pass(potentials, eps);
  let loss = 0;
  for (let i = 0; i < n; i++) loss += last[i]! - last[2 * n + i]! + last[n + i]! - last[3 * n + i]!;
  return { loss: loss / n, potentials, eps };
}
