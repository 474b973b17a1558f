import { makeHmm, PAPER_HMM_IDS, PAPER_HMMS } from '../../hmm/models';
import type { HmmSpec } from '../../hmm/spec';
import type { BoundednessReport } from '../../rnn/simulate';
import type { PendingImport } from './pendingImport';

/** What the dialog offers for a network from a file, and what it says of one that cannot be compared with any model. */

/** Models that can be offered for a network: all have as many outputs. */
export function offeredModels({ weights, hmm, modelFile }: PendingImport): Record<string, HmmSpec> {
  const paper = PAPER_HMM_IDS.filter((id) => PAPER_HMMS[id].nOutputs === weights.nOutputs).map((id) => [id, PAPER_HMMS[id]]);
  return {
    ...(hmm ? { named: hmm } : {}),
    ...(modelFile ? { file: modelFile.hmm } : {}),
    ...(Object.fromEntries(paper) as Record<string, HmmSpec>),
  };
}

/** The model of a network that emulates none: independent draws in which all outputs are equally likely. */
export const noModel = (nOutputs: number): HmmSpec =>
  makeHmm('No model: all outputs equally likely', 'custom', [[1]], [new Array<number>(nOutputs).fill(1 / nOutputs)]);

/** Says of a network that it grows without bound; undefined for one that stays bounded. */
export function growthSentence(growth: BoundednessReport | undefined): string | undefined {
  if (!growth || growth.bounded) return undefined;
  return `This network grows without bound: within ${growth.divergedAt} steps of a run with noise one of its units passes 10,000. Such a network emulates no hidden Markov model. What is fitted to it or measured on it describes the beginning of its runs at most.`;
}
