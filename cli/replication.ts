import '../src/kernels/bundled';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CLAIM_IDS, type ClaimVerdict } from '../src/claims/claim';
import { type ClaimReport, countsText, reportFromJson } from '../src/claims/report';
import { readWeights } from '../src/rnn/safetensors';
import { weightsFingerprint } from '../src/rnn/weights';
import type { Preset } from '../src/training/presets';
import { readOptions } from './arguments';
import { readIndex } from './presetFolder';

const USAGE = 'npm run replication -- [--folder public/presets] [--cache runs/claims] [--out docs/replication.md]';

const { values } = readOptions(
  {
    folder: { type: 'string', default: 'public/presets' },
    cache: { type: 'string', default: 'runs/claims' },
    out: { type: 'string', default: 'docs/replication.md' },
  },
  USAGE,
);
const folder = values.folder as string;
const cache = values.cache as string;
const CLAIMS = join(dirname(fileURLToPath(import.meta.url)), 'claims.js');

/** The report on one network: from the cache if it is of these weights, else made now. */
function reportOn(preset: Preset): ClaimReport {
  const network = join(folder, preset.file);
  const file = join(cache, `${preset.id}.json`);
  const fingerprint = weightsFingerprint(readWeights(readFileSync(network)).weights);
  if (existsSync(file)) {
    const known = reportFromJson(readFileSync(file, 'utf8'));
    if (known.network.fingerprint === fingerprint) return known;
  }
  const begun = performance.now();
  const text = execFileSync(process.execPath, [CLAIMS, network, '--json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  mkdirSync(cache, { recursive: true });
  writeFileSync(file, text);
  const report = reportFromJson(text);
  console.log(`${preset.id}: ${countsText(report.counts)} (${((performance.now() - begun) / 1000).toFixed(0)} s)`);
  return report;
}

const MARKS: Record<ClaimVerdict, string> = { reproduced: '✓', 'not-reproduced': '✗', inconclusive: '?', identity: '=' };

function document(reports: readonly { id: string; report: ClaimReport }[]): string {
  const of = (report: ClaimReport, id: string) => report.results.find((result) => result.id === id);
  const first = reports[0]!.report;
  const row = (id: (typeof CLAIM_IDS)[number]): string => {
    const verdicts = reports.map(({ report }) => of(report, id)?.verdict);
    const held = verdicts.filter((verdict) => verdict === 'reproduced' || verdict === 'identity').length;
    return `| ${id} ${of(first, id)!.title} | ${verdicts.map((verdict) => (verdict ? MARKS[verdict] : '')).join(' | ')} | ${held} of ${reports.length} |`;
  };
  return [
    '# Replication',
    '',
    'Made by `npm run replication`; nothing here is written by hand. Every shipped network, every claim of the paper (NeurIPS 2025, arXiv 2510.25674), seed 1.',
    'A claim is reproduced when the whole 95 % interval meets its threshold, not reproduced when the whole interval misses it, else inconclusive.',
    'The thresholds are this project’s own and were written after seeing the published figures and some networks: an in-sample verdict is a weak one.',
    '',
    '✓ reproduced, ✗ not reproduced, ? inconclusive, = identity (holds for every network of this kind).',
    '',
    `| Claim | ${reports.map(({ id }) => id).join(' | ')} | held |`,
    `|---|${reports.map(() => '---').join('|')}|---|`,
    ...CLAIM_IDS.map(row),
    '',
    ...reports.flatMap(({ id, report }) => [
      `## ${id}`,
      '',
      `${report.network.model}, H = ${report.network.hiddenSize}, d = ${report.network.inputDim}, weights ${report.network.fingerprint}: ${countsText(report.counts)}.`,
      '',
      ...report.results.flatMap((result) => [
        `- ${MARKS[result.verdict]} **${result.id} ${result.title}.** ${result.reason}.`,
        ...(result.companion
          ? [`  - ${MARKS[result.companion.verdict]} ${result.companion.id}: ${result.companion.reason}.`]
          : []),
      ]),
      '',
    ]),
  ].join('\n');
}

const reports = readIndex(folder).map((preset) => ({ id: preset.id, report: reportOn(preset) }));
writeFileSync(values.out as string, document(reports));
console.log(`wrote ${values.out as string}`);
