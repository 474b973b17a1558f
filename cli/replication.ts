import '../src/kernels/bundled';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLAIM_DEFINITIONS, CLAIM_IDS, type ClaimId } from '../src/claims/claim';
import { COMPARING } from '../src/claims/index';
import { provenanceOf } from '../src/claims/provenance';
import { type ClaimReport, countsText, mergeReports, reportFromJson } from '../src/claims/report';
import { readHistory } from '../src/training/history';
import type { Preset } from '../src/training/presets';
import { COMMON, fail, readOptions, usageOf } from './arguments';
import { readFile, readIndex } from './networkFiles';
import { type NetworkReports, replicationDocument } from './replicationDocument';
import { verdictsToJson } from './replicationVerdicts';

const COMMAND = {
  name: 'replication',
  about: 'Judges every claim on every network of a folder and writes the report; its verdicts go beside it as JSON.',
  options: {
    folder: COMMON.folder,
    cache: { value: 'FOLDER', default: 'runs/claims', help: 'where reports on single networks are kept' },
    out: { value: 'FILE', help: 'write here; docs/replication.md, or with --only the standard output' },
    only: COMMON.only,
  },
  examples: ['', '--only chain-3'],
} as const;
const USAGE = usageOf(COMMAND);

const { values } = readOptions(COMMAND);
const folder = values.folder;

const cache = values.cache;

/** Claims that compare networks are cached for each set of networks, all others for each network alone. */
const SET_DIGITS = 12;
const setOf = (presets: readonly Preset[]): string => {
  const hash = createHash('sha256');
  for (const { file } of presets) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, SET_DIGITS);
};
const set = setOf(readIndex(folder));
const CLAIMS_PROGRAM = join(dirname(fileURLToPath(import.meta.url)), 'claims.js');

/** What the verdicts on a network depend on, besides its weights: its history, its training, and the definitions. */
const keyOf = ({ file, history, recipe, recipeName }: Preset, last: boolean): string => {
  const hash = createHash('sha256').update(JSON.stringify([CLAIM_DEFINITIONS, last, recipeName, recipe]));
  for (const one of [file, history]) if (one) hash.update(readFileSync(join(folder, one)));
  return hash.digest('hex').slice(0, SET_DIGITS);
};

/** The report on some claims, from the cache or newly computed. */
function reportOnSome(preset: Preset, last: boolean, ids: readonly ClaimId[], name: string): ClaimReport {
  const kept = join(cache, `${preset.id}${last ? '.last' : ''}.${keyOf(preset, last)}.${name}.json`);
  if (existsSync(kept)) return reportFromJson(readFileSync(kept, 'utf8'));
  const asked = [join(folder, preset.file), '--json', '--only', ids.join(','), ...(last ? ['--checkpoint', 'last'] : [])];
  const text = execFileSync(process.execPath, [CLAIMS_PROGRAM, ...asked], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  mkdirSync(cache, { recursive: true });
  writeFileSync(kept, text);
  return reportFromJson(text);
}

/** The report on a network, or on its last checkpoint. */
function reportOn(preset: Preset, last: boolean): ClaimReport {
  const begun = performance.now();
  const alone = CLAIM_IDS.filter((id) => !COMPARING.includes(id));
  const report = mergeReports(reportOnSome(preset, last, alone, 'alone'), reportOnSome(preset, last, COMPARING, set));
  const seconds = (performance.now() - begun) / 1000;
  if (seconds > 1) console.error(`${preset.id}${last ? '.last' : ''}: ${countsText(report.counts)} (${seconds.toFixed(0)} s)`);
  return report;
}

function reportsOn(preset: Preset): NetworkReports {
  const { id, update, history } = preset;
  const selected = reportOn(preset, false);
  const own = { id, recipe: provenanceOf(preset), update, selected };
  const end = history ? readFile(join(folder, history), USAGE, readHistory).checkpoints.at(-1) : undefined;
  if (!end || end.update === update) return own;
  return { ...own, last: { update: end.update, report: reportOn(preset, true) } };
}

const only = values.only;
const presets = readIndex(folder).filter(({ id }) => only === undefined || id === only);
if (presets.length === 0) fail(only === undefined ? `${folder} lists no networks.` : `${folder} lists no network "${only}".`);
const reports = presets.map(reportsOn);
const text = replicationDocument(reports);
const out = values.out ?? (only === undefined ? 'docs/replication.md' : undefined);
if (out === undefined) process.stdout.write(text);
else {
  const verdicts = `${out.replace(/\.md$/, '')}.json`;
  writeFileSync(out, text);
  writeFileSync(verdicts, verdictsToJson(reports));
  console.error(`wrote ${out} and ${verdicts}`);
}
