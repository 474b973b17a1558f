import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeParse } from 'valibot';
import { PAPER_HMMS, type PaperHmmId } from '../src/hmm/paper';
import { readWeights, writeWeights } from '../src/rnn/safetensors';
import { type Checkpoint, checkpointScore, judgeCheckpoint } from '../src/training/checkpoint';
import type { Engine, OptimiserState } from '../src/training/engine';
import { createWasmEngine } from '../src/training/engines/wasm/engine';
import { type Preset, PresetIndexSchema } from '../src/training/presets';
import { RECIPES, type Recipe, recipeProblem, remainingWork, totalUpdates } from '../src/training/recipe';
import { type RunEvent, trainingRun } from '../src/training/run';
import { readState, writeState } from '../src/training/stateFile';
import { fail, presetId, readOptions, wholeNumber } from './arguments';
import { evaluateAndPrint } from './report';

const USAGE =
  'npm run train -- --preset chain-2 [--seed 1] [--id chain-2] [--out public/presets] [--runs runs] [--recipe FILE.json] [--resume]';

/** Checkpoints that are judged again, on a larger held-out sample, before one is kept. */
const FINALISTS = 5;
const FINAL_SAMPLE = { runs: 400, steps: 400 };

interface Job {
  preset: PaperHmmId;
  id: string;
  seed: number;
  out: string;
  folder: string;
  recipe: Recipe;
  /** Start gain in force: the recipe's, or the smaller one that stays bounded. */
  gain: number;
}

function readJob(): { job: Job; resume: boolean } {
  const { values } = readOptions(
    {
      preset: { type: 'string' },
      seed: { type: 'string', default: '1' },
      id: { type: 'string' },
      out: { type: 'string', default: 'public/presets' },
      runs: { type: 'string', default: 'runs' },
      recipe: { type: 'string' },
      resume: { type: 'boolean', default: false },
    },
    USAGE,
  );
  const preset = presetId(values.preset as string | undefined);
  const seed = wholeNumber('seed', values.seed as string, 0);
  const recipe = readRecipe(preset, values.recipe as string | undefined);
  const folder = join(values.runs as string, `${preset}-seed-${seed}`);
  const id = (values.id as string | undefined) ?? preset;
  return {
    job: { preset, id, seed, out: values.out as string, folder, recipe, gain: recipe.initialGain },
    resume: values.resume as boolean,
  };
}

/** The model's own recipe, with the fields of a JSON file put over it. */
function readRecipe(preset: PaperHmmId, file: string | undefined): Recipe {
  if (!file) return RECIPES[preset];
  if (!existsSync(file)) fail(`No such recipe file: "${file}".`);
  const recipe = { ...RECIPES[preset], ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<Recipe>) };
  const problem = recipeProblem(recipe);
  return problem ? fail(`${file}: ${problem}`) : recipe;
}

const checkpointFile = (job: Job, update: number) =>
  join(job.folder, `checkpoint-${String(update).padStart(6, '0')}.safetensors`);
const stateFile = (job: Job) => join(job.folder, 'state.safetensors');
const logFile = (job: Job) => join(job.folder, 'log.jsonl');

/** What the log keeps of a checkpoint. */
interface LoggedCheckpoint {
  kind: 'checkpoint';
  update: number;
  score: number | null;
}

function openRun(job: Job, resume: boolean): OptimiserState | undefined {
  if (resume && existsSync(stateFile(job))) {
    const { state, metadata } = readState(readFileSync(stateFile(job)));
    job.gain = Number(metadata.gain ?? job.gain);
    // Log lines past the saved state belong to work that will be done again.
    const kept = readFileSync(logFile(job), 'utf8')
      .split('\n')
      .filter((line) => line && JSON.parse(line).update <= state.updates);
    writeFileSync(logFile(job), kept.map((line) => `${line}\n`).join(''));
    console.log(`resuming at update ${state.updates}`);
    return state;
  }
  rmSync(job.folder, { recursive: true, force: true });
  mkdirSync(job.folder, { recursive: true });
  return undefined;
}

/** Progress on one line: loss against floor and plateau, time left. */
function createProgress(job: Job) {
  const total = totalUpdates(job.recipe);
  const weight = (from: number) => remainingWork(job.recipe, from);
  let floor = Number.NaN;
  let startedAt = performance.now();
  let startedWork = 0;
  return {
    landmarks: (value: number) => {
      floor = value;
    },
    started: (update: number) => {
      startedAt = performance.now();
      startedWork = weight(update);
    },
    line: (update: number, loss: number) => {
      const elapsed = (performance.now() - startedAt) / 1000;
      const left = (elapsed * weight(update)) / Math.max(1, startedWork - weight(update));
      return `update ${update}/${total}  loss ${loss.toFixed(3)}  floor ${floor.toFixed(3)}  ${Math.round(left)} s left`;
    },
  };
}

