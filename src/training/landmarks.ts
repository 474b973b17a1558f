import { sampleHmm, sampleIndependent } from '../hmm/sample';
import type { HmmSpec } from '../hmm/spec';
import { exactStatistics } from '../hmm/statistics';
import { type Estimate, meanEstimate } from '../math/statistics';
import { sinkhornDivergence } from './sinkhorn';

/** The two lines a loss is read against, at its own batch size and length (docs/science.md §0.3, §0.4). */
export interface LossLandmarks {
  /** N; the largest where batches differ in size. */
  batch: number;
  seqLen: number;
  /** Loss between two independent HMM samples: the best a finite batch allows. */
  floor: Estimate;
  /** Loss of independent draws with the right marginals: where training waits before it finds memory. */
  plateau: Estimate;
}

/** Updates from here on are never reached by training, so these draws are independent of the training data. */
const EVALUATION_BASE = 0x40000000;

/**
 * Mean over `draws` fresh pairs of samples with Student intervals.
 * @param batch N, or the sizes of the batches whose mean loss is meant
 */
export function lossLandmarks(
  hmm: HmmSpec,
  batch: number | readonly number[],
  seqLen: number,
  seed: number,
  draws: number,
): LossLandmarks {
  const sizes = typeof batch === 'number' ? [batch] : batch;
  // Batches of one size have the same draws: each size is computed once and counts as often as it occurs.
  const shares = [...new Set(sizes)].map((size) => ({ size, share: sizes.filter((one) => one === size).length / sizes.length }));
  const { frequency } = exactStatistics(hmm);
  const floors: number[] = [];
  const plateaus: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const at = EVALUATION_BASE + 4 * draw;
    const loss = (x: Uint8Array, y: Uint8Array) => sinkhornDivergence(x, y, seqLen, hmm.nOutputs).value;
    const of = shares.map(({ size, share }) => {
      const y = sampleHmm(hmm, size, seqLen, seed, 'evaluationData', at);
      const x = sampleHmm(hmm, size, seqLen, seed, 'evaluationData', at + 1);
      const memoryless = sampleIndependent(frequency, size, seqLen, seed, 'evaluationData', at + 2);
      return [share * loss(x, y), share * loss(memoryless, y)] as const;
    });
    floors.push(of.reduce((sum, [floor]) => sum + floor, 0));
    plateaus.push(of.reduce((sum, [, plateau]) => sum + plateau, 0));
  }
  return { batch: Math.max(...sizes), seqLen, floor: meanEstimate(floors), plateau: meanEstimate(plateaus) };
}
