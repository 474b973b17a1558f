import { sampleHmm } from '../../src/hmm/sample';
import { sampleRuns } from '../../src/rnn/simulate';
import type { Preset } from '../../src/training/presets';
import { sinkhornDivergence } from '../../src/training/sinkhorn';
import { batchesOfSet, TRAINING_SET } from '../../src/training/targets';
import type { Job } from './job';
import { readLog, readSnapshot, snapshotUpdates } from './runFolder';

/** The draw of the set that is never trained on; training sets are draw 0 of another stream. */
const VALIDATION_DRAW = 1;
/** Runs of the network that are compared with it: no other evaluation has these draws. */
const VALIDATION_TRIAL = 900;
/** Updates between the checkpoints that are judged: each takes many seconds at N = 4096. */
const EVERY = 100;

/**
 * Mean loss over the batches of a held-out set of as many sequences as the training set, for every hundredth update, and the least of
 * these: what the paper calls its best validation loss.
 * @returns undefined for recipes that train on fresh samples
 */
export function bestValidation(job: Job): Preset['validation'] {
  if (job.recipe.targets !== 'fixed') return undefined;
  const { batch, seqLen } = job.recipe.phases.at(-1)!;
  const held = sampleHmm(job.hmm, TRAINING_SET, seqLen, job.seed, 'evaluationData', VALIDATION_DRAW);
  const onFile = new Set(snapshotUpdates(job));
  const updates = readLog(job).flatMap((line) =>
    line.kind === 'checkpoint' && line.update > 0 && line.update % EVERY === 0 && onFile.has(line.update) ? [line.update] : [],
  );
  const losses = updates.flatMap((update) => {
    const loss = validationLoss(job, update, held, batchesOfSet(batch), seqLen);
    console.log(`  validation loss at ${update}: ${loss.toFixed(3)}`);
    return Number.isFinite(loss) ? [{ update, loss }] : [];
  });
  if (losses.length === 0) return undefined;
  return { ...losses.reduce((best, next) => (next.loss < best.loss ? next : best)), checkpoints: losses.length };
}

/** @returns NaN where the network grows without bound within a sequence */
function validationLoss(job: Job, update: number, held: Uint8Array, sizes: readonly number[], seqLen: number): number {
  const weights = readSnapshot(job, update);
  let first = 0;
  let sum = 0;
  for (const [n, size] of sizes.entries()) {
    const target = held.subarray(first * seqLen, (first + size) * seqLen);
    const own = sampleRuns(weights, { runs: size, steps: seqLen, seed: job.seed, update: VALIDATION_TRIAL + n });
    if (!own.bounded) return Number.NaN;
    sum += sinkhornDivergence(own.outputs, target, seqLen, job.hmm.nOutputs).value;
    first += size;
  }
  return sum / sizes.length;
}
