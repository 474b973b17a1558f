import { CELLS, type Cell, STUDY_CLAIMS, STUDY_SEEDS, type StudyModel, type StudyResult, sameCell } from '../../src/claims/study';
import { meanEstimate } from '../../src/math/statistics';

/** The study as Markdown: one row a cell, means over its seeds with 95 % intervals. */

/** “.94 [.80, 1.1]”; the value alone of a single seed, a dash of none. */
function meanText(values: readonly number[]): string {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return '–';
  const digits = (value: number) => value.toPrecision(2).replace(/^(-?)0\./, '$1.');
  if (known.length === 1) return digits(known[0]!);
  const { value, low, high } = meanEstimate(known);
  return `${digits(value)} [${digits(low)}, ${digits(high)}]`;
}

/** k* of each direction of each seed, “2 3, 1 –, …”: a dash where no number of units is enough. */
const fewestText = (found: readonly NonNullable<StudyResult['found']>[]): string =>
  found.length === 0 ? '–' : found.map(({ directions }) => directions.map(({ fewest }) => fewest ?? '–').join(' ')).join(', ');

function row(cell: Cell, results: readonly StudyResult[]): string {
  const own = results.filter((result) => sameCell(result, cell));
  const left = own.filter(({ drop }) => drop !== null);
  const found = own.flatMap((result) => (result.found ? [result.found] : []));
  const held = (id: (typeof STUDY_CLAIMS)[number]) =>
    found.length === 0 ? '–' : `${found.filter(({ claims }) => claims[id] === 'reproduced').length} of ${found.length}`;
  return `| ${[
    cell.initialGain,
    cell.readoutGain,
    cell.activityPenalty,
    cell.pairWeight,
    own.length === 0 ? 'not run yet' : `${left.length} of ${own.length}`,
    meanText(left.map(({ drop }) => drop!)),
    ...STUDY_CLAIMS.map(held),
    fewestText(found),
    meanText(found.map(({ turns }) => Math.abs(turns ?? Number.NaN))),
    meanText(found.map(({ enclosure }) => enclosure)),
    meanText(found.map(({ holeShare }) => holeShare)),
    meanText(found.map(({ participation }) => participation)),
    meanText(found.map(({ change }) => change)),
  ].join(' | ')} |`;
}

/** The table of one model. Runs still on the plateau are counted, and left out of everything to the right of the drop. */
export function studyTable(model: StudyModel, results: readonly StudyResult[]): string {
  const own = results.filter((result) => result.model === model);
  const columns = [
    ...['W_hh ×', 'W_out ×', 'penalty', 'pair term', 'left the plateau', 'drop at update', ...STUDY_CLAIMS],
    ...['k* by direction', 'turns', 'enclosure', 'hole share', 'PR of W_hh', '‖ΔW‖/‖W₀‖'],
  ];
  return [
    `### ${model}: ${own.length} of ${CELLS.length * STUDY_SEEDS.length} runs`,
    '',
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---').join('|')}|`,
    ...CELLS.map((cell) => row(cell, own)),
  ].join('\n');
}
