import '../src/kernels/bundled';
import type { Engine, OptimiserState } from '../src/training/engine';
import { createWasmEngine } from '../src/training/engines/wasm/engine';
import { trainingRun } from '../src/training/run';
import { type Job, readJob } from './training/job';
import { packRun, unpackRun } from './training/packRun';
import { createProgress } from './training/progress';
import { publish, select } from './training/publish';
import { openRun, record } from './training/runFolder';

/** Runs to the end. @returns false when Ctrl-C stopped it: the last checkpoint is kept */
async function train(job: Job, engine: Engine, resume: OptimiserState | undefined): Promise<boolean> {
  const { hmm, recipe, seed } = job;
  const progress = createProgress(recipe);
  let interrupted = false;
  process.once('SIGINT', () => {
    interrupted = true;
  });
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
  return true;
}

const { job, resume, pack, unpack } = readJob();
if (pack) packRun(job, pack);
else {
  if (unpack) unpackRun(job, unpack);
  const engine = createWasmEngine();
  if (await train(job, engine, openRun(job, resume))) publish(job, select(job), engine.id);
}
