import { type Checkpoint, checkpointScore, judgeCheckpoint } from '../../src/training/checkpoint';
import { pairedLosses } from '../../src/training/evaluation';
import { totalUpdates } from '../../src/training/recipe';
import type { Job } from './job';
import { readLog, readSnapshot, snapshotUpdates } from './runFolder';

/** Checkpoints that are judged again, on a larger held-out sample, before one is kept. */
const FINALISTS = 8;
/** Fresh batches behind a finalist's loss. */
const FINAL_DRAWS = 3;
/** What a loss above its floor costs, beside the emission score; under 2 % it costs nothing. */
const LOSS_COST = 0.5;
const LOSS_FREE = 1.02;
const FINAL_SAMPLE = { runs: 4000, steps: 400 };

/**
 * Share of the updates after which a checkpoint may be chosen. The outputs are right long before the inside has settled, so that the best
 * of all checkpoints by its outputs could be any of them: a network is one that was trained to the end of its recipe.
 */
const SETTLED = 2 / 3;

/**
 * The best of the finalists by emissions and loss on larger held-out samples (trial 1), among the checkpoints of the last third of the
 * training. Nothing about rotation, collapse or mechanism is looked at: those are results.
 * @returns undefined, said on the console, where every such checkpoint is explosive
 */
export function select(job: Job): Checkpoint | undefined {
  // A run that was packed on the way holds only some of its weights.
  const onFile = new Set(snapshotUpdates(job));
  const first = SETTLED * totalUpdates(job.recipe);
  const logged = readLog(job)
    .filter(({ update }) => update >= first && onFile.has(update))
    .flatMap((line) => (line.kind === 'checkpoint' && line.score !== null ? [{ update: line.update, score: line.score }] : []))
    .sort((a, b) => a.score - b.score)
    .slice(0, FINALISTS);
  if (logged.length === 0) {
    const reached = Math.max(0, ...onFile);
    console.error(
      reached < first
        ? `This run ended at update ${reached} of ${totalUpdates(job.recipe)}, in numbers that are not finite: nothing is kept. Try another seed.`
        : 'Every checkpoint in the last third of this run grows without bound: nothing is kept. Try another seed.',
    );
    return undefined;
  }
  const { batch, seqLen } = job.recipe.phases.at(-1)!;
  const finalists = logged.map(({ update }) => {
    const checkpoint = judgeCheckpoint(readSnapshot(job, update), job.hmm, update, job.seed, 1, FINAL_SAMPLE);
    const { losses, floors } = pairedLosses(checkpoint.weights, job.hmm, batch, seqLen, job.seed, FINAL_DRAWS);
    const ratio = losses.reduce((a, b) => a + b, 0) / floors.reduce((a, b) => a + b, 0);
    const score = checkpointScore(checkpoint) + LOSS_COST * Math.max(0, ratio - LOSS_FREE);
    console.log(`  finalist ${update}: score ${score.toFixed(4)}, loss ${ratio.toFixed(3)} × floor`);
    return { checkpoint, score };
  });
  return finalists.reduce((best, next) => (next.score < best.score ? next : best)).checkpoint;
}
