import type { Arena, Kernels } from '../../../kernels/module';
import type { PaddedShape } from '../../../kernels/network';
import type { BatchBuffers } from './layout';

/**
 * The Sinkhorn divergence of docs/science.md §2.5 row by row (its plain form is training/sinkhorn.ts). Four couplings, x–y, y–x,
 * x–x, y–y: `reads` is the potential (f, g, p, q = 0 … 3) the softmin over a coupling's columns reads.
 */
const READS = [1, 0, 2, 3] as const;

/** Addresses of the work space: costs [4][rows×B] and what one pass needs. */
export interface LossBuffers {
  costs: number[];
  /** Labels of the whole batch [B×T]. */
  allOutputs: number;
  /** f, g, p, q [4×B] float64. */
  potentials: number;
  /** [4×rows] float64. */
  softmins: number;
  weights: number;
  table: number;
  packedX: number;
  packedY: number;
}

export function allocateLoss(arena: Arena, shape: PaddedShape, { rows, batch, seqLen }: BatchBuffers): LossBuffers {
  const words = Math.ceil(seqLen / 64) * shape.planes;
  return {
    costs: READS.map(() => arena.allocate(rows * batch)),
    allOutputs: arena.allocate(batch * seqLen),
    potentials: arena.allocate(8 * 4 * batch),
    softmins: arena.allocate(8 * 4 * rows),
    weights: arena.allocate(8 * batch),
    table: arena.allocate(8 * (seqLen + 1)),
    packedX: arena.allocate(8 * batch * words),
    packedY: arena.allocate(8 * batch * words),
  };
}

/** Mismatch counts of rows from … to−1 of each coupling against the whole batch. */
export function fillCosts(
  kernels: Kernels,
  shape: PaddedShape,
  { batch, seqLen, targets }: BatchBuffers,
  work: LossBuffers,
  [from, to]: readonly [number, number],
): void {
  kernels.packLabels(work.allOutputs, batch, seqLen, shape.planes, work.packedX);
  kernels.packLabels(targets, batch, seqLen, shape.planes, work.packedY);
  const { packedX: x, packedY: y } = work;
  const pairs = [
    [x, y],
    [y, x],
    [x, x],
    [y, y],
  ] as const;
  pairs.forEach(([a, b], side) => {
    kernels.hammingRows(a, batch, b, batch, from, to, seqLen, shape.planes, work.costs[side]!);
  });
}

/** One softmin of all four couplings at ε from the potentials [4×B]. @returns [4×rows] */
export function softminSides(
  kernels: Kernels,
  { rows, batch, seqLen }: BatchBuffers,
  work: LossBuffers,
  potentials: Float64Array,
  eps: number,
): Float64Array {
  new Float64Array(kernels.memory.buffer, work.potentials, 4 * batch).set(potentials);
  kernels.kernelTable(eps, seqLen, work.table);
  READS.forEach((reads, side) => {
    const potential = work.potentials + 8 * reads * batch;
    const shift = kernels.shiftedWeights(potential, batch, eps, work.weights);
    kernels.softminRows(
      work.costs[side]!,
      rows,
      batch,
      work.weights,
      work.table,
      shift,
      potential,
      eps,
      work.softmins + 8 * side * rows,
    );
  });
  return new Float64Array(kernels.memory.buffer, work.softmins, 4 * rows).slice();
}

/** ∂S/∂y of the part's rows into `outputGradient`: (self barycentre − target barycentre)/B. The last pass must have been at ε. */
export function fillBarycentres(
  kernels: Kernels,
  shape: PaddedShape,
  data: BatchBuffers,
  work: LossBuffers,
  potentials: Float64Array,
  eps: number,
): void {
  const { rows, batch, seqLen } = data;
  new Float64Array(kernels.memory.buffer, work.potentials, 4 * batch).set(potentials);
  new Float64Array(kernels.memory.buffer, data.outputGradient, rows * seqLen * shape.nOutputs).fill(0);
  const add = (side: 0 | 2, points: number, factor: number) =>
    kernels.barycentres(
      data.outputGradient,
      work.costs[side]!,
      rows,
      batch,
      work.potentials + 8 * READS[side] * batch,
      work.softmins + 8 * side * rows,
      points,
      factor,
      seqLen,
      shape.nOutputs,
      eps,
    );
  add(2, work.allOutputs, 1 / batch);
  add(0, data.targets, -1 / batch);
}
