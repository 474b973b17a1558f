import type { Checkpoint } from '../../src/training/checkpoint';
import type { Engine, OptimiserState } from '../../src/training/engine';
import { type Recipe, remainingWork, totalUpdates } from '../../src/training/recipe';
import { type RunEvent, trainingRun } from '../../src/training/run';
import type { Job } from './job';
import { record } from './runFolder';

/**
 * Trains a job to its end and writes down what happens.
 * @param resume where to go on from
 * @returns false when Ctrl-C stopped it: the last checkpoint is kept
 */
export async function trainJob(job: Job, engine: Engine, resume: OptimiserState | undefined): Promise<boolean> {
  const { hmm, recipe, seed, from } = job;
  const progress = createProgress(recipe);
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
  };
  process.once('SIGINT', interrupt);
  for await (const event of trainingRun({ hmm, recipe, seed, engine, controls: {}, from, resume })) {
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

/** Says what a run is doing: one line that is rewritten on a terminal, a line now and then in a log. */
function createProgress(recipe: Recipe) {
  const total = totalUpdates(recipe);
  let floor = Number.NaN;
  let startedAt = performance.now();
  let startedWork = 0;
  const secondsLeft = (update: number) => {
    const left = remainingWork(recipe, update);
    return ((performance.now() - startedAt) / 1000) * (left / Math.max(1, startedWork - left));
  };
  return {
    /** Time left is counted from here. */
    started(update: number) {
      startedAt = performance.now();
      startedWork = remainingWork(recipe, update);
    },
    tell(event: RunEvent) {
      if (event.kind === 'landmarks') {
        const { batch, seqLen, floor: low, plateau } = event.landmarks;
        floor = low.value;
        console.log(`N=${batch} T=${seqLen}: floor ${floor.toFixed(2)}, i.i.d. plateau ${plateau.value.toFixed(2)}`);
      } else if (event.kind === 'update' && event.update % 5 === 0) {
        const { update, loss } = event;
        const line = `update ${update}/${total}  loss ${loss.toFixed(3)}  floor ${floor.toFixed(3)}  ${Math.round(secondsLeft(update))} s left`;
        if (process.stdout.isTTY) process.stdout.write(`\r${line}   `);
        else if (update % 25 === 0) console.log(line);
      } else if (event.kind === 'checkpoint') console.log(`${process.stdout.isTTY ? '\n' : ''}  ${describe(event.checkpoint)}`);
      else if (event.kind === 'diverged')
        console.log(
          `update ${event.update} was not finite at rate ${event.learningRate}; update ${event.restoredUpdate} is kept.`,
        );
    },
  };
}

function describe({ update, bounded, maxState, error }: Checkpoint): string {
  if (!bounded) return `checkpoint ${update}: explosive (|h| passed ${maxState.toExponential(1)} in the long-run test)`;
  return `checkpoint ${update}: largest cell error ${error!.maxCell.toFixed(3)}, change rate ${(100 * error!.changeRate).toFixed(1)} % off`;
}
