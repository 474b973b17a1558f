import { sensitivity } from '../analyses/sensitivity/compute';
import { sensitivity as sensitivityRequest } from '../analyses/sensitivity/request';
import { spectrum, spectrumZones } from '../analyses/spectrum/compute';
import { spectrum as spectrumRequest, spectrumZones as zonesRequest } from '../analyses/spectrum/request';
import { DEFAULT_CUTS } from '../dynamics/defaults';
import { ZONE_NAMES } from '../dynamics/zones/zones';
import { conditionText, type ZoneVerdict } from '../dynamics/zones/zonesVerdict';
import { within } from '../math/progress';
import type { ClaimFinding, ClaimRow } from './claim';
import { effect, inParts } from './finding';
import { withResidency, zones } from './shared';

/** Zones of the state space by residency time: claims C6 and C7. */

const { transition, cluster, softmax } = DEFAULT_CUTS;
const CUTS = `transition below ${transition} steps, kick-zone ${transition} to ${cluster}, cluster above ${cluster} with an output probability above ${softmax}`;

const findingOf = ({ conditions }: ZoneVerdict): ClaimFinding => ({
  ...inParts(conditions.map((one) => ({ name: one.claim, verdict: one.verdict, reason: conditionText(one) }))),
  effects: conditions.map(({ claim, estimate }) => effect(claim, estimate)),
});

/** Three zones exist. */
export const C6: ClaimRow = {
  id: 'C6',
  title: 'Three zones',
  statement:
    'The state lives in three kinds of place: clusters, where it stays long; kick-zones, from which it may soon leave; and transitions, where it is about to. On its way out it passes from the first through the second to the third.',
  test: `Residency time, the expected number of steps until the most probable output changes, by 20 trial runs from each of 10,000 states (${CUTS}): each zone holds at least 1 % of the states, and mean residency time and median time to the next change are in order.`,
  paper:
    'Three zones in every network; largest residency times 55 (M = 2), 31, 37, 40 (M = 3, 4, 5), 44 (fully connected), 50 (ring).',
  ours: 'V1–V5: transitions 1.6–5.5 %, kick-zones 2.6–15 %, clusters 65–92 % of the states.',
  needs: ['bounded'],
  *run(context) {
    const { verdicts, summaries } = yield* zones(context);
    const found = findingOf(verdicts.zones);
    return {
      ...found,
      figure: {
        kind: 'interval',
        rows: summaries.slice(0, 3).map(({ zone, fraction }) => ({ name: `${zone}: share`, estimate: fraction, atLeast: 0.01 })),
      },
    };
  },
};

/** Sign-change ordering. */
export const C7: ClaimRow = {
  id: 'C7',
  title: 'Wandering in clusters, straight on in transitions',
  statement:
    'In clusters the evidence for the current output wanders up and down many times before the state leaves; in transitions it falls without turning back.',
  test: 'Mean number of times the logit (the log-scale score) of the current output reverses its direction in a trial run: below 1 in transitions, between 1 and 4 in kick-zones, above 4 in clusters.',
  paper: 'Clusters 5–20, kick-zones 2–4, transitions below 1.',
  ours: 'V1–V5: transitions at most .04, kick-zones .8–1.5 (at the lower edge), clusters at least 8.',
  needs: ['bounded'],
  *run(context) {
    const { verdicts, summaries } = yield* zones(context);
    const found = findingOf(verdicts.signChanges);
    const [inTransitions, inKickZones, inClusters] = summaries;
    return {
      ...found,
      effects: [
        ...found.effects,
        ...summaries.slice(0, 3).map(({ zone, signChangeRate }) => effect(`${zone}: reversals per step`, signChangeRate)),
      ],
      figure: {
        kind: 'interval',
        rows: [
          { name: 'transition', estimate: inTransitions!.signChanges, atMost: 1 },
          { name: 'kick-zone', estimate: inKickZones!.signChanges, atLeast: 1, atMost: 4 },
          { name: 'cluster', estimate: inClusters!.signChanges, atLeast: 4 },
        ],
      },
    };
  },
};

