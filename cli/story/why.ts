import { ANALYSIS_SEED } from '../../src/analyses/choices';
import { follow } from '../../src/dynamics/skeleton/limitCycle';
import { createMeanMap } from '../../src/dynamics/skeleton/meanMap';
import { committor } from '../../src/dynamics/skeleton/saddles';
import { type Skeleton, skeleton } from '../../src/dynamics/skeleton/skeleton';
import { finish } from '../../src/math/progress';
import type { Gallery } from './gallery';
import { fact, type Measure, percent, round, witness } from './measure';

/** Numbers of the chapter on the mean of one step (docs/science.md §7.4). */

/** As in the panel and the picture. */
const found = (g: Gallery): Skeleton => g.once('skeleton', () => finish(skeleton(g.weights('chain-2'), { seed: ANALYSIS_SEED })));
const wells = (g: Gallery) => found(g).points.filter(({ unstable }) => unstable === 0);
const saddles = (g: Gallery) => found(g).points.filter(({ unstable }) => unstable === 1);

const kinds = (g: Gallery, ...asked: string[]): number => g.kinds().filter(({ kind }) => asked.includes(kind)).length;
const threeStates = (g: Gallery) => g.kinds().find(({ id }) => id === 'chain-3')!;

/** States of a run looked at, and how many steps they are apart. */
const STATES = 500;
const APART = 20;
/** As near to a place of rest counts as there, as a share of the driven mean. */
const NEAR = 1e-3;

/** Share of the states of a run at which the average leads to the place of rest of the output that is favoured. */
function ledToOwn(g: Gallery): number {
  const weights = g.weights('chain-2');
  const { states, outputLabels } = g.run('chain-2');
  const { hiddenSize: H, readoutWeights: readout } = weights;
  const { drivenSpread, drivenNorm } = found(g);
  const context = { map: createMeanMap(weights), readout, drivenSpread };
  const targets = wells(g).map(({ state }) => state);
  const led = Array.from({ length: STATES }, (_, k) => {
    const at = k * APART;
    const end = follow(context, Float64Array.from(states.subarray(at * H, (at + 1) * H)), targets, NEAR * drivenNorm);
    return end.kind === 'point' ? wells(g)[end.index]!.label : undefined;
  });
  return led.filter((label, k) => label === outputLabels[k * APART]).length / STATES;
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
  fact('chain-3', 'why.lap', (g) => round(1000 / threeStates(g).turnsPer1000!)),
  witness('chain-3', 'why.round', (g) => (threeStates(g).kind === 'cycle' ? 1 : 0)),
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
