import { ANALYSIS_SEED, ORBIT_STEPS } from '../../src/analyses/choices';
import { subspaces } from '../../src/analyses/subspaces/compute';
import type { ClaimId } from '../../src/claims/claim';
import { summariseOrbit } from '../../src/dynamics/orbit/orbit';
import { CLUSTER } from '../../src/dynamics/zones/zones';
import { finish } from '../../src/math/progress';
import { type Asked, held, type NetworkVerdicts } from '../replicationVerdicts';
import type { Gallery } from './gallery';
import { ofRecipe } from './kick';
import { fact, type Measure, percent, round, share, witness } from './measure';
import { rareAgreement, zonesOfRun } from './runs';

/** Numbers of the chapters on richer models and on open questions. */

const CHAINS = ['chain-2', 'chain-3', 'chain-4', 'chain-5'] as const;
const RICHER_CHAINS: readonly string[] = CHAINS.slice(1);
const ZONE_STATES = 4000;

/** Verdicts on the networks of some models. */
const onModels = (g: Gallery, models: readonly string[]): NetworkVerdicts[] =>
  g.verdicts().networks.filter(({ id }) => models.includes(g.preset(id).hmm));

/** Turns per round trip of each pair of outputs of the fully connected network, in axes of their own: the measurement of the panel. */
const pairs = (g: Gallery) =>
  g.once('pairs', () => {
    const weights = g.weights('fully');
    const { basis } = summariseOrbit(weights, { steps: ORBIT_STEPS, seed: ANALYSIS_SEED });
    return finish(subspaces({ weights, basis, seed: ANALYSIS_SEED })).pairs;
  });

const turnsOfPair = (g: Gallery, ...outputs: number[]): number => {
  const pair = pairs(g).find((one) => outputs.every((output) => one.outputs.includes(output)))!;
  return round(Math.abs(pair.turnsPerRoundTrip.value), 2);
};

const rings = (g: Gallery) => g.presets.filter(({ hmm }) => hmm === 'cyclic').map(({ id }) => id);
const rare = (g: Gallery) =>
  g.once('rare', () => {
    const found = rings(g).map((id) => rareAgreement(g, id));
    const sum = (of: 'agree' | 'pairs') => found.reduce((total, one) => total + one[of], 0);
    return { agree: sum('agree') / sum('pairs'), pairs: sum('pairs') };
  });

/** Share of the changes of the favoured output that go straight between 0 and 2. */
function straightAcross(labels: Uint8Array): number {
  let flips = 0;
  let across = 0;
  for (let t = 1; t < labels.length; t++) {
    if (labels[t] === labels[t - 1]) continue;
    flips++;
    if (labels[t] !== 1 && labels[t - 1] !== 1) across++;
  }
  return across / flips;
}

const richer: Measure[] = [
  witness('chain-3', 'richer.turns', (g) => round(Math.abs(g.preset('chain-3').scores.turnsPerRoundTrip), 2)),
  witness('chain-3', 'richer.middle', (g) =>
    percent(
      share(g.run('chain-3').outputLabels, (label) => label === 1),
      1,
    ),
  ),
  fact('gallery', 'richer.once', (g) => held(onModels(g, RICHER_CHAINS), { claim: 'C5' }).held),
  fact('gallery', 'richer.onceOf', (g) => held(onModels(g, RICHER_CHAINS), { claim: 'C5' }).of),
  ...CHAINS.map((id) => fact(id, `richer.cluster.${id}`, (g) => percent(zonesOfRun(g, id, ZONE_STATES).shareOf(CLUSTER)))),
  fact('fully', 'richer.pair01', (g) => turnsOfPair(g, 0, 1)),
  fact('fully', 'richer.pair02', (g) => turnsOfPair(g, 0, 2)),
  fact('fully', 'richer.pair12', (g) => turnsOfPair(g, 1, 2)),
  fact('gallery', 'richer.composed', (g) => held(g.verdicts().networks, { claim: 'C20' }).held),
  fact('gallery', 'richer.composedOf', (g) => held(g.verdicts().networks, { claim: 'C20' }).of),
  fact('gallery', 'richer.agree', (g) => percent(rare(g).agree)),
  witness('gallery', 'richer.rarePairs', (g) => rare(g).pairs),
  witness('cyclic', 'richer.across', (g) => percent(straightAcross(g.run('cyclic').outputLabels), 1)),
];

/** What the last chapter counts, by recipe. */
const FINDINGS: Record<string, Asked> = {
  falls: { claim: 'C3' },
  turns: { claim: 'C5' },
  zones: { claim: 'C7' },
  few: { claim: 'C10' },
  compete: { claim: 'C12' },
  traps: { claim: 'C13', part: 'silenced kick groups trap' },
};
/** The noise into the units that drive the kick groups. */
const CUT: Asked = { claim: 'C13', part: 'noise cut from their drivers traps' };

const holdsOnAll = (g: Gallery, claim: ClaimId): boolean => {
  const { held: holds, of } = held(g.verdicts().networks, { claim });
  return holds === of;
};

const open: Measure[] = [
  ...(['live', 'paper'] as const).flatMap((recipe) => [
    fact('gallery', `open.${recipe}`, (g) => ofRecipe(g, recipe).length),
    fact('gallery', `open.chains.${recipe}`, (g) => held(ofRecipe(g, recipe), FINDINGS.turns!).of),
    ...Object.entries(FINDINGS).map(([name, asked]) =>
      fact('gallery', `open.${name}.${recipe}`, (g) => held(ofRecipe(g, recipe), asked).held),
    ),
  ]),
  witness('gallery', 'open.everywhere', (g) => (['C2', 'C3', 'C23'] as const).filter((claim) => holdsOnAll(g, claim)).length),
  fact('gallery', 'open.two', (g) => onModels(g, ['chain-2']).length),
  fact('gallery', 'open.cut', (g) => held(onModels(g, ['chain-2']), CUT).held),
];

export const LATE: readonly Measure[] = [...richer, ...open];
