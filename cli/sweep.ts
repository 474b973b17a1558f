import '../src/kernels/bundled';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, readOptions, wholeNumber } from './arguments';
import { readIndex } from './networkFiles';

/** The grid of the paper (docs/science.md §2.1): chains of 2–5 states, hidden units, inputs; three seeds make 144 networks. */
const GRID = {
  preset: ['chain-2', 'chain-3', 'chain-4', 'chain-5'],
  hidden: [50, 150, 200],
  inputs: [1, 10, 100, 200],
} as const;

const COMMAND = {
  name: 'sweep',
  about: 'Writes one shell line for each network of the paper’s grid of sizes; with --merge puts their results into one table.',
  options: {
    merge: { help: 'merge what the jobs have written' },
    out: { value: 'FILE', help: 'write here instead of printing' },
    seeds: { value: 'N', default: '3', help: 'seeds of each size' },
    folder: { value: 'FOLDER', default: 'runs/sweep', help: 'where the jobs write' },
  },
  examples: ['--out jobs.txt', '--merge --out table.csv'],
} as const;
const { values } = readOptions(COMMAND);
const folder = values.folder;

/** Each job writes to a folder of its own, so that any number may run at once. */
function jobLines(seeds: number): string[] {
  const lines: string[] = [];
  for (const preset of GRID.preset)
    for (const hidden of GRID.hidden)
      for (const inputs of GRID.inputs)
        for (let seed = 1; seed <= seeds; seed++) {
          const id = `${preset}-h${hidden}-d${inputs}-s${seed}`;
          lines.push(
            `node build/cli/train.js --preset ${preset} --recipe paper --hidden ${hidden} --inputs ${inputs} --seed ${seed} --id ${id} --out ${join(folder, id)} --runs ${join(folder, 'runs')} --resume`,
          );
        }
  return lines;
}

/** One line a network: its place in the grid and its scores with intervals. */
function table(): string {
  if (!existsSync(folder)) fail(`No such folder: "${folder}".`);
  const header =
    'id,hmm,hidden,inputs,seed,update,loss,lossLow,lossHigh,floor,ratio,maxCell,changeRateRatio,bounded,turnsPerRoundTrip,misses';
  const rows = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => readIndex(join(folder, entry.name)))
    .map(({ id, hmm, hiddenSize, inputDim, seed, update, scores, misses }) =>
      [
        ...[id, hmm, hiddenSize, inputDim, seed, update],
        ...[scores.loss.value, scores.loss.low, scores.loss.high, scores.floor.value, scores.ratio.value, scores.maxCell],
        ...[scores.changeRateRatio.value, scores.freeRuns.bounded, scores.turnsPerRoundTrip],
        `"${misses.join('; ')}"`,
      ].join(','),
    );
  return [header, ...rows].join('\n');
}

const text = `${values.merge ? table() : jobLines(wholeNumber('seeds', values.seeds, 1)).join('\n')}\n`;
if (values.out) writeFileSync(values.out, text);
else process.stdout.write(text);
