import '../src/kernels/bundled';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CLAIM_IDS, type ClaimId, type ClaimResult } from '../src/claims/claim';
import type { ClaimInput, SiblingNetwork } from '../src/claims/context';
import { verdictName } from '../src/claims/finding';
import { runClaims } from '../src/claims/index';
import { claimReport, countsText, countVerdicts, estimateText, reportToJson, reportToMarkdown } from '../src/claims/report';
import { PAPER_HMM_IDS, PAPER_HMMS } from '../src/hmm/paper';
import { assertHmm, HmmError, type HmmSpec } from '../src/hmm/spec';
import { readWeights, WeightFileError } from '../src/rnn/safetensors';
import { readHistory } from '../src/training/history';
import type { Preset } from '../src/training/presets';
import { RECIPES } from '../src/training/recipes';
import { fail, presetId, readOptions, wholeNumber } from './arguments';
import { readIndex } from './presetFolder';

const USAGE =
  'npm run claims -- FILE.safetensors [--preset chain-2] [--history FILE] [--only C1,C10] [--seed 1] [--json | --markdown]';

const { values, positionals } = readOptions(
  {
    preset: { type: 'string' },
    history: { type: 'string' },
    only: { type: 'string' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
  },
  USAGE,
);

/** Reads a file with one of the readers of the app, or ends the program saying what is wrong with it. */
function read<T>(file: string, reader: (bytes: Uint8Array) => T): T {
  if (!existsSync(file)) fail(`No such file: "${file}".\n${USAGE}`);
  try {
    return reader(readFileSync(file));
  } catch (error) {
    if (error instanceof WeightFileError || error instanceof HmmError) fail(`${file}: ${error.message}`);
    throw error;
  }
}

/** The model a weight file was made for: the one asked for, else the one it holds, else that of the preset it names. */
function modelOf(file: string, metadata: Record<string, string>): HmmSpec {
  if (values.preset) return PAPER_HMMS[presetId(values.preset as string)];
  if (metadata.hmm) return assertHmm(JSON.parse(metadata.hmm) as HmmSpec);
  const named = metadata.preset && (JSON.parse(metadata.preset) as { hmm?: string }).hmm;
  if (!named) fail(`${file} does not say which model it was made for: give --preset.\n${USAGE}`);
  return PAPER_HMMS[presetId(named)];
}

function network(file: string): { weights: ClaimInput['weights']; hmm: HmmSpec; metadata: Record<string, string> } {
  return read(file, (bytes) => {
    const { weights, metadata } = readWeights(bytes);
    return { weights, metadata, hmm: modelOf(file, metadata) };
  });
}

/** Every other network listed beside the file. */
function siblingsOf(folder: string, index: readonly Preset[], own: Preset | undefined): SiblingNetwork[] {
  if (!own) return [];
  return index
    .filter(({ id }) => id !== own.id)
    .map(({ id, hmm, file }) => ({ id, hmm: PAPER_HMMS[presetId(hmm)], weights: read(join(folder, file), readWeights).weights }));
}

/** The training history given, or listed beside the file, with the gain the training began with. */
function historyOf(folder: string, own: Preset | undefined, metadata: Record<string, string>): ClaimInput['history'] {
  const file = (values.history as string | undefined) ?? (own?.history && join(folder, own.history));
  if (!file) return undefined;
  const saved = metadata.preset ? (JSON.parse(metadata.preset) as { gain?: number }).gain : undefined;
  return { ...read(file, readHistory), startGain: own?.gain ?? saved ?? 1 };
}

/** T the network was last trained with: as listed, as saved, or as the recipe of a model of the paper has it. */
function lengthOf(own: Preset | undefined, metadata: Record<string, string>, hmm: HmmSpec): number | undefined {
  const saved = metadata.scores ? (JSON.parse(metadata.scores) as { seqLen?: number }).seqLen : undefined;
  const known = PAPER_HMM_IDS.find((id) => PAPER_HMMS[id].name === hmm.name);
  return own?.scores.seqLen ?? saved ?? (known && RECIPES.live[known].phases.at(-1)!.seqLen);
}

function readInput(): ClaimInput {
  const file = positionals[0] ?? fail(USAGE);
  const folder = dirname(file);
  const index = readIndex(folder);
  const own = index.find((preset) => preset.file === basename(file));
  const { weights, hmm, metadata } = network(file);
  const seqLen = lengthOf(own, metadata, hmm);
  const history = historyOf(folder, own, metadata);
  return {
    weights,
    hmm,
    seed: wholeNumber('seed', values.seed as string, 0),
    siblings: siblingsOf(folder, index, own),
    ...(seqLen === undefined ? {} : { seqLen }),
    ...(history ? { history } : {}),
  };
}

function chosen(): ClaimId[] | undefined {
  const ids = (values.only as string | undefined)?.split(',').map((id) => id.trim());
  const wrong = ids?.find((id) => !(CLAIM_IDS as readonly string[]).includes(id));
  if (wrong !== undefined) fail(`--only must name claims C1 … C${CLAIM_IDS.length}, got "${wrong}".`);
  return ids as ClaimId[] | undefined;
}

function describe({ id, title, verdict, reason, effects, companion }: ClaimResult, seconds: number): string {
  return [
    `${id} ${title}: ${verdictName(verdict).toUpperCase()} (${seconds.toFixed(1)} s)`,
    `  ${reason}`,
    ...(companion ? [`  ${companion.id}: ${verdictName(companion.verdict)}: ${companion.reason}`] : []),
    ...effects.map(({ name, estimate, unit }) => `    ${name}: ${estimateText(estimate, unit)}`),
  ].join('\n');
}

const input = readInput();
const only = chosen();
// With a report on the standard output, what comes on the way goes beside it.
const say = values.json || values.markdown ? console.error : console.log;
const begun = performance.now();
const work = runClaims(input, only ? { only } : {});
let step = work.next();
for (let last = begun; !step.done; step = work.next()) {
  if (!step.value.result) continue;
  say(describe(step.value.result, (performance.now() - last) / 1000));
  last = performance.now();
}
say(`\n${countsText(countVerdicts(step.value))} (${((performance.now() - begun) / 1000).toFixed(1)} s)`);
if (values.json) process.stdout.write(reportToJson(claimReport(input, step.value)));
if (values.markdown) process.stdout.write(reportToMarkdown(claimReport(input, step.value)));
