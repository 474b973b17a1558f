import '../src/kernels/bundled';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLAIM_DEFINITIONS } from '../src/claims/claim';
import { provenanceOf } from '../src/claims/provenance';
import { type ClaimReport, countsText, reportFromJson } from '../src/claims/report';
import { weightsFingerprint } from '../src/rnn/weights';
import { readHistory } from '../src/training/history';
import type { Preset } from '../src/training/presets';
import { fail, readOptions } from './arguments';
import { readFile, readNetwork } from './networkFile';
import { readIndex } from './presetFolder';
import { type NetworkReports, replicationDocument } from './replicationDocument';
import { verdictsToJson } from './replicationVerdicts';

const USAGE =
  'npm run replication -- [--folder public/presets] [--cache runs/claims] [--out docs/replication.md] [--only ID]\n' +
  'Beside a file of reports, the verdicts are written as JSON. With --only, the report on that network goes to the standard output unless --out is given.';

const { values } = readOptions(
  {
    folder: { type: 'string', default: 'public/presets' },
    cache: { type: 'string', default: 'runs/claims' },
    out: { type: 'string' },
    only: { type: 'string' },
  },
  USAGE,
);
const folder = values.folder as string;

/** Some claims compare a network with all others: reports are kept apart for every set of networks. */
const SET_DIGITS = 12;
const setOf = (presets: readonly Preset[]): string => {
  const hash = createHash('sha256');
  for (const { file } of presets) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, SET_DIGITS);
};
const cache = join(values.cache as string, setOf(readIndex(folder)));
const CLAIMS = join(dirname(fileURLToPath(import.meta.url)), 'claims.js');

/** The report kept under a name, if it is of these weights and of the claims as they are defined now. */
function known(file: string, fingerprint: string): ClaimReport | undefined {
  if (!existsSync(file)) return undefined;
  const report = reportFromJson(readFileSync(file, 'utf8'));
  return report.network.fingerprint === fingerprint && report.definitions === CLAIM_DEFINITIONS ? report : undefined;
}

/** The report on a network, or on its last checkpoint: from the cache, else made now. */
function reportOn({ id, file }: Preset, fingerprint: string, last: boolean): ClaimReport {
  const name = last ? `${id}.last` : id;
  const kept = join(cache, `${name}.json`);
  const cached = known(kept, fingerprint);
  if (cached) return cached;
  const begun = performance.now();
  const text = execFileSync(process.execPath, [CLAIMS, join(folder, file), '--json', ...(last ? ['--checkpoint', 'last'] : [])], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  mkdirSync(cache, { recursive: true });
  writeFileSync(kept, text);
  const report = reportFromJson(text);
  console.error(`${name}: ${countsText(report.counts)} (${((performance.now() - begun) / 1000).toFixed(0)} s)`);
  return report;
}

function reportsOn(preset: Preset): NetworkReports {
  const { id, file, update, history } = preset;
  const { weights } = readNetwork(join(folder, file), USAGE);
  const selected = reportOn(preset, weightsFingerprint(weights), false);
  const own = { id, recipe: provenanceOf(preset), update, selected };
  const end = history ? readFile(join(folder, history), USAGE, readHistory).checkpoints.at(-1) : undefined;
  if (!end || end.update === update) return own;
  return { ...own, last: { update: end.update, report: reportOn(preset, weightsFingerprint(end.weights), true) } };
}

const only = values.only as string | undefined;
const presets = readIndex(folder).filter(({ id }) => only === undefined || id === only);
if (presets.length === 0) fail(only === undefined ? `${folder} lists no networks.` : `${folder} lists no network "${only}".`);
const reports = presets.map(reportsOn);
const text = replicationDocument(reports);
const out = (values.out as string | undefined) ?? (only === undefined ? 'docs/replication.md' : undefined);
if (out === undefined) process.stdout.write(text);
else {
  const verdicts = `${out.replace(/\.md$/, '')}.json`;
  writeFileSync(out, text);
  writeFileSync(verdicts, verdictsToJson(reports));
  console.error(`wrote ${out} and ${verdicts}`);
}
