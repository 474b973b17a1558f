import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readSafetensors, type Tensor, WeightFileError } from '../../src/rnn/safetensors';
import { packWeights, unpackWeights } from '../../src/rnn/weights';
import { writeSafetensors } from '../../src/rnn/writeSafetensors';
import { chooseHistory, dropInterval } from '../../src/training/history';
import { fail } from '../arguments';
import type { Job } from './job';
import { curvesOf, type LogLine, readKeptState, readLog, readSnapshot, restoreRun, snapshotUpdates } from './runFolder';

/**
 * A run in one small file, so that it can be continued elsewhere: the whole optimiser state, the log, and a few weights in
 * float16. The run continues with the same numbers; but only checkpoints in the file can be selected later.
 */

/** Number of weights that a packed run contains: with H = 150, d = 100 the file stays below 1 MB. */
const PACKED_SNAPSHOTS = 6;

const snapshotName = (update: number): string => `weights.${update}`;

/** Writes the run of a job into `file`. Ends the program with a sentence where there is no run. */
export function packRun(job: Job, file: string): void {
  const kept = readKeptState(job) ?? fail(`There is no run to pack in ${job.folder}.`);
  const log = readLog(job).filter((line) => line.update <= kept.state.updates);
  const { losses, landmarks } = curvesOf(log);
  const chosen = chooseHistory(
    snapshotUpdates(job).filter((update) => update <= kept.state.updates),
    dropInterval(losses, landmarks),
    PACKED_SNAPSHOTS,
  );
  const vector = (dtype: Tensor['dtype'], data: Float32Array): Tensor => ({ dtype, shape: [data.length], data });
  const tensors: Record<string, Tensor> = {
    parameters: vector('F32', kept.state.parameters),
    firstMoment: vector('F32', kept.state.firstMoment),
    secondMoment: vector('F32', kept.state.secondMoment),
  };
  for (const update of chosen) tensors[snapshotName(update)] = vector('F16', packWeights(readSnapshot(job, update)));
  const metadata = {
    format: 'noisy-orbits-run',
    updates: String(kept.state.updates),
    gain: String(kept.gain),
    recipe: JSON.stringify(job.recipe),
    log: JSON.stringify(log),
  };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, writeSafetensors({ metadata, tensors }));
  console.log(`update ${kept.state.updates} with ${chosen.length} of its checkpoints is in ${file}`);
}

/** Unpacks a run into the job's folder. A run that is already there and has made more updates is left alone. */
export function unpackRun(job: Job, file: string): void {
  if (!existsSync(file)) fail(`No such file: "${file}".`);
  const { tensors, metadata } = readSafetensors(readFileSync(file));
  const { parameters, firstMoment, secondMoment } = tensors;
  const updates = Number(metadata.updates);
  if (metadata.format !== 'noisy-orbits-run' || !parameters || !firstMoment || !secondMoment || !Number.isSafeInteger(updates))
    throw new WeightFileError(`${file} is not a packed run.`);
  if (metadata.recipe !== JSON.stringify(job.recipe)) fail(`${file} was trained by another recipe than the one asked for.`);
  const here = readKeptState(job);
  if (here && here.state.updates >= updates) return;
  rmSync(job.folder, { recursive: true, force: true });
  mkdirSync(job.folder, { recursive: true });
  const { hiddenSize, inputDim } = job.recipe;
  const shape = { hiddenSize, inputDim, nOutputs: job.hmm.nOutputs };
  const snapshots = Object.entries(tensors)
    .filter(([name]) => name.startsWith('weights.'))
    .map(([name, { data }]) => ({ update: Number(name.slice('weights.'.length)), weights: unpackWeights(data, shape) }));
  const state = { parameters: parameters.data, firstMoment: firstMoment.data, secondMoment: secondMoment.data, updates };
  restoreRun(job, { state, gain: Number(metadata.gain), log: JSON.parse(metadata.log ?? '[]') as LogLine[], snapshots });
}
