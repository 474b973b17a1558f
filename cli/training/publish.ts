import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packWeights, type RnnShape } from '../../src/rnn/weights';
import { writeWeights } from '../../src/rnn/writeSafetensors';
import { type Checkpoint, judgeCheckpoint } from '../../src/training/checkpoint';
import { chooseHistory, dropInterval, type HistoryCheckpoint, writeHistory } from '../../src/training/history';
import type { Preset } from '../../src/training/presets';
import { readIndex, writeIndex } from '../networkFiles';
import { evaluateAndPrint, missesAndPrint } from '../report';
import type { Job } from './job';
import { curvesOf, readLog, readSnapshot, snapshotUpdates } from './runFolder';
import { bestValidation } from './validation';

/** Number of checkpoints in a shipped history. */
const HISTORY_LENGTH = 32;

/**
 * Evaluates the selected checkpoint on draws that were never used before, writes network and history, and lists it in index.json.
 */
export function publish(job: Job, chosen: Checkpoint, engine: string): void {
  const { hmm } = job;
  const last = job.recipe.phases.at(-1)!;
  console.log(`\nkept checkpoint ${chosen.update}; judged on fresh draws:`);
  // A separate seed, because the selection must not have used these draws.
  const scores = evaluateAndPrint(chosen.weights, hmm, last.batch, last.seqLen, job.seed + 1_000_000, {
    runs: 20,
    steps: 100_000,
  });
  const misses = missesAndPrint(job.preset, scores);
  const validation = bestValidation(job);
  const preset: Preset = {
    id: job.id,
    hmm: job.preset ?? '',
    name: hmm.name,
    file: `${job.id}.safetensors`,
    ...(job.finalOnly ? {} : { history: `${job.id}.history.safetensors` }),
    misses,
    hiddenSize: chosen.weights.hiddenSize,
    inputDim: chosen.weights.inputDim,
    seed: job.seed,
    update: chosen.update,
    engine,
    gain: job.gain,
    recipeName: job.recipeName,
    recipe: job.recipe as unknown as Record<string, unknown>,
    scores,
    ...(validation ? { validation } : {}),
  };
  mkdirSync(job.out, { recursive: true });
  if (preset.history) writeFileSync(join(job.out, preset.history), historyFile(job));
  const { scores: _, ...metadata } = preset;
  writeFileSync(
    join(job.out, preset.file),
    writeWeights(chosen.weights, { preset: JSON.stringify(metadata), hmm: JSON.stringify(hmm), scores: JSON.stringify(scores) }),
  );
  // A model of one's own has no row in the list of the app: its network is opened from the file.
  if (job.preset) writeIndex(job.out, [...readIndex(job.out).filter((entry) => entry.id !== preset.id), preset]);
  console.log(`wrote ${[preset.file, preset.history].filter(Boolean).join(' and ')} in ${job.out}`);
}

function historyFile(job: Job): Uint8Array<ArrayBuffer> {
  const { losses, landmarks } = curvesOf(readLog(job));
  const updates = chooseHistory(snapshotUpdates(job), dropInterval(losses, landmarks), HISTORY_LENGTH);
  const weights = updates.map((update) => readSnapshot(job, update));
  const marks = weights.map((w, i): HistoryCheckpoint => {
    const { bounded, error } = judgeCheckpoint(w, job.hmm, updates[i]!, job.seed);
    return { update: updates[i]!, bounded, ...(error ? { maxCell: error.maxCell, changeRate: error.changeRate } : {}) };
  });
  return writeHistory({ shape: shapeOf(weights[0]!), landmarks, losses }, marks, weights.map(packWeights));
}

const shapeOf = ({ hiddenSize, inputDim, nOutputs }: RnnShape): RnnShape => ({ hiddenSize, inputDim, nOutputs });
