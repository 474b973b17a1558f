import '../src/kernels/bundled';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAPER_HMMS, type PaperHmmId } from '../src/hmm/paper';
import { readWeights, WeightFileError } from '../src/rnn/safetensors';
import type { RnnWeights } from '../src/rnn/weights';
import { missedBars } from '../src/training/bars';
import type { Preset } from '../src/training/presets';
import { RECIPES } from '../src/training/recipes';
import { fail, presetId, readOptions, wholeNumber } from './arguments';
import { readIndex, writeIndex } from './presetFolder';
import { evaluateAndPrint } from './report';

const USAGE =
  'npm run evaluate -- FILE.safetensors --preset chain-2 [--seed 1] [--runs 20] [--steps 100000]\n' +
  'npm run evaluate -- --all [--folder public/presets] [--write]';

const { values, positionals } = readOptions(
  {
    all: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    folder: { type: 'string', default: 'public/presets' },
    preset: { type: 'string' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '20' },
    steps: { type: 'string', default: '100000' },
  },
  USAGE,
);
const free = { runs: wholeNumber('runs', values.runs as string, 1), steps: wholeNumber('steps', values.steps as string, 1) };

function read(file: string): { weights: RnnWeights; metadata: Record<string, string> } {
  if (!existsSync(file)) fail(`No such file: "${file}".\n${USAGE}`);
  try {
    return readWeights(readFileSync(file));
  } catch (error) {
    if (error instanceof WeightFileError) fail(`${file}: ${error.message}`);
    throw error;
  }
}

/** Judges one network on fresh draws and prints the numbers and the bars it misses. */
function judge(name: string, weights: RnnWeights, id: PaperHmmId, seed: number): Pick<Preset, 'scores' | 'misses'> {
  const last = RECIPES.live[id].phases.at(-1)!;
  console.log(`\n${name}: H=${weights.hiddenSize}, d=${weights.inputDim}, K=${weights.nOutputs}, against ${PAPER_HMMS[id].name}`);
  const scores = evaluateAndPrint(weights, PAPER_HMMS[id], last.batch, last.seqLen, seed, free);
  const misses = missedBars(id, scores);
  console.log(misses.length ? `MISSES: ${misses.join('; ')}` : 'meets every bar');
  return { scores, misses };
}

if (values.all) {
  const folder = values.folder as string;
  const judged = readIndex(folder).map((preset): Preset => {
    const { weights } = read(join(folder, preset.file));
    return { ...preset, ...judge(preset.id, weights, presetId(preset.hmm), preset.seed + 2_000_000) };
  });
  console.log(`\n${judged.filter((preset) => preset.misses.length === 0).length} of ${judged.length} networks meet every bar.`);
  if (values.write) writeIndex(folder, judged);
} else {
  const file = positionals[0] ?? fail(USAGE);
  const { weights, metadata } = read(file);
  const fromFile = metadata.preset ? (JSON.parse(metadata.preset) as { hmm?: string }).hmm : undefined;
  judge(
    file,
    weights,
    presetId((values.preset as string | undefined) ?? fromFile),
    wholeNumber('seed', values.seed as string, 0),
  );
}
