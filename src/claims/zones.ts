import { DEFAULT_CUTS } from '../dynamics/zones/zones';
import { conditionText, type ZoneVerdict } from '../dynamics/zones/zonesVerdict';
import type { ClaimFinding, ClaimRow } from './claim';
import { effect, inParts } from './finding';
import { zones } from './shared';

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
