import '../src/kernels/bundled';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { runId, STUDY_MODELS, type StudyModel, type StudyRun } from '../src/claims/study';
import { createWasmEngine } from '../src/training/engines/wasm/engine';
import { fail, readOptions, usageOf, wholeNumber } from './arguments';
import { studyJob, studyRuns } from './study/cells';
import { addResult, readResults } from './study/files';
import { judgeRun } from './study/judge';
import { studyTable } from './study/table';
import { openRun } from './training/runFolder';
import { trainJob } from './training/trainJob';

const COMMAND = {
  name: 'study',
  about: 'Trains and judges the networks of the study that are not on file yet, and writes the tables.',
  options: {
    model: { value: 'ID', help: 'this model alone' },
    most: { value: 'N', default: '1000', help: 'make at most so many runs' },
    folder: { value: 'FOLDER', default: 'public/study', help: 'where results and weights are kept' },
    runs: { value: 'FOLDER', default: 'runs/study', help: 'where a run under way is kept' },
    doc: { value: 'FILE', default: 'docs/recipes.md', help: 'document the tables stand in' },
  },
  examples: ['--model chain-3 --most 4', ''],
} as const;
const USAGE = usageOf(COMMAND);

const { values } = readOptions(COMMAND);
const folder = values.folder;
const only = values.model as StudyModel | undefined;
if (only && !STUDY_MODELS.includes(only)) fail(`--model must be one of ${STUDY_MODELS.join(', ')}, got "${only}".\n${USAGE}`);
const models = only ? [only] : STUDY_MODELS;

/** Trains and judges one run. @returns false when Ctrl-C stopped it */
async function make(run: StudyRun): Promise<boolean> {
  const job = studyJob(run, values.runs);
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
for (const run of due.slice(0, wholeNumber('most', values.most, 0))) {
  if (!(await make(run))) break;
  writeTables(values.doc);
}
writeTables(values.doc);
