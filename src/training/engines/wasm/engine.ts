import { STREAMS } from '../../../math/random';
import type { RnnShape } from '../../../rnn/weights';
import { adamUpdate, gradientNorm } from '../../adam';
import {
  copyState,
  type Engine,
  EngineError,
  type OptimiserState,
  type TargetBatch,
  type UpdateDraws,
  type UpdateSettings,
} from '../../engine';
import { addPairGradient } from '../../pairTerm';
import {
  addGradients,
  allocateBatch,
  allocateNetwork,
  type BatchBuffers,
  clearGradients,
  loadWeights,
  type NetworkBuffers,
  type PaddedShape,
  padShape,
} from './layout';
import { allocateLoss, type LossBuffers, lossAndOutputGradient } from './loss';
import { createArena, type Kernels, loadKernels } from './module';

/** A batch is cut into this many shards whatever computes them; their gradients are added in order, so bits do not depend on it. */
export const SHARDS = 8;

/** Sequences of shard s: from … to−1. */
export const shardRange = (batch: number, shard: number): [number, number] => [
  Math.floor((batch * shard) / SHARDS),
  Math.floor((batch * (shard + 1)) / SHARDS),
];

/** Costs are kept in one byte. */
const LONGEST = 255;

interface Prepared {
  shape: PaddedShape;
  network: NetworkBuffers;
  /** Top of the arena below the batch buffers. */
  mark: number;
  data?: BatchBuffers;
  loss?: LossBuffers;
}

/** The native engine: all of an update in WebAssembly SIMD, float32 network and float64 loss, one core. */
export async function createWasmEngine(): Promise<Engine> {
  const kernels = await loadKernels();
  const arena = createArena(kernels.memory);
  let state: OptimiserState | undefined;
  let prepared: Prepared | undefined;

  const ready = (batch: TargetBatch) => {
    if (!state || !prepared) throw new EngineError('The engine was used before it was given a network.');
    if (batch.seqLen > LONGEST)
      throw new EngineError(`sequences of ${batch.seqLen} steps are too long for it (at most ${LONGEST})`);
    const { shape, network, mark } = prepared;
    if (prepared.data?.batch !== batch.batch || prepared.data.seqLen !== batch.seqLen) {
      arena.reset(mark);
      prepared.data = allocateBatch(kernels, arena, shape, network, batch.batch, batch.seqLen);
      prepared.loss = allocateLoss(arena, shape, prepared.data);
    }
    new Uint8Array(kernels.memory.buffer).set(batch.targets, prepared.data.targets);
    return { state, shape, network, data: prepared.data, loss: prepared.loss! };
  };

  const evaluate = (now: ReturnType<typeof ready>, settings: UpdateSettings): { loss: number; gradient: Float64Array } => {
    const { shape, network, data } = now;
    const gradient = new Float64Array(now.state.parameters.length);
    loadWeights(kernels, network, shape, now.state.parameters);
    const squares = kernels.forwardSequences(0, data.batch, data.seqLen, data.paddedLen, settings.temperature);
    if (!Number.isFinite(squares)) return { loss: Number.NaN, gradient: gradient.fill(Number.NaN) };
    const loss = lossAndOutputGradient(kernels, shape, data, now.loss, settings.blur, settings.scaling);
    const { batch: n, seqLen } = data;
    const bytes = (at: number) => new Uint8Array(kernels.memory.buffer, at, n * seqLen);
    const outputGradient = new Float64Array(kernels.memory.buffer, data.outputGradient, n * seqLen * shape.nOutputs);
    addPairGradient(bytes(data.outputs), bytes(data.targets), n, seqLen, shape.nOutputs, settings.pairWeight, outputGradient);
    const penalty = (2 * settings.activityPenalty) / (data.batch * data.seqLen * shape.hiddenSize);
    for (let shard = 0; shard < SHARDS; shard++) {
      const [from, to] = shardRange(data.batch, shard);
      clearGradients(kernels, network, shape);
      kernels.backwardSequences(from, to, data.seqLen, settings.temperature, penalty);
      addGradients(kernels, network, shape, gradient);
    }
    return { loss, gradient };
  };

  return {
    id: 'wasm-simd',
    description: 'WebAssembly SIMD, silent units skipped',
    async init(shape, newState) {
      arena.reset();
      const padded = padShape(shape);
      const network = allocateNetwork(kernels, arena, padded);
      // Padding must read as zero, and memory may hold an earlier network.
      new Uint8Array(kernels.memory.buffer, network.columns, arena.top - network.columns).fill(0);
      prepared = { shape: padded, network, mark: arena.top };
      state = copyState(newState);
    },
    async step(batch, seed, settings) {
      const now = ready(batch);
      const { data, shape } = now;
      const { updates } = now.state;
      kernels.drawNormals(data.noise, seed, STREAMS.noise, updates, 0, data.batch, data.seqLen, shape.inputStride);
      kernels.drawGumbels(data.gumbels, seed, STREAMS.gumbel, updates, 0, data.batch, data.paddedLen, shape.outputStride);
      const { loss, gradient } = evaluate(now, settings);
      const norm = gradientNorm(gradient);
      const applied = Number.isFinite(loss) && Number.isFinite(norm);
      if (applied) adamUpdate(now.state, gradient, norm, settings);
      return { loss, gradientNorm: norm, applied };
    },
    async lossAndGradient(batch, draws, settings) {
      const now = ready(batch);
      placeDraws(kernels, now.shape, now.data, draws);
      const { loss, gradient } = evaluate(now, settings);
      return { loss, gradient: Float32Array.from(gradient) };
    },
    async readState() {
      if (!state) throw new EngineError('The engine was used before it was given a network.');
      return copyState(state);
    },
    async writeState(newState) {
      state = copyState(newState);
    },
    dispose() {
      state = undefined;
      prepared = undefined;
    },
  };
}

/** Copies given draws into the padded buffers. */
function placeDraws(kernels: Kernels, shape: RnnShape & PaddedShape, data: BatchBuffers, draws: UpdateDraws): void {
  const { inputDim: d, nOutputs: K, inputStride, outputStride } = shape;
  const noise = new Float32Array(kernels.memory.buffer, data.noise, data.batch * data.seqLen * inputStride);
  const gumbels = new Float32Array(kernels.memory.buffer, data.gumbels, data.batch * data.paddedLen * outputStride);
  noise.fill(0);
  for (let b = 0; b < data.batch; b++)
    for (let t = 0; t < data.seqLen; t++) {
      const cell = b * data.seqLen + t;
      for (let j = 0; j < d; j++) noise[cell * inputStride + j] = draws.noise[cell * d + j]!;
      for (let k = 0; k < K; k++) gumbels[(b * data.paddedLen + t) * outputStride + k] = draws.gumbels[cell * K + k]!;
    }
}
