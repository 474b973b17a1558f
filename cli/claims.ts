import '../src/kernels/bundled';
import { basename, dirname, join } from 'node:path';
import { BEYOND_IDS, CLAIM_IDS, type ClaimId, type ClaimResult } from '../src/claims/claim';
import type { ClaimInput, SiblingNetwork } from '../src/claims/context';
import { verdictName } from '../src/claims/finding';
import { runClaims } from '../src/claims/index';
import { provenanceOf, provenanceSentence, UNKNOWN } from '../src/claims/provenance';
import {
  claimReport,
  countsText,
  countVerdicts,
  estimateText,
  partName,
  reportToJson,
  reportToMarkdown,
} from '../src/claims/report';
import { PAPER_HMMS } from '../src/hmm/models';
import type { HmmSpec } from '../src/hmm/spec';
import { readHistory } from '../src/training/history';
import type { Preset } from '../src/training/presets';
import { RECIPES } from '../src/training/recipes';
import { COMMON, fail, NETWORK_FILE, presetId, readOptions, usageOf, wholeNumber } from './arguments';
import { modelFor, type NetworkFile, paperIdOf, readFile, readIndex, readNetwork } from './networkFiles';

const COMMAND = {
  name: 'claims',
  about:
    'Judges the claims of the paper on one network. What is listed beside the file (history, recipe, other networks) is used.',
  file: NETWORK_FILE,
  options: {
    preset: COMMON.preset,
    model: COMMON.model,
    history: { value: 'FILE', help: 'the training history, where none is listed' },
    checkpoint: { value: 'last', help: 'judge the network that the training ended with' },
    only: { value: 'C1,C10', help: 'these claims alone' },
    seed: COMMON.seed,
    json: { help: 'print the report as JSON' },
    markdown: { help: 'print the report as Markdown' },
  },
  examples: [
    'public/presets/chain-3.safetensors',
    'network.pth --preset chain-2 --only C5,C10',
    'network.npz --model mine.json --json',
  ],
} as const;
const USAGE = usageOf(COMMAND);

const { values, positionals } = readOptions(COMMAND);

/** Every other network listed beside the file. */
function siblingsOf(folder: string, index: readonly Preset[], own: Preset | undefined): SiblingNetwork[] {
  if (!own) return [];
  return index
    .filter(({ id }) => id !== own.id)
    .map(({ id, hmm, file }) => ({
      id,
      hmm: PAPER_HMMS[presetId(hmm)],
      weights: readNetwork(join(folder, file), USAGE).weights,
    }));
}

/** The training history that was given or is listed beside the file, with the start gain of the training. */
function historyOf(folder: string, own: Preset | undefined, { saved }: NetworkFile): ClaimInput['history'] {
  const file = values.history ?? (own?.history && join(folder, own.history));
  if (!file) return undefined;
  return { ...readFile(file, USAGE, readHistory), startGain: own?.gain ?? saved.gain ?? 1 };
}

/** T of the last phase of training: as listed, as saved in the file, or by the recipe of a model of the paper. */
function lengthOf(own: Preset | undefined, { seqLen }: NetworkFile, hmm: HmmSpec): number | undefined {
  const known = paperIdOf(hmm);
  return own?.scores.seqLen ?? seqLen ?? (known && RECIPES.live[known].phases.at(-1)!.seqLen);
}

/** The requested weights: those of the file, or the last ones of its training history. */
function weightsOf({ weights }: NetworkFile, history: ClaimInput['history']): ClaimInput['weights'] {
  const asked = values.checkpoint;
  if (asked === undefined) return weights;
  if (asked !== 'last') fail(`--checkpoint must be last, got "${asked}".`);
  return history?.checkpoints.at(-1)?.weights ?? fail('--checkpoint needs the training history: give --history.');
}

function readInput(): ClaimInput {
  const file = positionals[0] ?? fail(`Give the file of a network.\n${USAGE}`);
  const folder = dirname(file);
  const index = readIndex(folder);
  const own = index.find((preset) => preset.file === basename(file));
  const network = readNetwork(file, USAGE);
  const hmm = modelFor(file, network, values, USAGE);
  const seqLen = lengthOf(own, network, hmm);
  const history = historyOf(folder, own, network);
  return {
    weights: weightsOf(network, history),
    hmm,
    seed: wholeNumber('seed', values.seed, 0),
    recipe: provenanceOf(own ?? network.saved),
    siblings: siblingsOf(folder, index, own),
    ...(seqLen === undefined ? {} : { seqLen }),
    ...(history ? { history } : {}),
  };
}

function chosen(): ClaimId[] | undefined {
  const ids = values.only?.split(',').map((id) => id.trim());
  const wrong = ids?.find((id) => !([...CLAIM_IDS, ...BEYOND_IDS] as readonly string[]).includes(id));
  if (wrong !== undefined)
    fail(`--only must name claims C1 … C${CLAIM_IDS.length}, or ${BEYOND_IDS.join(', ')}, got "${wrong}".`);
  return ids as ClaimId[] | undefined;
}

function describe({ id, title, verdict, reason, effects, parts = [], companion }: ClaimResult, seconds: number): string {
  return [
    `${id} ${title}: ${verdictName(verdict).toUpperCase()} (${seconds.toFixed(1)} s)`,
    `  ${reason}`,
    ...parts.map((part) => `  - ${partName(part)}: ${verdictName(part.verdict)}: ${part.reason}`),
    ...(companion ? [`  ${companion.id}: ${verdictName(companion.verdict)}: ${companion.reason}`] : []),
    ...effects.map(({ name, estimate, unit }) => `    ${name}: ${estimateText(estimate, unit)}`),
  ].join('\n');
}

const input = readInput();
const only = chosen();
// When the report goes to the standard output, messages go to the error output.
const say = values.json || values.markdown ? console.error : console.log;
say(`${provenanceSentence(input.recipe ?? UNKNOWN)}\n`);
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
