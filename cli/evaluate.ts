import '../src/kernels/bundled';
import { join } from 'node:path';
import { PAPER_HMMS } from '../src/hmm/models';
import type { HmmSpec } from '../src/hmm/spec';
import { exactStatistics } from '../src/hmm/statistics';
import type { RnnWeights } from '../src/rnn/weights';
import type { Preset } from '../src/training/presets';
import type { Phase } from '../src/training/recipe';
import { RECIPES, recipeForModel } from '../src/training/recipes';
import { COMMON, fail, NETWORK_FILE, presetId, readOptions, usageOf, wholeNumber } from './arguments';
import { modelFor, paperIdOf, readIndex, readNetwork, writeIndex } from './networkFiles';
import { evaluateAndPrint, missesAndPrint } from './report';

const COMMAND = {
  name: 'evaluate',
  about:
    'Judges the outputs of a network on fresh draws: loss over its floor, output transition matrix, change rate, long runs, fall without noise.',
  file: NETWORK_FILE,
  options: {
    all: { help: 'every network of the folder' },
    only: { value: 'ID,ID', help: 'of these, with --all' },
    write: { help: 'write what was found into the index, with --all' },
    folder: COMMON.folder,
    preset: COMMON.preset,
    model: COMMON.model,
    seed: COMMON.seed,
    runs: { value: 'N', default: '20', help: 'long runs' },
    steps: { value: 'N', default: '100000', help: 'steps of each long run' },
    json: { help: 'print the numbers as JSON' },
  },
  examples: [
    'public/presets/chain-3.safetensors',
    'network.pth --preset chain-2',
    'network.npz --model mine.json --json',
    '--all',
  ],
} as const;
const USAGE = usageOf(COMMAND);

const { values, positionals } = readOptions(COMMAND);
const free = { runs: wholeNumber('runs', values.runs, 1), steps: wholeNumber('steps', values.steps, 1) };

/** When JSON goes to the standard output, messages go to the error output. */
const say = values.json ? console.error : console.log;

/** Batch size and length for judging losses. */
type Size = Pick<Phase, 'batch' | 'seqLen'>;

/** Size of the last phase of the live recipe for a model. */
function usualSize(hmm: HmmSpec): Size {
  const id = paperIdOf(hmm);
  return (id ? RECIPES.live[id] : recipeForModel(exactStatistics(hmm).changeRate)).phases.at(-1)!;
}

/** Judges one network on fresh draws and prints the numbers and, for a model of the paper, the bars it misses. */
function judge(name: string, weights: RnnWeights, hmm: HmmSpec, seed: number, size: Size): Pick<Preset, 'scores' | 'misses'> {
  const id = paperIdOf(hmm);
  say(`\n${name}: H=${weights.hiddenSize}, d=${weights.inputDim}, K=${weights.nOutputs}, against ${hmm.name}`);
  const scores = evaluateAndPrint(weights, hmm, size.batch, size.seqLen, seed, free, say);
  return { scores, misses: missesAndPrint(id, scores, say) };
}

/** Exit status when a network misses a threshold. */
const MISSED = 1;
/** Numbers that are not finite, of a network that grows without bound, are null in JSON. */
const print = (found: unknown): void => void process.stdout.write(`${JSON.stringify(found, undefined, 2)}\n`);

if (values.all) {
  const folder = values.folder;
  const only = values.only?.split(',');
  const judged = readIndex(folder).map((preset): Preset => {
    if (only && !only.includes(preset.id)) return preset;
    const { weights } = readNetwork(join(folder, preset.file), USAGE);
    const found = judge(preset.id, weights, PAPER_HMMS[presetId(preset.hmm)], preset.seed + 2_000_000, preset.scores);
    return { ...preset, ...found };
  });
  say(`\n${judged.filter((preset) => preset.misses.length === 0).length} of ${judged.length} networks meet every bar.`);
  if (values.write) writeIndex(folder, judged);
  if (values.json) print(judged.map(({ id, scores, misses }) => ({ network: id, scores, misses })));
  if (judged.some(({ misses }) => misses.length > 0)) process.exitCode = MISSED;
} else {
  const file = positionals[0] ?? fail(`Give the file of a network.\n${USAGE}`);
  const network = readNetwork(file, USAGE);
  const hmm = modelFor(file, network, values, USAGE);
  const { scores, misses } = judge(file, network.weights, hmm, wholeNumber('seed', values.seed, 0), usualSize(hmm));
  if (values.json) print({ network: file, model: hmm.name, scores, misses });
  if (misses.length > 0) process.exitCode = MISSED;
}
