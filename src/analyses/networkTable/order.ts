import type { Table } from '../../charts/figure';
import { CLAIM_IDS } from '../../claims/claim';
import type { Estimate } from '../../math/statistics';
import { claimCounts, type ListedNetwork } from './listed';

/** Columns by which the list can be sorted, in their order on screen, and what each compares. */
const SORT_VALUES = {
  name: ({ name }) => name,
  recipe: ({ recipe }) => recipe.name,
  seed: ({ seed }) => seed,
  hidden: ({ hiddenSize }) => hiddenSize,
  ratio: ({ measured }) => measured?.ratio.value,
  cell: ({ measured }) => measured?.maxCell,
  rate: ({ measured }) => measured?.changeRateRatio.value,
  claims: ({ verdicts }) => verdicts && claimCounts(verdicts).held,
} as const satisfies Record<string, (network: ListedNetwork) => string | number | undefined>;

export type SortColumn = keyof typeof SORT_VALUES;
export const SORT_COLUMNS = Object.keys(SORT_VALUES) as SortColumn[];

export interface Sorting {
  by: SortColumn;
  descending: boolean;
}

/** The list in order; what is not known comes last either way, and equals stay as they were. */
export function sortNetworks(networks: readonly ListedNetwork[], { by, descending }: Sorting): ListedNetwork[] {
  const sortValue: (network: ListedNetwork) => string | number | undefined = SORT_VALUES[by];
  const known = (value: string | number | undefined): value is string | number =>
    value !== undefined && (typeof value === 'string' || Number.isFinite(value));
  return [...networks].sort((a, b) => {
    const [x, y] = [sortValue(a), sortValue(b)];
    if (!known(x) || !known(y)) return Number(known(y)) - Number(known(x));
    const up = typeof x === 'string' ? x.localeCompare(String(y), 'en', { numeric: true }) : x - Number(y);
    return descending ? -up : up;
  });
}

const spread = (name: string) => [name, `${name} low`, `${name} high`, `${name} n`];
const parts = (estimate: Estimate | undefined) =>
  estimate ? [estimate.value, estimate.low, estimate.high, estimate.n] : ['', '', '', ''];

/** The list as rows of a file, a claim a column. */
export function runsTable(networks: readonly ListedNetwork[]): Table {
  return {
    columns: [
      ...['network', 'source', 'model', 'recipe', 'differs from the paper', 'seed', 'update', 'H', 'bounded'],
      ...spread('loss over floor'),
      ...['N', 'T', 'largest cell error'],
      ...spread('change rate over model'),
      'claims defined',
      ...CLAIM_IDS,
    ],
    rows: networks.map(({ name, source, hmm, recipe, seed, update, hiddenSize, measured, verdicts }) => [
      ...[name, source, hmm.name, recipe.name, recipe.differs.join('; '), seed ?? '', update, hiddenSize],
      measured ? String(measured.bounded) : '',
      ...parts(measured?.ratio),
      ...(measured ? [measured.batch, measured.seqLen, measured.maxCell] : ['', '', '']),
      ...parts(measured?.changeRateRatio),
      verdicts?.definitions ?? '',
      ...CLAIM_IDS.map((id) => verdicts?.of[id] ?? ''),
    ]),
  };
}

/** The list as JSON; numbers that are not finite are null. */
export const runsJson = (networks: readonly ListedNetwork[]): string =>
  `${JSON.stringify(
    {
      format: 'noisy-orbits-runs',
      version: 1,
      networks: networks.map(({ id, name, source, hmm, recipe, seed, update, hiddenSize, measured, verdicts }) => ({
        ...{ id, name, source, model: hmm.name, recipe, seed, update, hiddenSize, measured, verdicts },
      })),
    },
    null,
    1,
  )}\n`;
