import type { Checkpoint } from '../../src/training/checkpoint';
import { type Recipe, remainingWork, totalUpdates } from '../../src/training/recipe';
import type { RunEvent } from '../../src/training/run';

/** Says what a run is doing: one line that is rewritten on a terminal, a line now and then in a log. */
export function createProgress(recipe: Recipe) {
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
