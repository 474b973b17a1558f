import type { ClaimFinding, ClaimId, ClaimResult, ClaimRow } from '../../../src/claims/claim';
import { type ClaimInput, createClaimContext, type SiblingNetwork } from '../../../src/claims/context';
import { runClaims } from '../../../src/claims/index';
import { PAPER_HMMS, type PaperHmmId } from '../../../src/hmm/models';
import { finish } from '../../../src/math/progress';
import { initialWeights } from '../../../src/rnn/weights';
import { exampleNetwork } from '../../exampleNetwork';

/** A trained network. */
export const example = (id: string, hmm: PaperHmmId): SiblingNetwork => ({
  id,
  hmm: PAPER_HMMS[hmm],
  weights: exampleNetwork(id),
});

export function exampleInput(id: PaperHmmId): ClaimInput {
  const { weights, hmm } = example(id, id);
  return { weights, hmm, seed: 1, seqLen: 40 };
}

/** Start weights as the paper has them. */
export const untrained = (id: PaperHmmId, gain = 1, shape = { hiddenSize: 64, inputDim: 16 }): ClaimInput => ({
  weights: initialWeights({ ...shape, nOutputs: 3 }, 1, gain),
  hmm: PAPER_HMMS[id],
  seed: 1,
  seqLen: 40,
});

/** Every unit excites itself by more than 1: nothing can hold it. */
export function exploding(): ClaimInput {
  const input = untrained('chain-2', 1, { hiddenSize: 8, inputDim: 4 });
  for (let i = 0; i < 8; i++) input.weights.recurrentWeights[i * 8 + i] = 1.5;
  return input;
}

export const results = (input: ClaimInput, ...only: ClaimId[]): ClaimResult[] =>
  finish(
    (function* () {
      const work = runClaims(input, only.length > 0 ? { only } : {});
      let step = work.next();
      for (; !step.done; step = work.next()) yield step.value.progress;
      return step.value;
    })(),
  );

export const runRow = (row: ClaimRow, input: ClaimInput): ClaimFinding => finish(row.run(createClaimContext(input)));
