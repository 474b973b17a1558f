import type { OutputPair } from '../../src/analyses/skeleton/compute';
import { numberText } from '../../src/claims/report';
import type { SkeletonKind } from '../../src/dynamics/skeleton/skeleton';
import type { Estimate } from '../../src/math/statistics';
import { BEYOND_PARTS, type BeyondRow } from './measure';

/** Kinds of skeleton in words. */
const KINDS: Record<SkeletonKind, string> = {
  switch: 'switch',
  cycle: 'cycle',
  'noisy-focus': 'noisy focus',
  'resting-point': 'resting point',
  undecided: 'undecided',
};

const NONE = '–';
const interval = ({ value, low, high, n }: Estimate): string =>
  `${numberText(value)} [${numberText(low)}, ${numberText(high)}], n = ${n}`;
const pairs = (list: readonly OutputPair[]): string => list.map(([a, b]) => `${a}–${b}`).join(', ') || 'none';
const share = (value: number): string => (Number.isNaN(value) ? NONE : value.toFixed(2));

function pointsText({ skeleton }: BeyondRow): string {
  if (!skeleton) return NONE;
  return skeleton.points
    .map(({ kind, label, unstable, largest, turning }) => {
      const name = unstable === 0 ? 'well' : kind === 'focus' ? `focus, ${unstable} unstable` : `saddle, ${unstable} unstable`;
      return `${name} (output ${label}, |μ| ${largest.toFixed(2)}${turning ? ', turning' : ''})`;
    })
    .join('; ');
}

function skeletonCells(row: BeyondRow): string[] {
  const { skeleton, graph, committors, overlap } = row;
  if (!skeleton || !graph) return Array(7).fill(NONE);
  const { cycle } = skeleton;
  return [
    KINDS[skeleton.kind],
    `${pointsText(row)}; ${skeleton.completeness}`,
    cycle ? `${cycle.turnsPer1000.toFixed(1)} turns, ${cycle.flipsPer1000.toFixed(0)} changes in 1,000 steps` : NONE,
    `${pairs(graph.joined)}; model ${pairs(graph.model)}`,
    `${share(graph.precision)}, ${share(graph.recall)}`,
    committors.map((shares) => shares.map(({ value }) => value.toFixed(2)).join(' / ')).join('; ') || NONE,
    overlap
      ? `${overlap.all.inside} of ${overlap.all.asked}, p = ${numberText(overlap.all.p)}; ${numberText(overlap.firing.p)}`
      : NONE,
  ];
}

/** A skeleton and a marker so far apart, as a share of the training, are clearly apart. */
const CLEARLY_APART = 0.1;

function trainingCells({ training }: BeyondRow): string[] {
  if (!training) return Array(4).fill(NONE);
  const { changed, marker, length, kinds } = training;
  const when = changed.update === undefined ? 'never' : `${changed.after ?? 'start'} – ${changed.update}`;
  const apart = changed.update === undefined || marker === undefined ? undefined : Math.abs(changed.update - marker) / length;
  const distance = apart === undefined ? NONE : `${(100 * apart).toFixed(0)} %${apart > CLEARLY_APART ? ', clearly apart' : ''}`;
  return [kinds.map((kind) => KINDS[kind]).join(', '), when, String(marker ?? 'none'), distance];
}

function integrationCell({ integration }: BeyondRow): string {
  const found = integration?.directions.map(
    ({ from, to, populations: { total, integrationTime } }) =>
      `${from} → ${to}: ${interval(total)}; ${interval(integrationTime)} steps`,
  );
  return found?.join('<br>') || NONE;
}

function rankCell({ rank }: BeyondRow): string {
  if (!rank) return NONE;
  return `${rank.fewest ?? 'none'} (${rank.cut === 'change' ? 'of the change' : 'of the weights'})`;
}

function richnessCell({ richness }: BeyondRow): string {
  if (!richness) return NONE;
  const { weights, moved, cosine, change } = richness;
  const of = [moved, cosine, change].map((value) => (value === undefined ? NONE : value.toFixed(2)));
  return `${of.join(', ')}, ${weights.toFixed(1)}`;
}

function beliefCell({ belief }: BeyondRow): string {
  return belief
    ? `${interval(belief.hidden)}; output alone ${numberText(belief.currentOutput.value)}; added ${interval(belief.memoryGain)}`
    : NONE;
}

/** What the check on held-out runs said of a phase. */
const PHASES = { phase: 'confirmed', unconfirmed: 'not confirmed', none: 'none' } as const;

function phaseCells({ phase }: BeyondRow): string[] {
  if (!phase) return Array(6).fill(NONE);
  const { verdict, period, quality, memory, slower, roundTrip, turnsPerRoundTrip } = phase;
  return [
    PHASES[verdict],
    period ? interval(period) : NONE,
    quality ? interval(quality) : NONE,
    memory ? numberText(memory.value) : NONE,
    slower === undefined ? NONE : numberText(slower),
    `${numberText(turnsPerRoundTrip)}; ${numberText(roundTrip)}`,
  ];
}