async function train(job: Job, engine: Engine, resume: OptimiserState | undefined): Promise<boolean> {
  const { preset, recipe, seed } = job;
  const progress = createProgress(job);
  let interrupted = false;
  process.once('SIGINT', () => {
    interrupted = true;
  });
  for await (const event of trainingRun({ hmm: PAPER_HMMS[preset], recipe, seed, engine, controls: {}, resume })) {
    if (event.kind === 'started' && !resume) job.gain = event.gain;
    await record(job, engine, event);
    if (event.kind === 'started') {
      progress.started(resume?.updates ?? 0);
      console.log(`${preset}, seed ${seed}, start gain ${job.gain.toFixed(3)}, engine ${engine.description}`);
    }
    if (event.kind === 'landmarks') {
      progress.landmarks(event.landmarks.floor.value);
      const { floor, plateau, batch, seqLen } = event.landmarks;
      console.log(`N=${batch} T=${seqLen}: floor ${floor.value.toFixed(2)}, i.i.d. plateau ${plateau.value.toFixed(2)}`);
    }
    if (event.kind === 'update' && event.update % 5 === 0) {
      const line = progress.line(event.update, event.loss);
      if (process.stdout.isTTY) process.stdout.write(`\r${line}   `);
      else if (event.update % 25 === 0) console.log(line);
    }
    if (event.kind === 'checkpoint') console.log(`${process.stdout.isTTY ? '\n' : ''}  ${describe(event.checkpoint)}`);
    if (event.kind === 'diverged')
      console.log(
        `update ${event.update} was not finite at rate ${event.learningRate}; the weights of update ${event.restoredUpdate} are kept.`,
      );
    if (interrupted) {
      console.log(`\nstopped; the last checkpoint is in ${job.folder}. Go on with --resume.`);
      return false;
    }
  }
  return true;
}

function describe({ update, bounded, maxState, error }: Checkpoint): string {
  if (!bounded) return `checkpoint ${update}: explosive (|h| passed ${maxState.toExponential(1)} in the long-run test)`;
  return `checkpoint ${update}: largest cell error ${error!.maxCell.toFixed(3)}, change rate ${(100 * error!.changeRate).toFixed(1)} % off`;
}

async function record(job: Job, engine: Engine, event: RunEvent): Promise<void> {
  if (event.kind === 'checkpoint') {
    const { checkpoint } = event;
    const score = checkpointScore(checkpoint);
    writeFileSync(
      checkpointFile(job, checkpoint.update),
      writeWeights(checkpoint.weights, { update: String(checkpoint.update) }),
    );
    writeFileSync(stateFile(job), writeState(await engine.readState(), { gain: String(job.gain) }));
    const logged: LoggedCheckpoint = {
      kind: 'checkpoint',
      update: checkpoint.update,
      score: Number.isFinite(score) ? score : null,
    };
    appendFileSync(logFile(job), `${JSON.stringify({ ...logged, error: checkpoint.error, maxState: checkpoint.maxState })}\n`);
  } else if (event.kind === 'update') appendFileSync(logFile(job), `${JSON.stringify(event)}\n`);
}

/** The best of the finalists by held-out emissions on a larger sample (trial 1). */
function select(job: Job): Checkpoint {
  const hmm = PAPER_HMMS[job.preset];
  const logged = readFileSync(logFile(job), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as LoggedCheckpoint)
    .filter((entry) => entry.kind === 'checkpoint' && entry.score !== null)
    .sort((a, b) => a.score! - b.score!)
    .slice(0, FINALISTS);
  if (logged.length === 0) fail('Every checkpoint of this run is explosive: nothing is kept. Try another seed.');
  const finalists = logged.map(({ update }) => {
    const { weights } = readWeights(readFileSync(checkpointFile(job, update)));
    return judgeCheckpoint(weights, hmm, update, job.seed, 1, FINAL_SAMPLE);
  });
  return finalists.reduce((best, next) => (checkpointScore(next) < checkpointScore(best) ? next : best));
}

function publish(job: Job, chosen: Checkpoint, engine: string): void {
  const hmm = PAPER_HMMS[job.preset];
  const last = job.recipe.phases.at(-1)!;
  console.log(`\nkept checkpoint ${chosen.update}; judged on fresh draws:`);
  // A seed of its own: selection must not have seen these draws.
  const scores = evaluateAndPrint(chosen.weights, hmm, last.batch, last.seqLen, job.seed + 1_000_000, {
    runs: 20,
    steps: 100_000,
  });
  mkdirSync(job.out, { recursive: true });
  const preset: Preset = {
    id: job.id,
    hmm: job.preset,
    name: hmm.name,
    file: `${job.id}.safetensors`,
    hiddenSize: chosen.weights.hiddenSize,
    inputDim: chosen.weights.inputDim,
    seed: job.seed,
    update: chosen.update,
    engine,
    gain: job.gain,
    recipe: job.recipe as unknown as Record<string, unknown>,
    scores,
  };
  const { scores: _, ...metadata } = preset;
  writeFileSync(
    join(job.out, preset.file),
    writeWeights(chosen.weights, { preset: JSON.stringify(metadata), hmm: JSON.stringify(hmm), scores: JSON.stringify(scores) }),
  );
  const indexFile = join(job.out, 'index.json');
  const parsed = existsSync(indexFile) ? safeParse(PresetIndexSchema, JSON.parse(readFileSync(indexFile, 'utf8'))) : undefined;
  const others = parsed?.success ? parsed.output.presets.filter((entry) => entry.id !== preset.id) : [];
  const presets = [...others, preset].sort((a, b) => a.id.localeCompare(b.id));
  writeFileSync(indexFile, `${JSON.stringify({ version: 1, presets }, null, 1)}\n`);
  console.log(`wrote ${join(job.out, preset.file)} and ${indexFile}`);
}

const { job, resume } = readJob();
const engine = await createWasmEngine();
if (await train(job, engine, openRun(job, resume))) publish(job, select(job), engine.id);
