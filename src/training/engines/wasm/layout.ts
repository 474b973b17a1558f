import type { Arena, UpdateKernels } from '../../../kernels/module';
import { type NetworkBuffers, type PaddedShape, roundUp } from '../../../kernels/network';
import type { UpdateDraws } from '../../engine';

/** Addresses of the gradients. */
export interface GradientBuffers {
  input: number;
  recurrent: number;
  readout: number;
}

export function allocateGradients(kernels: UpdateKernels, arena: Arena, shape: PaddedShape): GradientBuffers {
  const { hiddenSize: H, nOutputs: K, hiddenStride: HP } = shape;
  const buffers: GradientBuffers = {
    input: arena.allocate(4 * H * shape.inputStride),
    recurrent: arena.allocate(4 * H * HP),
    readout: arena.allocate(4 * K * HP),
  };
  kernels.setGradients(buffers.input, buffers.recurrent, buffers.readout);
  return buffers;
}

export function clearGradients(kernels: UpdateKernels, buffers: GradientBuffers, shape: PaddedShape): void {
  const end = buffers.readout + 4 * shape.nOutputs * shape.hiddenStride;
  new Uint8Array(kernels.memory.buffer, buffers.input, end - buffers.input).fill(0);
}

/** Adds the padded gradients to a packed vector. */
export function addGradients(kernels: UpdateKernels, buffers: GradientBuffers, shape: PaddedShape, packed: Float32Array): void {
  const { hiddenSize: H, inputDim: d, nOutputs: K, hiddenStride: HP, inputStride: DG } = shape;
  const view = (at: number, count: number) => new Float32Array(kernels.memory.buffer, at, count);
  const input = view(buffers.input, H * DG);
  const recurrent = view(buffers.recurrent, H * HP);
  const readout = view(buffers.readout, K * HP);
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
  kernels: UpdateKernels,
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
export function placeDraws(
  kernels: UpdateKernels,
  shape: PaddedShape,
  data: BatchBuffers,
  draws: UpdateDraws,
  from: number,
): void {
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
