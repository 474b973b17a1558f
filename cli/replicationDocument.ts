import { CLAIM_IDS, type ClaimId, type ClaimResult, type ClaimVerdict } from '../src/claims/claim';
import { type Provenance, provenanceSentence } from '../src/claims/provenance';
import { type ClaimReport, countsText, partName } from '../src/claims/report';

/** The reports on one network: on the selected checkpoint, and on the last one of its training. */
export interface NetworkReports {
  id: string;
  recipe: Provenance;
  /** Number of updates at the selected checkpoint. */
  update: number;
  selected: ClaimReport;
  /** Undefined when the selected checkpoint is the last, or when there is no history of the training. */
  last?: { update: number; report: ClaimReport };
}

const MARKS: Record<ClaimVerdict, string> = {
  reproduced: '✓',
  'not-reproduced': '✗',
  inconclusive: '?',
  identity: '=',
  'not-applicable': '·',
};

const resultOf = (report: ClaimReport | undefined, id: ClaimId): ClaimResult | undefined =>
  report?.results.find((result) => result.id === id);
const markOf = (result: ClaimResult | undefined): string => (result ? MARKS[result.verdict] : '');

/** How many of the networks to which a claim applies reproduce it. */
function held(results: readonly (ClaimResult | undefined)[]): string {
  const asked = results.flatMap((result) => (result && result.verdict !== 'not-applicable' ? [result.verdict] : []));
  if (asked.length === 0) return '·';
  return `${asked.filter((verdict) => verdict === 'reproduced' || verdict === 'identity').length} of ${asked.length}`;
}

/** Networks of one model by one recipe. */
interface NetworkGroup {
  recipe: string;
  model: string;
  networks: readonly NetworkReports[];
}

const modelOf = ({ selected }: NetworkReports): string => selected.network.model;

/** Grouped by recipe and model: the recipe of the paper comes first, models in the order of their first network. */
function networkGroups(all: readonly NetworkReports[]): NetworkGroup[] {
  const names = [...new Set(all.map(({ recipe }) => recipe.name))];
  const sorted = names.sort((a, b) => Number(b === 'paper') - Number(a === 'paper') || a.localeCompare(b));
  const models = [...new Set(all.map(modelOf))];
  return sorted.flatMap((recipe) =>
    models.flatMap((model) => {
      const networks = all.filter((one) => one.recipe.name === recipe && modelOf(one) === model);
      return networks.length > 0 ? [{ recipe, model, networks }] : [];
    }),
  );
}

/** The report on the last checkpoint of a network, which may be the selected one. */
const lastReport = ({ selected, last }: NetworkReports): ClaimReport => last?.report ?? selected;

const titleOf = (group: NetworkGroup, id: ClaimId): string => resultOf(group.networks[0]!.selected, id)?.title ?? '';

/** A table with a row for each claim. @param cell what stands in a column */
function claimTable<T>(
  groups: readonly NetworkGroup[],
  columns: readonly T[],
  head: (column: T) => string,
  cell: (id: ClaimId, column: T) => string,
): string[] {
  return [
    `| Claim | ${columns.map(head).join(' | ')} |`,
    `|---|${columns.map(() => '---').join('|')}|`,
    ...CLAIM_IDS.map((id) => `| ${id} ${titleOf(groups[0]!, id)} | ${columns.map((column) => cell(id, column)).join(' | ')} |`),
  ];
}

function countCell(id: ClaimId, { networks }: NetworkGroup): string {
  const kept = held(networks.map(({ selected }) => resultOf(selected, id)));
  const last = held(networks.map((one) => resultOf(lastReport(one), id)));
  return kept === '·' && last === '·' ? '·' : `${kept} / ${last}`;
}

function markCell(id: ClaimId, { selected, last }: NetworkReports): string {
  const mark = markOf(resultOf(selected, id));
  return last ? `${mark} / ${markOf(resultOf(last.report, id))}` : mark;
}

const groupName = ({ recipe, model }: NetworkGroup): string => `${model}, recipe ${recipe}`;

/** How many networks of a model and recipe a claim holds on. */
const countTable = (groups: readonly NetworkGroup[]): string[] => claimTable(groups, groups, groupName, countCell);

/** The verdicts on each network of a model and recipe. */
function groupSection(group: NetworkGroup): string[] {
  return [
    `## ${groupName(group)}`,
    '',
    ...claimTable([group], group.networks, ({ id }) => id, markCell),
    '',
    ...group.networks.flatMap(section),
  ];
}

const resultLines = ({ id, title, verdict, reason, parts = [], companion }: ClaimResult): string[] => [
  `- ${MARKS[verdict]} **${id} ${title}.** ${reason}.`,
  ...parts.map((part) => `  - ${MARKS[part.verdict]} ${partName(part)}: ${part.reason}.`),
  ...(companion ? [`  - ${MARKS[companion.verdict]} ${companion.id}: ${companion.reason}.`] : []),
];

/** How the last checkpoint differs from the selected one. */
function lastLines({ selected, last, update }: NetworkReports): string[] {
  if (!last) return [`Last checkpoint: the same (update ${update}), or not on file.`];
  const { report } = last;
  const others = report.results.filter((result) => result.verdict !== resultOf(selected, result.id)?.verdict);
  const counts = `Last checkpoint (update ${last.update}, weights ${report.network.fingerprint}, float16): ${countsText(report.counts)}.`;
  if (others.length === 0) return [`${counts} Every verdict is the same.`];
  return [`${counts} Other verdicts:`, '', ...others.flatMap(resultLines)];
}

function section(network: NetworkReports): string[] {
  const { id, recipe, update, selected } = network;
  const { model, hiddenSize, inputDim, fingerprint } = selected.network;
  return [
    `### ${id}`,
    '',
    provenanceSentence(recipe),
    '',
    `${model}, H = ${hiddenSize}, d = ${inputDim}. Kept checkpoint (update ${update}, weights ${fingerprint}): ${countsText(selected.counts)}.`,
    '',
    ...selected.results.flatMap(resultLines),
    '',
    ...lastLines(network),
    '',
  ];
}

/** All reports as Markdown: a table of counts by model and recipe, then every network. @param all at least one */
export function replicationDocument(all: readonly NetworkReports[]): string {
  const groups = networkGroups(all);
  return [
    '# Replication',
    '',
    'Made by `npm run replication`; nothing here is written by hand. Every claim of the paper (NeurIPS 2025, arXiv 2510.25674) on every network listed, seed 1.',
    'A claim is reproduced when the whole 95 % interval meets its threshold, not reproduced on this network when the whole interval misses it, else inconclusive.',
    'The thresholds are this project’s own and were written after seeing the published figures and some networks: an in-sample verdict is a weak one.',
    'Where a network was trained by another recipe than the paper’s, what does not hold on it is said of that network and its recipe.',
    '',
    'How many networks each claim holds on, of those it applies to: the checkpoint that was kept / the last of the training. · applies to none.',
    '',
    ...countTable(groups),
    '',
    'In the tables below: ✓ reproduced, ✗ not reproduced, ? inconclusive, = identity (holds for every network of this kind), · not applicable. Two marks: the kept checkpoint / the last.',
    '',
    ...groups.flatMap(groupSection),
  ].join('\n');
}
