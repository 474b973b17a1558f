import { epsilonSchedule, squaredDiameter } from '../../sinkhorn';
import type { BatchBuffers, PaddedShape } from './layout';
import type { Arena, Kernels } from './module';

/** The four couplings of the divergence, row by row: x–y, y–x, x–x, y–y. */
interface Side {
  costs: number;
  /** Potential that the softmin over its columns reads: index into `potentials`. */
  reads: number;
}

/** Addresses of the Sinkhorn work space of a batch. */
export interface LossBuffers {
  sides: Side[];
  /** f, g, p, q [4×N] float64. */
  potentials: number;
  softmins: number;
  weights: number;
  table: number;
  packedX: number;
  packedY: number;
}

export function allocateLoss(arena: Arena, shape: PaddedShape, { batch, seqLen }: BatchBuffers): LossBuffers {
  const words = Math.ceil(seqLen / 64) * shape.planes;
  const costs = () => arena.allocate(batch * batch);
  return {
    sides: [
      { costs: costs(), reads: 1 },
      { costs: costs(), reads: 0 },
      { costs: costs(), reads: 2 },
      { costs: costs(), reads: 3 },
    ],
    potentials: arena.allocate(8 * 4 * batch),
    softmins: arena.allocate(8 * 4 * batch),
    weights: arena.allocate(8 * batch),
    table: arena.allocate(8 * (seqLen + 1)),
    packedX: arena.allocate(8 * batch * words),
    packedY: arena.allocate(8 * batch * words),
  };
}

/**
 * Sinkhorn divergence of the sampled outputs against the targets, both already in memory, and its gradient written to
 * `outputGradient` (science §2.5; the plain form of the same computation is training/sinkhorn.ts).
 */
export function lossAndOutputGradient(
  kernels: Kernels,
  shape: PaddedShape,
  data: BatchBuffers,
  work: LossBuffers,
  blur: number,
  scaling: number,
): number {
  const { batch: n, seqLen } = data;
  const eps = blur * blur;
  fillCosts(kernels, shape, data, work);
  const view = (at: number, count: number) => new Float64Array(kernels.memory.buffer, at, count);
  const potentials = view(work.potentials, 4 * n);
  const softmins = view(work.softmins, 4 * n);
  const bytes = new Uint8Array(kernels.memory.buffer);
  const outputs = bytes.subarray(data.outputs, data.outputs + n * seqLen);
  const targets = bytes.subarray(data.targets, data.targets + n * seqLen);
  const schedule = epsilonSchedule(Math.max(squaredDiameter(outputs, targets, seqLen, shape.nOutputs), eps), blur, scaling);
  potentials.fill(0);
  pass(kernels, work, n, seqLen, schedule[0]!);
  potentials.set(softmins);
  for (const at of schedule) {
    pass(kernels, work, n, seqLen, at);
    for (let i = 0; i < potentials.length; i++) potentials[i] = 0.5 * (potentials[i]! + softmins[i]!);
  }
  pass(kernels, work, n, seqLen, eps);
  let loss = 0;
  for (let i = 0; i < n; i++) loss += softmins[i]! - softmins[2 * n + i]! + softmins[n + i]! - softmins[3 * n + i]!;
  view(data.outputGradient, n * seqLen * shape.nOutputs).fill(0);
  const row = (base: number, index: number) => base + 8 * index * n;
  const barycentres = (side: number, points: number, factor: number) =>
    kernels.barycentres(
      data.outputGradient,
      work.sides[side]!.costs,
      n,
      n,
      row(work.potentials, work.sides[side]!.reads),
      row(work.softmins, side),
      points,
      factor,
      seqLen,
      shape.nOutputs,
      eps,
    );
  barycentres(2, data.outputs, 1 / n);
  barycentres(0, data.targets, -1 / n);
  return loss / n;
}

function fillCosts(
  kernels: Kernels,
  shape: PaddedShape,
  { batch: n, seqLen, outputs, targets }: BatchBuffers,
  work: LossBuffers,
): void {
  kernels.packLabels(outputs, n, seqLen, shape.planes, work.packedX);
  kernels.packLabels(targets, n, seqLen, shape.planes, work.packedY);
  const pairs = [
    [work.packedX, work.packedY],
    [work.packedY, work.packedX],
    [work.packedX, work.packedX],
    [work.packedY, work.packedY],
  ] as const;
  pairs.forEach(([a, b], side) => {
    kernels.hammingRows(a, n, b, n, 0, n, seqLen, shape.planes, work.sides[side]!.costs);
  });
}

/** One softmin of all four sides at ε, from the potentials into the softmins. */
function pass(kernels: Kernels, work: LossBuffers, n: number, seqLen: number, eps: number): void {
  kernels.kernelTable(eps, seqLen, work.table);
  work.sides.forEach(({ costs, reads }, side) => {
    const potential = work.potentials + 8 * reads * n;
    const shift = kernels.shiftedWeights(potential, n, eps, work.weights);
    kernels.softminRows(costs, n, n, work.weights, work.table, shift, potential, eps, work.softmins + 8 * side * n);
  });
}
