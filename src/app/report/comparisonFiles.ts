import type { ListedNetwork } from '../../analyses/networkTable/listed';
import type { Table } from '../../charts/figure';
import type { ClaimResult, ClaimText } from '../../claims/claim';
import { verdictName } from '../../claims/finding';
import { provenanceSentence } from '../../claims/provenance';
import { type ClaimReport, claimReport, estimateText, reportToJson } from '../../claims/report';
import { COMPARISON } from './text';
import type { Tested } from './useComparison';

/** A network that is compared, with what was found on it. */
export interface Compared {
  network: ListedNetwork;
  tested: Tested | undefined;
}

/** What was found on a claim; undefined where it is not computed. */
export const resultOf = ({ tested }: Compared, id: string): ClaimResult | undefined =>
  tested?.results.find((result) => result.id === id);

/** Scores of the networks, one a row, in the words of the list of networks. */
export const scoreRows = (columns: readonly Compared[]): { name: string; cells: string[] }[] => {
  const cells = (text: (scores: NonNullable<ListedNetwork['measured']>) => string) =>
    columns.map(({ network: { measured } }) => (measured ? (measured.bounded ? text(measured) : COMPARISON.explosive) : '–'));
  return [
    {
      name: COMPARISON.ratio,
      cells: cells(({ ratio, batch, seqLen }) => `${estimateText(ratio)}, N = ${batch}, T = ${seqLen}`),
    },
    { name: COMPARISON.cell, cells: cells(({ maxCell }) => maxCell.toFixed(3)) },
    { name: COMPARISON.rate, cells: cells(({ changeRateRatio }) => estimateText(changeRateRatio)) },
  ];
};

const verdictText = (result: ClaimResult | undefined): string => (result ? verdictName(result.verdict) : COMPARISON.notComputed);
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** The comparison as Markdown: recipes first, then scores, then a claim a row, then the reasons. */
export function comparisonMarkdown(columns: readonly Compared[], texts: readonly ClaimText[]): string {
  const names = columns.map(({ network }) => network.name);
  return [
    '# Networks side by side',
    '',
    ...columns.map(({ network }) => `- **${network.name}**: ${describe(network)}. ${provenanceSentence(network.recipe)}`),
    '',
    line(['', ...names]),
    line(['---', ...names.map(() => '---')]),
    ...scoreRows(columns).map(({ name, cells }) => line([name, ...cells])),
    ...texts.map(({ id, title }) => line([`${id} ${title}`, ...columns.map((one) => verdictText(resultOf(one, id)))])),
    '',
    ...texts.flatMap(({ id, title }) => [
      `## ${id} ${title}`,
      '',
      ...columns.map((one) => {
        const result = resultOf(one, id);
        return `- ${one.network.name}: ${verdictText(result)}${result ? `. ${result.reason}.` : ''}`;
      }),
      '',
    ]),
  ].join('\n');
}

/** Model, sizes and seed in one line. */
export const describe = ({ hmm, hiddenSize, seed, update, source }: ListedNetwork): string =>
  [
    hmm.name,
    `H = ${hiddenSize}`,
    ...(seed === undefined ? [] : [`seed ${seed}`]),
    `update ${update}`,
    COMPARISON.sources[source],
  ].join(', ');

/** The comparison as a table: a claim a row, verdict and first number of each network in columns. */
export function comparisonTable(columns: readonly Compared[], texts: readonly ClaimText[]): Table {
  return {
    columns: ['claim', 'title', ...columns.flatMap(({ network: { name } }) => [name, `${name}: reason`, ...spread(name)])],
    rows: texts.map(({ id, title }) => [
      id,
      title,
      ...columns.flatMap((one) => {
        const result = resultOf(one, id);
        const first = result?.effects[0];
        const numbers = first
          ? [first.name, first.estimate.value, first.estimate.low, first.estimate.high, first.estimate.n]
          : [];
        return [verdictText(result), result?.reason ?? '', ...(first ? numbers : ['', '', '', '', ''])];
      }),
    ]),
  };
}

const spread = (name: string): string[] => ['measure', 'value', 'low', 'high', 'n'].map((part) => `${name}: ${part}`);

/** The reports of the networks in one file; of one that is not tested to its end there is what was found. */
export function comparisonJson(columns: readonly Compared[]): string {
  const reports = columns.map(({ network, tested }) => {
    const { id, name, source, recipe, seed, update, measured } = network;
    const complete = tested?.status === 'done';
    const report: ClaimReport | undefined = tested?.input && claimReport(tested.input, tested.results);
    // Numbers that JSON cannot hold are written as the report writes them.
    return { id, name, source, recipe, seed, update, measured, complete, report: report && JSON.parse(reportToJson(report)) };
  });
  return `${JSON.stringify({ format: 'noisy-orbits-comparison', version: 1, networks: reports }, null, 1)}\n`;
}
