import type { RnnShape } from '../../../rnn/weights';
import { adamUpdate, gradientNorm } from '../../adam';
import {
  copyState,
  type Engine,
  EngineError,
  type LossAndGradient,
  type OptimiserState,
  type TargetBatch,
  type UpdateDraws,
  type UpdateSettings,
} from '../../engine';
import { epsilonSchedule, squaredDiameter } from '../../sinkhorn';
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
export async function createWasmEngine(helpers: readonly WasmPart[] = []): Promise<Engine> {
  const parts: WasmPart[] = [await createPart(), ...helpers].slice(0, SHARDS);
  let shape: RnnShape | undefined;
  let state: OptimiserState | undefined;
  const ready = () => {
    if (!shape || !state) throw new EngineError('The engine was used before it was given a network.');
    return { shape, state };
  };

  const evaluate = async (batch: TargetBatch, seed: number, settings: UpdateSettings, draws?: UpdateDraws) => {
    const now = ready();
    if (batch.seqLen > LONGEST)
      throw new EngineError(`sequences of ${batch.seqLen} steps are too long for it (at most ${LONGEST})`);
    const used = parts.slice(0, partsWorthUsing(parts.length, batch, now.shape));
    const begin: Omit<PartBegin, 'firstShard' | 'lastShard'> = {
      ...batch,
      shape: now.shape,
      parameters: now.state.parameters,
      temperature: settings.temperature,
      seed,
      update: now.state.updates,
      draws,
    };
    const count = now.state.parameters.length;
    const begun = await onAll(used, (part, i) => {
      const [firstShard, lastShard] = shardsOfPart(i, used.length);
      return part.begin({ ...begin, firstShard, lastShard });
    });
    if (!begun.every(({ squares }) => Number.isFinite(squares)))
      return { loss: Number.NaN, gradient: new Float64Array(count).fill(Number.NaN) };
    const labels = joinLabels(begun.map((answer) => answer.labels));
    const { loss, potentials, eps } = await anneal(used, labels, batch, now.shape.nOutputs, settings);
    const { activityPenalty, pairWeight } = settings;
    const shards = await onAll(used, (part) => part.finish({ potentials, eps, activityPenalty, pairWeight }));
    const gradient = new Float64Array(count);
    for (const packed of shards.flat()) for (let i = 0; i < count; i++) gradient[i]! += packed[i]!;
    return { loss, gradient };
  };

  return {
    id: 'wasm-simd',
    description: parts.length === 1 ? 'WebAssembly SIMD' : `WebAssembly SIMD in ${parts.length} threads`,
    async init(newShape, newState) {
      shape = newShape;
      state = copyState(newState);
    },
    async step(batch, seed, settings) {
      const { loss, gradient } = await evaluate(batch, seed, settings);
      const norm = gradientNorm(gradient);
      const applied = Number.isFinite(loss) && Number.isFinite(norm);
      if (applied) adamUpdate(ready().state, gradient, norm, settings);
      return { loss, gradientNorm: norm, applied };
    },
    async lossAndGradient(batch, draws, settings): Promise<LossAndGradient> {
      const { loss, gradient } = await evaluate(batch, 0, settings, draws);
      return { loss, gradient: Float32Array.from(gradient) };
    },
    async readState() {
      return copyState(ready().state);
    },
    async writeState(newState) {
      state = copyState(newState);
    },
    dispose() {
      state = undefined;
      shape = undefined;
    },
  };
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

/** The annealing of science §2.5 over all parts: one exchange of potentials per ε. */
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
