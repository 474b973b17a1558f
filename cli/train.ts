import '../src/kernels/bundled';
import { openTrainingEngine } from './training/engine';
import { readJob } from './training/job';
import { packRun, unpackRun } from './training/packRun';
import { publish } from './training/publish';
import { openRun } from './training/runFolder';
import { select } from './training/select';
import { trainJob } from './training/trainJob';

/** Status after Ctrl-C, as shells have it. */
const INTERRUPTED = 130;

const { job, resume, pack, unpack, engine: wanted } = readJob();
if (pack) packRun(job, pack);
else {
  if (unpack) unpackRun(job, unpack);
  const engine = await openTrainingEngine(wanted, job);
  if (await trainJob(job, engine, openRun(job, resume))) {
    const chosen = select(job);
    if (chosen) publish(job, chosen, engine.id);
    else process.exitCode = 1;
  } else process.exitCode = INTERRUPTED;
}
