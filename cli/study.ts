import '../src/kernels/bundled';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createWasmEngine } from '../src/training/engines/wasm/engine';
import { fail, readOptions, wholeNumber } from './arguments';
import { runId, STUDY_MODELS, type StudyModel, type StudyRun, studyJob, studyRuns } from './study/cells';
import { addResult, readResults } from './study/files';
import { judgeRun } from './study/judge';
import { studyTable } from './study/table';
import { openRun } from './training/runFolder';
import { trainJob } from './training/trainJob';

const USAGE =
  'npm run study -- [--model chain-3] [--most N] [--folder public/study] [--runs runs/study] [--doc docs/recipes.md]\n' +
  'Makes the runs that are not on file yet, at most N of them, and writes the table into the document.';

const { values } = readOptions(
  {
    model: { type: 'string' },
    most: { type: 'string', default: '1000' },
    folder: { type: 'string', default: 'public/study' },
    runs: { type: 'string', default: 'runs/study' },
    doc: { type: 'string', default: 'docs/recipes.md' },
  },
  USAGE,
);
const folder = values.folder as string;
const only = values.model as StudyModel | undefined;
if (only && !STUDY_MODELS.includes(only)) fail(`--model must be one of ${STUDY_MODELS.join(', ')}, got "${only}".\n${USAGE}`);
const models = only ? [only] : STUDY_MODELS;

/** Trains and judges one run. @returns false when Ctrl-C stopped it */
async function make(run: StudyRun): Promise<boolean> {
  const job = studyJob(run, values.runs as string);
  if (!(await trainJob(job, createWasmEngine(), openRun(job, true)))) return false;
  const { result, weights } = judgeRun(run, job);
  addResult(folder, runId(run), result, weights);
  // Its result and its weights are on file now; the folder holds hundreds of checkpoints.
  rmSync(job.folder, { recursive: true, force: true });
  return true;
}

/** The tables stand between these two lines of the document. */
const BEGIN = '<!-- study: made by npm run study -->';
const END = '<!-- /study -->';

function writeTables(file: string): void {
  const results = Object.values(readResults(folder));
  const tables = STUDY_MODELS.map((model) => studyTable(model, results)).join('\n\n');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : `${BEGIN}\n${END}\n`;
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END);
  if (from < 0 || to < from) fail(`${file} lacks the lines “${BEGIN}” and “${END}”.`);
  writeFileSync(file, `${text.slice(0, from + BEGIN.length)}\n\n${tables}\n\n${text.slice(to)}`);
}

const made = readResults(folder);
const due = models.flatMap(studyRuns).filter((run) => !made[runId(run)]);
for (const run of due.slice(0, wholeNumber('most', values.most as string, 0))) {
  if (!(await make(run))) break;
  writeTables(values.doc as string);
}
writeTables(values.doc as string);
