import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STUDY_FORMAT, type StudyFile, type StudyModel, type StudyResult } from '../../src/claims/study';
import { readSafetensors, type Tensor } from '../../src/rnn/safetensors';
import { packWeights, type RnnWeights } from '../../src/rnn/weights';
import { writeSafetensors } from '../../src/rnn/writeSafetensors';
import { shortNumbers } from '../networkFiles';

/**
 * The files of the study: results of all runs, and for each model the selected weights. A run that is in the files is not made
 * again.
 */

const resultsFile = (folder: string): string => join(folder, 'study.json');
const weightsFile = (folder: string, model: StudyModel): string => join(folder, `${model}.safetensors`);

/** Results by the id of their run; none where there is no file. */
export function readResults(folder: string): Record<string, StudyResult> {
  const file = resultsFile(folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as StudyFile).results : {};
}

/** Digits of the numbers in the files. */
const DIGITS = 5;

/** Adds a run's result, and its weights where some were kept. */
export function addResult(folder: string, id: string, result: StudyResult, weights: RnnWeights | undefined): void {
  mkdirSync(folder, { recursive: true });
  const results = Object.fromEntries(
    Object.entries({ ...readResults(folder), [id]: result }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  writeFileSync(
    resultsFile(folder),
    `${JSON.stringify({ format: STUDY_FORMAT, version: 1, results } satisfies StudyFile, shortNumbers(DIGITS))}\n`,
  );
  if (!weights) return;
  const file = weightsFile(folder, result.model);
  const { hiddenSize, inputDim, nOutputs } = weights;
  const before: Record<string, Tensor> = existsSync(file) ? readSafetensors(readFileSync(file)).tensors : {};
  const packed = packWeights(weights);
  writeFileSync(
    file,
    writeSafetensors({
      metadata: { format: STUDY_FORMAT, shape: JSON.stringify({ hiddenSize, inputDim, nOutputs }) },
      tensors: { ...before, [id]: { dtype: 'F32', shape: [packed.length], data: packed } },
    }),
  );
}
