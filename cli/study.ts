import '../src/kernels/bundled';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWasmEngine } from '../src/training/engines/wasm/engine';
import { fail, readOptions } from './arguments';
import { STUDY_MODELS, type StudyModel, studyJob, studyRuns } from './study/cells';
import { openRun } from './training/runFolder';
import { trainJob } from './training/trainJob';

const USAGE = 'npm run study -- [--model chain-3] [--folder runs/study]';

const { values } = readOptions({ model: { type: 'string' }, folder: { type: 'string', default: 'runs/study' } }, USAGE);
const folder = values.folder as string;
const only = values.model as StudyModel | undefined;
if (only && !STUDY_MODELS.includes(only)) fail(`--model must be one of ${STUDY_MODELS.join(', ')}, got "${only}".\n${USAGE}`);

for (const model of only ? [only] : STUDY_MODELS)
  for (const run of studyRuns(model)) {
    const job = studyJob(run, folder);
    const done = join(job.folder, 'trained');
    if (existsSync(done)) continue;
    const engine = createWasmEngine();
    if (!(await trainJob(job, engine, openRun(job, true)))) process.exit(1);
    writeFileSync(done, '');
  }
