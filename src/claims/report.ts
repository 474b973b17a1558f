import type { Estimate } from '../math/statistics';
import { weightsFingerprint } from '../rnn/weights';
import {
  BEYOND_IDS,
  CLAIM_DEFINITIONS,
  CLAIM_IDS,
  CLAIM_VERDICTS,
  type ClaimEffect,
  type ClaimPart,
  type ClaimResult,
  type ClaimVerdict,
} from './claim';
import type { ClaimInput } from './context';
import { verdictName } from './finding';
import { type Provenance, provenanceSentence, UNKNOWN } from './provenance';

/** The replication report of one network. It holds no date: equal input gives equal bytes. */
export interface ClaimReport {
  format: 'noisy-orbits-claims';
  version: 2;
  /** The value of CLAIM_DEFINITIONS when it was made. */
  definitions: number;
  network: {
    model: string;
    nStates: number;
    hiddenSize: number;
    inputDim: number;
    nOutputs: number;
    fingerprint: string;
  };
  recipe: Provenance;
  seed: number;
  seqLen: number | null;
  counts: Record<ClaimVerdict, number>;
  results: ClaimResult[];
}

export const countVerdicts = (results: readonly Pick<ClaimResult, 'verdict'>[]): ClaimReport['counts'] =>
  Object.fromEntries(
    CLAIM_VERDICTS.map((verdict) => [verdict, results.filter((result) => result.verdict === verdict).length]),
  ) as ClaimReport['counts'];

/** Makes a report; its keys are in a fixed order, whatever the tests returned. */
export function claimReport({ weights, hmm, recipe, seed, seqLen }: ClaimInput, results: readonly ClaimResult[]): ClaimReport {
  const { hiddenSize, inputDim, nOutputs } = weights;
  const fingerprint = weightsFingerprint(weights);
  return {
    format: 'noisy-orbits-claims',
    version: 2,
    definitions: CLAIM_DEFINITIONS,
    network: { model: hmm.name, nStates: hmm.nStates, hiddenSize, inputDim, nOutputs, fingerprint },
    recipe: { name: (recipe ?? UNKNOWN).name, differs: [...(recipe ?? UNKNOWN).differs] },
    seed,
    seqLen: seqLen ?? null,
    counts: countVerdicts(results),
    results: results.map(ordered),
  };
}

/**
 * Merges two reports on different claims of the same network.
 * @throws RangeError when they are about different networks, or judge the same claim
 */
export function mergeReports(one: ClaimReport, other: ClaimReport): ClaimReport {
  if (one.network.fingerprint !== other.network.fingerprint) throw new RangeError('The reports are about different networks.');
  const all = [...one.results, ...other.results];
  const results = [...CLAIM_IDS, ...BEYOND_IDS].flatMap((id) => all.filter((result) => result.id === id));
  if (new Set(results.map(({ id }) => id)).size < all.length) throw new RangeError('Both reports judge the same claim.');
  return { ...one, counts: countVerdicts(results), results };
}

function ordered(result: ClaimResult): ClaimResult {
  const { id, title, statement, test, verdict, reason, effects, paper, ours, parts, companion, figure } = result;
  return {
    ...{ id, title, statement, test, verdict, reason },
    ...(parts ? { parts: parts.map(orderedPart) } : {}),
    ...{ effects: effects.map(orderedEffect), paper },
    ...(ours === undefined ? {} : { ours }),
    ...(companion ? { companion } : {}),
    ...(figure ? { figure } : {}),
  };
}

const orderedPart = ({ name, verdict, reason, beside }: ClaimPart): ClaimPart => ({
  name,
  verdict,
  reason,
  ...(beside ? { beside } : {}),
});

const orderedEffect = ({ name, estimate: { value, low, high, n }, unit }: ClaimEffect): ClaimEffect => ({
  name,
  estimate: { value, low, high, n },
  ...(unit === undefined ? {} : { unit }),
});

/** The texts that stand for numbers which JSON cannot hold. Results never contain these texts otherwise. */
const NOT_IN_JSON = ['NaN', 'Infinity', '-Infinity'];

