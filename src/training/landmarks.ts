import { sampleHmm, sampleIndependent } from '../hmm/sample';
import type { HmmSpec } from '../hmm/spec';
import { exactStatistics } from '../hmm/statistics';
import { type Estimate, meanEstimate } from '../math/statistics';
import { sinkhornDivergence } from './sinkhorn';

/** The two lines a loss is read against, at its own batch size and length (science §0.3, §0.4). */
export interface LossLandmarks {
  batch: number;
  seqLen: number;
  /** Loss between two independent HMM samples: the best a finite batch allows. */
  floor: Estimate;
  /** Loss of independent draws with the right marginals: where training waits before it finds memory. */
  plateau: Estimate;
}

/** Updates from here on are never reached by training, so these draws are independent of the training data. */
const EVALUATION_BASE = 0x40000000;

/** Mean over `draws` fresh pairs of samples with Student intervals. */
export function lossLandmarks(hmm: HmmSpec, batch: number, seqLen: number, seed: number, draws: number): LossLandmarks {
  const { frequency } = exactStatistics(hmm);
  const floors: number[] = [];
  const plateaus: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const at = EVALUATION_BASE + 4 * draw;
    const y = sampleHmm(hmm, batch, seqLen, seed, 'evaluationData', at);
    const x = sampleHmm(hmm, batch, seqLen, seed, 'evaluationData', at + 1);
    const memoryless = sampleIndependent(frequency, batch, seqLen, seed, 'evaluationData', at + 2);
    floors.push(sinkhornDivergence(x, y, seqLen, hmm.nOutputs).value);
    plateaus.push(sinkhornDivergence(memoryless, y, seqLen, hmm.nOutputs).value);
  }
  return { batch, seqLen, floor: meanEstimate(floors), plateau: meanEstimate(plateaus) };
}
