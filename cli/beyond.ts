import '../src/kernels/bundled';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMechanism } from '../src/dynamics/kick/mechanismFile';
import { PAPER_HMMS } from '../src/hmm/models';
import { readHistory } from '../src/training/history';
import type { Preset } from '../src/training/presets';
import { COMMON, fail, presetId, readOptions, usageOf, wholeNumber } from './arguments';
import { type BeyondInput, measureBeyond } from './beyond/measure';
import { beyondDocument } from './beyond/table';
import { readFile, readIndex, readNetwork, shortNumbers } from './networkFiles';

const COMMAND = {
  name: 'beyond',
  about:
    'Measures what the paper does not: skeleton, noise before a switch, rates in nats, rank, on every network of a folder, and writes the table.',
  options: {
    folder: COMMON.folder,
    only: COMMON.only,
    seed: COMMON.seed,
    out: { value: 'FILE', help: 'write here; docs/beyond.md, or with --only the standard output' },
    quick: { help: 'leave out the divergence rate, which takes longest' },
    json: { help: 'print everything as JSON and write no document' },
  },
  examples: ['', '--only chain-3', '--folder /tmp/networks --out /tmp/beyond.md'],
} as const;
const USAGE = usageOf(COMMAND);

const { values } = readOptions(COMMAND);
const { folder, only } = values;
const seed = wholeNumber('seed', values.seed, 0);

/** A network with its kick groups and W_hh before training, if the files exist beside it. */
function inputOf({ id, hmm, file, mechanism, history }: Preset): BeyondInput {
  const first = history ? readFile(join(folder, history), USAGE, readHistory).checkpoints[0] : undefined;
  return {
    id,
    weights: readNetwork(join(folder, file), USAGE).weights,
    hmm: PAPER_HMMS[presetId(hmm)],
    kick: mechanism ? readMechanism(readFileSync(join(folder, mechanism))).report : undefined,
    start: first?.update === 0 ? first.weights.recurrentWeights : undefined,
  };
}

const presets = readIndex(folder).filter(({ id }) => only === undefined || id === only);
if (presets.length === 0) fail(only === undefined ? `${folder} lists no networks.` : `${folder} lists no network "${only}".`);
const rows = presets.map((preset) => {
  const begun = performance.now();
  const row = measureBeyond(inputOf(preset), seed, values.quick);
  console.error(`${preset.id}: ${row.skeleton?.kind ?? 'no skeleton'} (${((performance.now() - begun) / 1000).toFixed(0)} s)`);
  return row;
});
/** Digits of the numbers in JSON. */
const DIGITS = 6;
const out = values.out ?? (only === undefined ? 'docs/beyond.md' : undefined);
if (values.json) process.stdout.write(`${JSON.stringify({ seed, rows }, shortNumbers(DIGITS), 1)}\n`);
else if (out === undefined) process.stdout.write(beyondDocument(rows, seed));
else {
  writeFileSync(out, beyondDocument(rows, seed));
  console.error(`wrote ${out}`);
}
