import { ANALYSIS_SEED } from '../../src/analyses/choices';
import { labelOf } from '../../src/dynamics/skeleton/limitCycle';
import { createMeanMap } from '../../src/dynamics/skeleton/meanMap';
import { committor } from '../../src/dynamics/skeleton/saddles';
import { type SkeletonPoint, skeleton } from '../../src/dynamics/skeleton/skeleton';
import { finish } from '../../src/math/progress';
import type { Gallery } from './gallery';
import { fact, type Measure, percent, round, share, witness } from './measure';

/** Numbers of the chapter on the mean of one step (docs/science.md §7.4). */

/** As in the panel and the picture. */
const pointsOf = (g: Gallery): SkeletonPoint[] =>
  g.once('skeleton points', () => finish(skeleton(g.weights('chain-2'), { seed: ANALYSIS_SEED })).points);

const wells = (g: Gallery) => pointsOf(g).filter(({ unstable }) => unstable === 0);
const saddles = (g: Gallery) => pointsOf(g).filter(({ unstable }) => unstable === 1);

const kinds = (g: Gallery, ...asked: string[]): number => g.kinds().filter(({ kind }) => asked.includes(kind)).length;

/** States of a run looked at, how far apart, and steps of the mean that lead from each to its place of rest. */
const STATES = 500;
const APART = 20;
const LEAD = 300;

/** Share of the states of a run at which the average leads to the place of rest of the output that is favoured. */
function ledToOwn(g: Gallery): number {
  const weights = g.weights('chain-2');
  const { states, outputLabels } = g.run('chain-2');
  const { hiddenSize: H } = weights;
  const map = createMeanMap(weights);
  const own = Uint8Array.from({ length: STATES }, (_, k) => {
    const at = k * APART;
    const state = Float64Array.from(states.subarray(at * H, (at + 1) * H));
    for (let t = 0; t < LEAD; t++) map.apply(state, state);
    return labelOf(weights.readoutWeights, state) === outputLabels[at] ? 1 : 0;
  });
  return share(own, (value) => value === 1);
}

export const WHY: readonly Measure[] = [
  fact('chain-2', 'why.saddle', (g) => {
    const { value, low, high, n } = committor(g.weights('chain-2'), saddles(g)[0]!.state, { seed: ANALYSIS_SEED })[0]!;
    return [percent(value), percent(low), percent(high), n];
  }),
  witness('chain-2', 'why.wells', (g) => wells(g).length),
  witness('chain-2', 'why.wellOutputs', (g) => new Set(wells(g).map(({ label }) => label)).size),
  witness('chain-2', 'why.saddles', (g) => saddles(g).length),
  witness('chain-2', 'why.led', (g) => percent(ledToOwn(g))),
  fact('chain-3', 'why.lap', (g) => round(1000 / g.kinds().find(({ id }) => id === 'chain-3')!.turnsPer1000!)),
  witness('chain-3', 'why.round', (g) => (g.kinds().find(({ id }) => id === 'chain-3')!.kind === 'cycle' ? 1 : 0)),
  fact('gallery', 'why.switch', (g) => kinds(g, 'switch')),
  fact('gallery', 'why.cycle', (g) => kinds(g, 'cycle')),
  fact('gallery', 'why.single', (g) => kinds(g, 'noisy-focus', 'resting-point')),
  witness('gallery', 'why.undecided', (g) => kinds(g, 'undecided')),
  witness(
    'gallery',
    'why.two',
    (g) => g.kinds().filter(({ id, kind }) => g.preset(id).hmm === 'chain-2' && kind === 'switch').length,
  ),
];
