import type { Engine, OptimiserState } from '../../src/training/engine';
import { trainingRun } from '../../src/training/run';
import type { Job } from './job';
import { createProgress } from './progress';
import { record } from './runFolder';

/**
 * Trains a job to its end and writes down what happens.
 * @param resume where to go on from
 * @returns false when Ctrl-C stopped it: the last checkpoint is kept
 */
export async function trainJob(job: Job, engine: Engine, resume: OptimiserState | undefined): Promise<boolean> {
  const { hmm, recipe, seed } = job;
  const progress = createProgress(recipe);
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
  };
  process.once('SIGINT', interrupt);
  for await (const event of trainingRun({ hmm, recipe, seed, engine, controls: {}, resume })) {
    if (event.kind === 'started') {
      if (!resume) job.gain = event.gain;
      progress.started(resume?.updates ?? 0);
      console.log(
        `${hmm.name}, recipe ${job.recipeName}, seed ${seed}, start gain ${job.gain.toFixed(3)}, engine ${engine.description}`,
      );
    }
    await record(job, engine, event);
    progress.tell(event);
    // The run is a chain of resolved promises: without a turn of the event loop no signal would ever be heard.
    await new Promise((resolve) => setImmediate(resolve));
    if (interrupted) {
      console.log(`\nstopped; the last checkpoint is in ${job.folder}. Go on with --resume.`);
      return false;
    }
  }
  process.off('SIGINT', interrupt);
  return true;
}