/** Numbers that are not finite are written as text: NaN was not measurable, Infinity grew without bound. */
export const reportToJson = (report: ClaimReport): string =>
  `${JSON.stringify(report, (_, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value), 1)}\n`;

/** Version 1 of a report, without parts, recipes and claims that are not applicable. */
type FirstReport = Omit<ClaimReport, 'version' | 'definitions' | 'recipe'> & { version: 1 };

/** Inverse of `reportToJson`; a report of version 1 is read as one that knows of no recipe. @throws Error with a sentence when the text is not such a report */
export function reportFromJson(text: string): ClaimReport {
  const report = JSON.parse(text, (_, value: unknown) =>
    typeof value === 'string' && NOT_IN_JSON.includes(value) ? Number(value) : value,
  ) as ClaimReport | FirstReport;
  if (report?.format !== 'noisy-orbits-claims') throw new Error('this is not a replication report');
  if (report.version === 2) return report;
  if (report.version !== 1)
    throw new Error(`version ${(report as { version: unknown }).version} of the replication report is not known`);
  return { ...report, version: 2, definitions: 1, recipe: UNKNOWN, counts: countVerdicts(report.results) };
}

/** Counts in a sentence: “9 reproduced, 3 not reproduced, 11 inconclusive, 1 identity, 0 not applicable”. */
export const countsText = (counts: ClaimReport['counts']): string =>
  CLAIM_VERDICTS.map((verdict) => `${counts[verdict]} ${verdictName(verdict)}`).join(', ');

/** A number for a table: three digits, or a power of ten when it is tiny or huge. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const text =
    Number.isInteger(value) || size >= 1000
      ? size >= 1e6
        ? value.toExponential(1)
        : String(Math.round(value))
      : size > 0 && size < 0.001
        ? value.toExponential(1)
        : value.toPrecision(3);
  return text.replaceAll('-', '−');
}

/** “.98 [.94, 1.02], n = 20”; without the interval where the number is exact. */
export function estimateText({ value, low, high, n }: Estimate, unit?: string): string {
  const size = `${numberText(value)}${unit ? ` ${unit}` : ''}`;
  const interval = low === high || Number.isNaN(value) ? '' : ` [${numberText(low)}, ${numberText(high)}]`;
  return `${size}${interval}, n = ${n}`;
}

/** A sentence made safe for a table cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** The report as Markdown: a summary table, then every claim with its numbers. */
export function reportToMarkdown(report: ClaimReport): string {
  const { model, nStates, hiddenSize, inputDim, nOutputs, fingerprint } = report.network;
  const length = report.seqLen === null ? '' : `, T = ${report.seqLen}`;
  return [
    '# Replication report',
    '',
    provenanceSentence(report.recipe),
    '',
    `Network ${fingerprint}: H = ${hiddenSize}, d = ${inputDim}, K = ${nOutputs}; model “${model}”, M = ${nStates}${length}; seed ${report.seed}.`,
    '',
    `${countsText(report.counts)}.`,
    '',
    '| Claim | Verdict | Why |',
    '|---|---|---|',
    ...report.results.flatMap(summaryLines),
    '',
    ...report.results.flatMap(section),
  ].join('\n');
}

/** The name of a part in a list of findings. */
export const partName = ({ name, beside }: ClaimPart): string => (beside ? `beside it, ${name}` : name);

const summaryLines = ({ id, title, verdict, reason, parts = [], companion }: ClaimResult): string[] => [
  `| ${id} ${cell(title)} | ${verdictName(verdict)} | ${cell(reason)} |`,
  ...parts.map((part) => `| ${id}: ${cell(partName(part))} | ${verdictName(part.verdict)} | ${cell(part.reason)} |`),
  ...(companion ? [`| ${companion.id} | ${verdictName(companion.verdict)} | ${cell(companion.reason)} |`] : []),
];

function section({ id, title, statement, test, paper, ours, effects }: ClaimResult): string[] {
  return [
    `## ${id} ${title}`,
    '',
    statement,
    '',
    `- Test: ${test}`,
    `- Paper: ${paper}`,
    ...(ours ? [`- Validated on V1–V5: ${ours}`] : []),
    ...effects.map(({ name, estimate, unit }) => `- ${name}: ${estimateText(estimate, unit)}`),
    '',
  ];
}
