import '../src/kernels/bundled';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMechanism } from '../src/dynamics/kick/mechanismFile';
import { PAPER_HMMS } from '../src/hmm/models';
import { weightsFingerprint } from '../src/rnn/weights';
import { readHistory } from '../src/training/history';
import type { Preset } from '../src/training/presets';
import { COMMON, fail, presetId, readOptions, usageOf, wholeNumber } from './arguments';
import { keptPart, partFile } from './beyond/cache';
import { kindsToJson } from './beyond/kinds';
import { BEYOND_PARTS, type BeyondInput, measureBeyond } from './beyond/measure';
import { beyondDocument } from './beyond/table';
import { readFile, readIndex, readNetwork, shortNumbers } from './networkFiles';

const COMMAND = {
  name: 'beyond',
  about:
    'Measures what the paper does not: skeleton, noise before a switch, rates in nats, rank, on every network of a folder, and writes the table.',
  options: {
    folder: COMMON.folder,
    only: { value: 'ID', help: 'this network alone, or several joined by commas' },
    cache: {
      value: 'FOLDER',
      default: 'runs/beyond',
      help: 'where parts of rows are kept: what was made before is not made again',
    },
    seed: COMMON.seed,
    out: { value: 'FILE', help: 'write here; docs/beyond.md, or with --only the standard output' },
    kept: { help: 'measure nothing: write what earlier runs have kept, and say what is missing' },
    quick: { help: 'leave out divergence rates and trainings, which take longest' },
    json: { help: 'print everything as JSON and write no document' },
  },
  examples: ['', '--only chain-3', '--only chain-2,fully --quick', '--kept', '--folder /tmp/networks --out /tmp/beyond.md'],
} as const;
const USAGE = usageOf(COMMAND);

const { values } = readOptions(COMMAND);
const { folder, only } = values;
const seed = wholeNumber('seed', values.seed, 0);

/** A network with its kick groups and W_hh before training, if the files exist beside it. */
function inputOf({ id, hmm, file, mechanism, history, gain }: Preset): BeyondInput {
  const told = history ? readFile(join(folder, history), USAGE, readHistory) : undefined;
  const first = told?.checkpoints[0];
  return {
    id,
    weights: readNetwork(join(folder, file), USAGE).weights,
    hmm: PAPER_HMMS[presetId(hmm)],
    kick: mechanism ? readMechanism(readFileSync(join(folder, mechanism))).report : undefined,
    start: first?.update === 0 ? first.weights.recurrentWeights : undefined,
    training: told && { history: told, startGain: gain },
  };
}

const asked = only?.split(',');
const listed = readIndex(folder);
const unknown = asked?.find((id) => !listed.some((preset) => preset.id === id));
if (unknown !== undefined) fail(`${folder} lists no network "${unknown}".`);
const presets = listed.filter(({ id }) => !asked || asked.includes(id));
if (presets.length === 0) fail(`${folder} lists no networks.`);
/** Names of networks, and parts that are missing of each, where nothing is measured. */
const missing = new Map<string, string[]>();
/** Fingerprints of the weights, by the id of the network. */
const fingerprints = new Map<string, string>();
const rows = presets.map((preset) => {
  const begun = performance.now();
  const { id, file, mechanism, history } = preset;
  const files = [file, mechanism, history].flatMap((name) => (name ? [readFileSync(join(folder, name))] : []));
  let made = 0;
  const input = inputOf(preset);
  fingerprints.set(id, weightsFingerprint(input.weights));
  const row = measureBeyond(input, seed, values.quick, (part, make) => {
    const place = partFile(values.cache, { id, part, definition: BEYOND_PARTS[part].definition, seed, files });
    if (values.kept && !existsSync(place)) {
      missing.set(id, [...(missing.get(id) ?? []), BEYOND_PARTS[part].about.toLowerCase()]);
      return {};
    }
    const { part: found, kept } = keptPart(values.cache, place, make);
    if (!kept) made++;
    return found;
  });
  const took = made > 0 ? `${made} parts, ${((performance.now() - begun) / 1000).toFixed(0)} s` : 'made before';
  console.error(`${id}: ${row.skeleton?.kind ?? 'no skeleton'} (${took})`);
  return row;
});
/** Digits of the numbers in JSON. */
const DIGITS = 6;
const out = values.out ?? (only === undefined ? 'docs/beyond.md' : undefined);
if (values.json) process.stdout.write(`${JSON.stringify({ seed, rows }, shortNumbers(DIGITS), 1)}\n`);
else if (out === undefined) process.stdout.write(beyondDocument(rows, seed, missing));
else {
  writeFileSync(out, beyondDocument(rows, seed, missing));
  const kinds = out.replace(/(\.md)?$/, '.json');
  writeFileSync(kinds, kindsToJson(rows, seed, fingerprints));
  console.error(`wrote ${out} and ${kinds}`);
}
