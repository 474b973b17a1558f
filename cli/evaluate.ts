import '../src/kernels/bundled';
import { join } from 'node:path';
import { PAPER_HMMS } from '../src/hmm/paper';
import type { HmmSpec } from '../src/hmm/spec';
import { exactStatistics } from '../src/hmm/statistics';
import type { RnnWeights } from '../src/rnn/weights';
import type { Preset } from '../src/training/presets';
import { missedThresholds } from '../src/training/qualityThresholds';
import type { Phase } from '../src/training/recipe';
import { RECIPES, recipeForModel } from '../src/training/recipes';
import { fail, presetId, readOptions, wholeNumber } from './arguments';
import { modelFor, paperIdOf, readNetwork } from './networkFile';
import { readIndex, writeIndex } from './presetFolder';
import { evaluateAndPrint } from './report';

const USAGE =
  'npm run evaluate -- FILE.safetensors|.pth|.npz|.json [--preset chain-2 | --model FILE.json] [--seed 1] [--runs 20] [--steps 100000]\n' +
  'npm run evaluate -- --all [--only ID,ID] [--folder public/presets] [--write]';

const { values, positionals } = readOptions(
  {
    all: { type: 'boolean', default: false },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
    folder: { type: 'string', default: 'public/presets' },
    preset: { type: 'string' },
    model: { type: 'string' },
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '20' },
    steps: { type: 'string', default: '100000' },
  },
  USAGE,
);
const free = { runs: wholeNumber('runs', values.runs as string, 1), steps: wholeNumber('steps', values.steps as string, 1) };

/** Batch size and length that losses are judged at. */
type Size = Pick<Phase, 'batch' | 'seqLen'>;

/** Size of the last phase of the live recipe for a model. */
function usualSize(hmm: HmmSpec): Size {
  const id = paperIdOf(hmm);
  return (id ? RECIPES.live[id] : recipeForModel(exactStatistics(hmm).changeRate)).phases.at(-1)!;
}

/** Judges one network on fresh draws and prints the numbers and, for a model of the paper, the bars it misses. */
function judge(name: string, weights: RnnWeights, hmm: HmmSpec, seed: number, size: Size): Pick<Preset, 'scores' | 'misses'> {
  const id = paperIdOf(hmm);
  console.log(`\n${name}: H=${weights.hiddenSize}, d=${weights.inputDim}, K=${weights.nOutputs}, against ${hmm.name}`);
  const scores = evaluateAndPrint(weights, hmm, size.batch, size.seqLen, seed, free);
  const misses = id ? missedThresholds(id, scores) : [];
  if (id) console.log(misses.length ? `MISSES: ${misses.join('; ')}` : 'meets every bar');
  return { scores, misses };
}

if (values.all) {
  const folder = values.folder as string;
  const only = (values.only as string | undefined)?.split(',');
  const judged = readIndex(folder).map((preset): Preset => {
    if (only && !only.includes(preset.id)) return preset;
    const { weights } = readNetwork(join(folder, preset.file), USAGE);
    const found = judge(preset.id, weights, PAPER_HMMS[presetId(preset.hmm)], preset.seed + 2_000_000, preset.scores);
    return { ...preset, ...found };
  });
  console.log(`\n${judged.filter((preset) => preset.misses.length === 0).length} of ${judged.length} networks meet every bar.`);
  if (values.write) writeIndex(folder, judged);
} else {
  const file = positionals[0] ?? fail(USAGE);
  const network = readNetwork(file, USAGE);
  const hmm = modelFor(file, network, values as { preset?: string; model?: string }, USAGE);
  judge(file, network.weights, hmm, wholeNumber('seed', values.seed as string, 0), usualSize(hmm));
}