/** Kick-zones are locally unstable, clusters contracting. */
export const C8: ClaimRow = {
  id: 'C8',
  title: 'Kick-zones are unstable, clusters are not',
  statement:
    'Close to a state the network acts as a matrix, whose eigenvalues tell whether small differences grow. In kick-zones more of them do than in clusters.',
  test: 'Mean number of eigenvalues larger than 1 in size of the noise-free step: kick-zones minus clusters above 0. Companion C8b: of complex pairs close to the edge of growth, kick-zones have at least 1.3 and transitions at least 3 times as many as clusters.',
  paper: 'Kick-zones over clusters 1.4–7.4 (M = 2: .22 against .15; M = 4: 1.12 against .17).',
  ours: 'Fails for V1 and V2, holds for V3–V5; C8b holds for all five, whose numbers its bounds were placed by.',
  needs: ['bounded'],
  *run(context) {
    const sources = yield* within(withResidency(context), 0, 0.3);
    const spectra = yield* within(spectrum(spectrumRequest.input(sources)), 0.3, 0.95);
    const known = { ...sources, analyses: { ...sources.analyses, spectrum: { value: spectra } } };
    const found = yield* within(spectrumZones(zonesRequest.input(known)), 0.95, 1);
    const { unstableVerdict, criticalVerdict, unstableDifference, kickOverCluster, transitionOverCluster } = found;
    return {
      ...unstableVerdict,
      effects: [
        effect('unstable eigenvalues, kick-zones minus clusters', unstableDifference),
        ...found.zones.slice(0, 3).map(({ unstable }, z) => effect(`unstable eigenvalues in ${ZONE_NAMES[z]}`, unstable)),
        effect('critical pairs, kick-zones over clusters', kickOverCluster),
        effect('critical pairs, transitions over clusters', transitionOverCluster),
      ],
      figure: { kind: 'interval', rows: [{ name: 'kick-zones minus clusters', estimate: unstableDifference, atLeast: 0 }] },
      companion: { id: 'C8b', ...criticalVerdict },
    };
  },
};

/** Clusters noise-sensitive, transitions not. */
export const C9: ClaimRow = {
  id: 'C9',
  title: 'Clusters listen to the noise, transitions do not',
  statement:
    'From one state, different noise leads to futures that spread out. From clusters they spread widely, from transitions less, as if the way were fixed there.',
  test: 'Futures of 5 steps under fresh noise from 40 states of each zone: the variance between them in transitions is at most .85 of that in clusters. Companion C9b: the futures agree least on the output when they begin in kick-zones, by at least .05.',
  paper: 'Single states: .63, .76, .66, .85 (M = 2 … 5).',
  ours: 'Averaged over 40 states .94–.97 in V1–V3: not reproduced. C9b holds: agreement .83–.88 in kick-zones, .97–.99 elsewhere.',
  needs: ['bounded'],
  *run(context) {
    const sources = yield* within(withResidency(context), 0, 0.3);
    const found = yield* within(sensitivity({ ...sensitivityRequest.input(sources), gammas: [1] }), 0.3, 1);
    const { traceRatio, agreementGap, traceVerdict, agreementVerdict } = found;
    return {
      ...traceVerdict,
      effects: [
        effect('variance of the futures, transitions over clusters', traceRatio),
        effect('agreement elsewhere minus that in kick-zones', agreementGap),
      ],
      figure: {
        kind: 'interval',
        rows: [
          { name: 'variance ratio', estimate: traceRatio, atMost: 0.85 },
          { name: 'agreement gap (C9b)', estimate: agreementGap, atLeast: 0.05 },
        ],
      },
      companion: { id: 'C9b', ...agreementVerdict },
    };
  },
};
