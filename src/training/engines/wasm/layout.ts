import type { RnnShape } from '../../../rnn/weights';
import type { UpdateDraws } from '../../engine';
import type { Arena, Kernels } from './module';

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to;

/** Sequences a kernel takes through time together. */
const TILE = 8;

/** Padded sizes of a network: what the kernels stride by. */
export interface PaddedShape extends RnnShape {
  hiddenStride: number;
  inputStride: number;
  outputStride: number;
  /** Bit planes that hold a label. */
  planes: number;
}

export function padShape(shape: RnnShape): PaddedShape {
  return {
    ...shape,
    hiddenStride: roundUp(shape.hiddenSize, 16),
    inputStride: roundUp(shape.inputDim, 16),
    outputStride: roundUp(shape.nOutputs, 4),
    planes: Math.max(1, Math.ceil(Math.log2(shape.nOutputs))),
  };
}

/** Addresses of weights and gradients. */
export interface NetworkBuffers {
  columns: number;
  rows: number;
  readout: number;
  inputGradient: number;
  recurrentGradient: number;
  readoutGradient: number;
  scratch: number;
}

export function allocateNetwork(kernels: Kernels, arena: Arena, shape: PaddedShape): NetworkBuffers {
  const { hiddenSize: H, inputDim: d, nOutputs: K, hiddenStride: HP } = shape;
  // As the kernels cut it up (assembly/context.ts): lists, counts, carries and logits of a tile.
  const scratch = TILE * (3 * roundUp(H + 1, 4) + 1 + HP) + shape.outputStride;
  const buffers: NetworkBuffers = {
    columns: arena.allocate(4 * (H + d) * HP),
    rows: arena.allocate(4 * H * HP),
    readout: arena.allocate(4 * K * HP),
    inputGradient: arena.allocate(4 * H * shape.inputStride),
    recurrentGradient: arena.allocate(4 * H * HP),
    readoutGradient: arena.allocate(4 * K * HP),
    scratch: arena.allocate(4 * scratch),
  };
  kernels.setShape(H, HP, d, shape.inputStride, K, shape.outputStride);
  kernels.setWeights(buffers.columns, buffers.rows, buffers.readout);
  kernels.setGradients(buffers.inputGradient, buffers.recurrentGradient, buffers.readoutGradient);
  return buffers;
}

/** Writes packed parameters (W_in, W_hh, W_out) into the padded layouts. */
export function loadWeights(kernels: Kernels, buffers: NetworkBuffers, shape: PaddedShape, packed: Float32Array): void {
  const { hiddenSize: H, inputDim: d, nOutputs: K, hiddenStride: HP } = shape;
  const view = (at: number, count: number) => new Float32Array(kernels.memory.buffer, at, count);
  const columns = view(buffers.columns, (H + d) * HP);
  const rows = view(buffers.rows, H * HP);
  const readout = view(buffers.readout, K * HP);
  const recurrent = H * d;
  for (let i = 0; i < H; i++) {
    for (let j = 0; j < d; j++) columns[(H + j) * HP + i] = packed[i * d + j]!;
    for (let j = 0; j < H; j++) {
      const weight = packed[recurrent + i * H + j]!;
      columns[j * HP + i] = weight;
      rows[i * HP + j] = weight;
    }
  }
  for (let k = 0; k < K; k++) for (let i = 0; i < H; i++) readout[k * HP + i] = packed[recurrent + H * H + k * H + i]!;
}

export function clearGradients(kernels: Kernels, buffers: NetworkBuffers, shape: PaddedShape): void {
  const end = buffers.readoutGradient + 4 * shape.nOutputs * shape.hiddenStride;
  new Uint8Array(kernels.memory.buffer, buffers.inputGradient, end - buffers.inputGradient).fill(0);
}

/** Adds the padded gradients to a packed vector. */
export function addGradients(kernels: Kernels, buffers: NetworkBuffers, shape: PaddedShape, packed: Float32Array): void {
  const { hiddenSize: H, inputDim: d, nOutputs: K, hiddenStride: HP, inputStride: DG } = shape;
  const view = (at: number, count: number) => new Float32Array(kernels.memory.buffer, at, count);
  const input = view(buffers.inputGradient, H * DG);
  const recurrent = view(buffers.recurrentGradient, H * HP);
  const readout = view(buffers.readoutGradient, K * HP);
  for (let i = 0; i < H; i++) {
    for (let j = 0; j < d; j++) packed[i * d + j]! += input[i * DG + j]!;
    for (let j = 0; j < H; j++) packed[H * d + i * H + j]! += recurrent[i * HP + j]!;
  }
  for (let k = 0; k < K; k++) for (let i = 0; i < H; i++) packed[H * d + H * H + k * H + i]! += readout[k * HP + i]!;
}

/** Addresses of everything that grows with the batch. */
export interface BatchBuffers {
  /** Sequences computed here, and in the whole batch. */
  rows: number;
  batch: number;
  seqLen: number;
  /** Steps per sequence in the Gumbel buffer, a multiple of 4. */
  paddedLen: number;
  hidden: number;
  noise: number;
  gumbels: number;
  soft: number;
  outputs: number;
  targets: number;
  outputGradient: number;
}

export function allocateBatch(
  kernels: Kernels,
  arena: Arena,
  shape: PaddedShape,
  network: NetworkBuffers,
  rows: number,
  batch: number,
  seqLen: number,
): BatchBuffers {
  const cells = rows * seqLen;
  const paddedLen = roundUp(seqLen, 4);
  const buffers: BatchBuffers = {
    rows,
    batch,
    seqLen,
    paddedLen,
    hidden: arena.allocate(4 * cells * shape.hiddenStride),
    noise: arena.allocate(4 * cells * shape.inputStride),
    gumbels: arena.allocate(4 * rows * paddedLen * shape.outputStride),
    soft: arena.allocate(4 * cells * shape.outputStride),
    outputs: arena.allocate(cells),
    targets: arena.allocate(batch * seqLen),
    outputGradient: arena.allocate(8 * cells * shape.nOutputs),
  };
  kernels.setBuffers(
    buffers.hidden,
    buffers.noise,
    buffers.gumbels,
    buffers.soft,
    buffers.outputs,
    buffers.outputGradient,
    network.scratch,
  );
  return buffers;
}

/** Copies the rows of given draws (for the whole batch) that start at sequence `from` into the padded buffers. */
export function placeDraws(kernels: Kernels, shape: PaddedShape, data: BatchBuffers, draws: UpdateDraws, from: number): void {
  const { inputDim: d, nOutputs: K, inputStride, outputStride } = shape;
  const { rows, seqLen, paddedLen } = data;
  const noise = new Float32Array(kernels.memory.buffer, data.noise, rows * seqLen * inputStride);
  const gumbels = new Float32Array(kernels.memory.buffer, data.gumbels, rows * paddedLen * outputStride);
  noise.fill(0);
  for (let row = 0; row < rows; row++)
    for (let t = 0; t < seqLen; t++) {
      const source = (from + row) * seqLen + t;
      const cell = row * seqLen + t;
      for (let j = 0; j < d; j++) noise[cell * inputStride + j] = draws.noise[source * d + j]!;
      for (let k = 0; k < K; k++) gumbels[(row * paddedLen + t) * outputStride + k] = draws.gumbels[source * K + k]!;
    }
}
