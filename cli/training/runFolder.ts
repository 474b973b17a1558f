import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWeights } from '../../src/rnn/safetensors';
import { type RnnWeights, unpackWeights } from '../../src/rnn/weights';
import { writeWeights } from '../../src/rnn/writeSafetensors';
import { checkpointScore, readState, writeState } from '../../src/training/checkpoint';
import type { Engine, OptimiserState } from '../../src/training/engine';
import type { HistoryLandmark } from '../../src/training/history';
import type { RunEvent } from '../../src/training/run';
import type { Job } from './job';

/** What a run leaves on disk: a log, the weights every few updates, and the state to go on from. */

/** Updates between kept weights: close enough to show the drop, which comes early; further apart later, where little changes. */
const SNAPSHOT_EVERY = { early: 5, late: 25, from: 1500 };
const isKept = (update: number): boolean =>
  update % (update <= SNAPSHOT_EVERY.from ? SNAPSHOT_EVERY.early : SNAPSHOT_EVERY.late) === 0;

export type LogLine =
  | { kind: 'update'; update: number; loss: number }
  | { kind: 'checkpoint'; update: number; score: number | null }
  | { kind: 'landmarks'; update: number; batch: number; seqLen: number; floor: number; plateau: number };

const snapshotFile = (job: Job, update: number) => join(job.folder, `weights-${String(update).padStart(6, '0')}.safetensors`);
const stateFile = (job: Job) => join(job.folder, 'state.safetensors');
const logFile = (job: Job) => join(job.folder, 'log.jsonl');
/** Adds a line. A resumed run tells its first checkpoint and its phase's landmarks again: those are not written twice. */
function append(job: Job, line: LogLine): void {
  const told =
    line.kind !== 'update' &&
    existsSync(logFile(job)) &&
    readLog(job).some((l) => l.kind === line.kind && l.update === line.update);
  if (!told) appendFileSync(logFile(job), `${JSON.stringify(line)}\n`);
}

/** The log. A last line cut off by a kill is left out: what it told will be told again. */
export function readLog(job: Job): LogLine[] {
  const text = readFileSync(logFile(job), 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as LogLine);
}

/** Losses and landmarks of a log, as a history holds them. */
export function curvesOf(log: readonly LogLine[]): { losses: number[]; landmarks: HistoryLandmark[] } {
  return {
    losses: log.flatMap((line) => (line.kind === 'update' ? [line.loss] : [])),
    landmarks: log.flatMap((line) =>
      line.kind === 'landmarks'
        ? [{ firstUpdate: line.update, batch: line.batch, seqLen: line.seqLen, floor: line.floor, plateau: line.plateau }]
        : [],
    ),
  };
}

/** Writes a file whole or not at all: a kill in the middle leaves the old one. */
function writeAtomically(file: string, bytes: Uint8Array | string): void {
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
}

export const readSnapshot = (job: Job, update: number): RnnWeights =>
  readWeights(readFileSync(snapshotFile(job, update))).weights;

/** Updates whose weights were kept, ascending. */
export const snapshotUpdates = (job: Job): number[] =>
  readdirSync(job.folder)
    .map((name) => Number(name.match(/^weights-(\d+)\.safetensors$/)?.[1] ?? Number.NaN))
    .filter((update) => !Number.isNaN(update))
    .sort((a, b) => a - b);

/** The optimiser state a folder holds, with the start gain that was in force; undefined where there is none. */
export function readKeptState(job: Job): { state: OptimiserState; gain: number } | undefined {
  if (!existsSync(stateFile(job))) return undefined;
  const { state, metadata } = readState(readFileSync(stateFile(job)));
  return { state, gain: Number(metadata.gain ?? job.gain) };
}

/** Fills an empty folder with a run that was elsewhere. */
export function restoreRun(
  job: Job,
  run: { state: OptimiserState; gain: number; log: LogLine[]; snapshots: { update: number; weights: RnnWeights }[] },
): void {
  for (const { update, weights } of run.snapshots) writeAtomically(snapshotFile(job, update), writeWeights(weights));
  writeAtomically(logFile(job), run.log.map((line) => `${JSON.stringify(line)}\n`).join(''));
  writeAtomically(stateFile(job), writeState(run.state, { gain: String(run.gain) }));
}

/** Starts a folder afresh, or takes up the state it holds. */
export function openRun(job: Job, resume: boolean): OptimiserState | undefined {
  const held = resume ? readKeptState(job) : undefined;
  if (held) {
    const { state, gain } = held;
    job.gain = gain;
    // Log lines past the saved state belong to work that will be done again.
    const kept = readLog(job).filter((line) => line.update <= state.updates);
    writeAtomically(logFile(job), kept.map((line) => `${JSON.stringify(line)}\n`).join(''));
    console.log(`resuming at update ${state.updates}`);
    return state;
  }
  rmSync(job.folder, { recursive: true, force: true });
  mkdirSync(job.folder, { recursive: true });
  return undefined;
}

/** Writes down an event of the run. */
export async function record(job: Job, engine: Engine, event: RunEvent): Promise<void> {
  if (event.kind === 'checkpoint') {
    const { update, weights } = event.checkpoint;
    const score = checkpointScore(event.checkpoint);
    writeAtomically(snapshotFile(job, update), writeWeights(weights));
    append(job, { kind: 'checkpoint', update, score: Number.isFinite(score) ? score : null });
    // Last: a state on file means that everything before it is on file too.
    writeAtomically(stateFile(job), writeState(await engine.readState(), { gain: String(job.gain) }));
  } else if (event.kind === 'update') {
    append(job, { kind: 'update', update: event.update, loss: event.loss });
    if (isKept(event.update)) {
      const { parameters } = await engine.readState();
      const shape = {
        hiddenSize: job.recipe.hiddenSize,
        inputDim: job.recipe.inputDim,
        nOutputs: job.hmm.nOutputs,
      };
      writeAtomically(snapshotFile(job, event.update), writeWeights(unpackWeights(parameters, shape)));
    }
  } else if (event.kind === 'landmarks') {
    const { batch, seqLen, floor, plateau } = event.landmarks;
    append(job, { kind: 'landmarks', update: event.firstUpdate, batch, seqLen, floor: floor.value, plateau: plateau.value });
  }
}