/** The skeleton’s graphs beside the models’, over all networks. */
function graphsText(rows: readonly BeyondRow[]): string {
  const graphs = rows.flatMap(({ graph }) => (graph ? [graph] : []));
  const count = (of: (one: (typeof graphs)[number]) => number) => graphs.reduce((sum, one) => sum + of(one), 0);
  const both = count(({ joined, model }) => joined.filter(([a, b]) => model.some(([c, d]) => a === c && b === d)).length);
  const [found, asked] = [count(({ joined }) => joined.length), count(({ model }) => model.length)];
  const some = graphs.filter(({ joined }) => joined.length > 0);
  const ofSome = some.reduce((sum, { model }) => sum + model.length, 0);
  if (found === 0) return 'No skeleton joins any two outputs.';
  return (
    `Over all ${graphs.length} networks: of ${found} pairs that skeletons join ${both} are the model’s (precision ${(both / found).toFixed(2)}); ` +
    `of the models’ ${asked} pairs ${both} are found (recall ${(both / asked).toFixed(2)}; ${(both / ofSome).toFixed(2)} among the ${some.length} networks whose skeleton joins any).`
  );
}

const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|μ|', '\\|μ\\|')).join(' | ')} |`;

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)];
}

/** What was not measured yet, in sentences. */
function missingText(missing: ReadonlyMap<string, readonly string[]>, all: number): string[] {
  if (missing.size === 0) return [];
  const parts = [...new Set([...missing.values()].flat())];
  const lines = parts.map((part) => {
    const of = [...missing].flatMap(([id, lacking]) => (lacking.includes(part) ? [id] : []));
    return `- ${part}: ${of.length} of ${all} networks${of.length < all ? ` (${of.join(', ')})` : ''}`;
  });
  return [
    '**Not complete.** Not measured yet, left out of all counts, and “–” in the tables (`npm run beyond` measures the rest):',
    '',
    ...lines,
    '',
  ];
}

/**
 * All networks as Markdown.
 * @param seed of every draw
 * @param missing by network, the parts that were not measured
 */
export function beyondDocument(
  all: readonly BeyondRow[],
  seed: number,
  missing: ReadonlyMap<string, readonly string[]> = new Map(),
): string {
  // A network of which nothing is known yet has no line in a table.
  const rows = all.filter(({ id }) => (missing.get(id)?.length ?? 0) < Object.keys(BEYOND_PARTS).length);
  const withSkeleton = rows.filter(({ skeleton }) => skeleton !== undefined).length;
  const kinds = Object.entries(KINDS).flatMap(([kind, name]) => {
    const count = rows.filter(({ skeleton }) => skeleton?.kind === kind).length;
    return count > 0 ? [`${name} ${count}`] : [];
  });
  const notes = rows.flatMap(({ id, notes: said }) => said.map((note) => `- ${id}. ${note}`));
  return [
    '# Beyond the paper',
    '',
    `Made by \`npm run beyond\`, seed ${seed}; nothing here is written by hand, and nothing here is in the paper. Definitions: [science.md](science.md), section 7.`,
    '',
    ...missingText(missing, all.length),
    '## The skeleton',
    '',
    `What the exact mean of one step has: wells, saddles, cycles. It is no attractor of the noisy system. Of ${withSkeleton} networks: ${kinds.join(', ')}.`,
    'Graph: outputs that a saddle joins, beside those the model goes between; share of the skeleton’s pairs that are the model’s, and of the model’s that are found.',
    'Released: share of each output 12 steps after 800 runs were released at a saddle. Overlap: kick units among the strongest entries of the unstable directions, p among all units; among those that fire.',
    '',
    graphsText(rows),
    '',
    ...table(
      ['network', 'kind', 'points', 'cycle', 'graph', 'precision, recall', 'released', 'overlap'],
      rows.map((row) => [row.id, ...skeletonCells(row)]),
    ),
    '',
    '## The skeleton through training',
    '',
    'Kinds of the skeleton from checkpoint to checkpoint; the updates between which it stops to be one stable point, three checkpoints in a row; the marker of emergence; how far apart both are, as a share of the training.',
    '',
    ...table(
      ['network', 'kinds, one after the other', 'skeleton changes', 'marker', 'apart'],
      rows.map((row) => [row.id, ...trainingCells(row)]),
    ),
    '',
    '## Noise before a switch, rates, rank',
    '',
    'Noise gathered along the populations before a change, in deviations of one step, and the steps in which nine tenths of it came. Excess: nats a step by which the network’s sequences are less probable than the model’s own. Divergence: Kullback–Leibler rate. Rank: the smallest that keeps the switch. Richness: ‖ΔW‖/‖W₀‖, cosine, participation ratio of the change and of the weights.',
    '',
    ...table(
      ['network', 'noise gathered; steps', 'excess', 'divergence', 'rank', 'richness'],
      rows.map((row) => [
        row.id,
        integrationCell(row),
        row.rates ? interval(row.rates.excess) : NONE,
        row.divergence ? interval(row.divergence.rate) : NONE,
        rankCell(row),
        richnessCell(row),
      ]),
    ),
    '',
    '## Belief, and the orbit as a phase',
    '',
    'Belief: R² of the exact belief read linearly from h on held-out runs; from the output alone; what h adds to it. The network never sees its own draw. Phase: what its check on held-out runs said; period in steps; quality; steps until it is forgotten; steps that a slower mode lasts, if there is one. Beside it turns per round trip and steps in a round trip of the outputs.',
    '',
    ...table(
      ['network', 'belief', 'phase', 'period', 'quality', 'forgotten after', 'slower mode', 'turns per round trip; steps'],
      rows.map((row) => [row.id, beliefCell(row), ...phaseCells(row)]),
    ),
    '',
    ...(notes.length > 0 ? ['## What could not be measured', '', ...notes, ''] : []),
  ].join('\n');
}
