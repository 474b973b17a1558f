import type { SkeletonKind } from '../../dynamics/skeleton/skeleton';
import type { Definition } from '../../ui/glossary';
import type { SkeletonReport } from './compute';

/** Words of the panel that are needed only once there is something to tell. */

const count = (n: number, one: string, many = `${one}s`): string => (n === 1 ? `one ${one}` : `${n} ${many}`);

const wellsOf = ({ points }: SkeletonReport) => points.filter(({ unstable }) => unstable === 0).length;
const saddlesOf = ({ points }: SkeletonReport) => points.filter(({ unstable }) => unstable === 1).length;

/** The kind in words. */
const KINDS: Record<SkeletonKind, (report: SkeletonReport) => string> = {
  switch: (report) =>
    `A switch: the mean step rests at ${wellsOf(report)} points, with ${count(saddlesOf(report), 'saddle')} between them.`,
  cycle: ({ cycle }) =>
    `A cycle: the mean step goes round by itself, once in ${(1000 / cycle!.turnsPer1000).toFixed(0)} steps, and rests nowhere.`,
  'noisy-focus': () => 'A noisy focus: the mean step turns towards one single point, about which the noisy steps scatter.',
  'resting-point': () => 'A resting point: the mean step goes straight to one single point, about which the noisy steps scatter.',
  undecided: () => 'Undecided: no stable point and no cycle was found.',
};

export const kindText = (report: SkeletonReport): string => KINDS[report.kind](report);

const COMPLETE: Record<SkeletonReport['completeness'], string> = {
  complete: 'complete',
  incomplete: 'incomplete: a point is missing',
  unchecked: 'unchecked: the map sends no ball into itself that we know of',
};

export const indexText = ({ indexSum, completeness }: SkeletonReport): string =>
  `${indexSum > 0 ? '+' : indexSum < 0 ? '−' : ''}${Math.abs(indexSum)}, ${COMPLETE[completeness]}`;

export const DETAILS = {
  sigma: 'noise σ in this picture',
  points: 'Points',
  released: 'Released at a saddle',
  releasedNote:
    'Share of the runs with each output twelve steps after they were released at the saddle, each with noise of its own.',
  basins: (undecided: number) =>
    `Shading: the output of the stable point that the mean map reaches from there, with all other principal coordinates at their mean; one cut through basins of many dimensions. Bare: none is reached (${(100 * undecided).toFixed(0)} % of the plane shown).`,
  noGraph: 'The skeleton joins no two outputs.',
  graphNote: 'Solid: in the skeleton and in the model. Dashed: in the model only. Red: in the skeleton only.',
  noGroups: 'No kick group was found, so there is nothing to compare with the unstable directions.',
  noSaddle: 'Without a saddle there is no unstable direction to compare kick units with.',
  source: 'Definition: docs/science.md, section 7.4.',
};

export const INDEX: Definition = {
  title: 'Index sum',
  text: 'Each fixed point counts +1 or −1, the sign of det(I − DF). Where the map sends a ball into itself, the sum over all fixed points is +1. Another sum says that a point was not found. A sum of +1 does not exclude that points of opposite sign are missing together.',
};
export const GRAPH: Definition = {
  title: 'Graph of the skeleton',
  text: 'Two outputs are joined where a saddle leads into a stable point of the one along its unstable direction, and into one of the other against it. The model joins two outputs where it goes between states that show them. Precision: share of the skeleton’s pairs that the model has. Recall: share of the model’s pairs that the skeleton has.',
};
export const OVERLAP: Definition = {
  title: 'Kick units in the unstable directions',
  text: 'Of n kick units, those among the n largest or the n most negative entries of the unstable directions. p: the probability that as many units drawn by chance do as well (hypergeometric), from all units, and from those alone that fire in at least 5 % of the steps.',
};
