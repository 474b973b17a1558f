import type { Arena, UpdateKernels } from './module';

export const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to;

/** Sequences a kernel takes through time together (assembly/context.ts). */
export const TILE = 8;

/** H, d, K. */
export interface NetworkShape {
  hiddenSize: number;
  inputDim: number;
  nOutputs: number;
}

/** Padded sizes of a network: what the kernels stride by. */
export interface PaddedShape extends NetworkShape {
  hiddenStride: number;
  inputStride: number;
  outputStride: number;
  /** Bit planes that hold a label. */
  planes: number;
}

export function padShape(shape: NetworkShape): PaddedShape {
  return {
    ...shape,
    hiddenStride: roundUp(shape.hiddenSize, 16),
    inputStride: roundUp(shape.inputDim, 16),
    outputStride: roundUp(shape.nOutputs, 4),
    planes: Math.max(1, Math.ceil(Math.log2(shape.nOutputs))),
  };
}

/** Addresses of the weights and of the scratch space of a tile. */
export interface NetworkBuffers {
  columns: number;
  rows: number;
  readout: number;
  scratch: number;
}

/** Takes room for a network and tells the kernels; the room is cleared, for padding must read as zero. */
export function allocateNetwork(kernels: UpdateKernels, arena: Arena, shape: PaddedShape): NetworkBuffers {
  const { hiddenSize: H, inputDim: d, nOutputs: K, hiddenStride: HP } = shape;
  // As the kernels cut it up (assembly/context.ts): lists, counts, carries and logits of a tile.
  const scratch = TILE * (3 * roundUp(H + 1, 4) + 1 + HP) + shape.outputStride;
  const buffers: NetworkBuffers = {
    columns: arena.allocate(4 * (H + d) * HP),
    rows: arena.allocate(4 * H * HP),
    readout: arena.allocate(4 * K * HP),
    scratch: arena.allocate(4 * scratch),
  };
  new Uint8Array(kernels.memory.buffer, buffers.columns, arena.top - buffers.columns).fill(0);
  kernels.setShape(H, HP, d, shape.inputStride, K, shape.outputStride);
  kernels.setWeights(buffers.columns, buffers.rows, buffers.readout);
  return buffers;
}

/** Writes packed parameters (W_in, W_hh, W_out) into the padded layouts. */
export function loadWeights(kernels: UpdateKernels, buffers: NetworkBuffers, shape: PaddedShape, packed: Float32Array): void {
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
