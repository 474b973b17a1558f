import { existsSync, readFileSync } from 'node:fs';
import { PAPER_HMMS } from '../src/hmm/paper';
import { readWeights, WeightFileError } from '../src/rnn/safetensors';
import { RECIPES } from '../src/training/recipe';
import { fail, presetId, readOptions, wholeNumber } from './arguments';
import { evaluateAndPrint } from './report';

const USAGE = 'npm run evaluate -- FILE.safetensors --preset chain-2 [--seed 1] [--runs 20] [--steps 100000]';

const { values, positionals } = readOptions(
  {
    preset: { type: 'string' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '20' },
    steps: { type: 'string', default: '100000' },
  },
  USAGE,
);
const file = positionals[0];
if (!file || !existsSync(file)) fail(`No such file: "${file ?? ''}".\n${USAGE}`);
try {
  const { weights, metadata } = readWeights(readFileSync(file));
  const fromFile = metadata.preset ? (JSON.parse(metadata.preset) as { hmm?: string }).hmm : undefined;
  const preset = presetId((values.preset as string | undefined) ?? fromFile);
  const last = RECIPES[preset].phases.at(-1)!;
  console.log(
    `${file}: H=${weights.hiddenSize}, d=${weights.inputDim}, K=${weights.nOutputs}, against ${PAPER_HMMS[preset].name}`,
  );
  evaluateAndPrint(weights, PAPER_HMMS[preset], last.batch, last.seqLen, wholeNumber('seed', values.seed as string, 0), {
    runs: wholeNumber('runs', values.runs as string, 1),
    steps: wholeNumber('steps', values.steps as string, 1),
  });
} catch (error) {
  if (error instanceof WeightFileError) fail(`${file}: ${error.message}`);
  throw error;
}
