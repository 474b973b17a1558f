import { integrationConditions } from '../analyses/integration/compute';
import { pairOf, populationsOf } from '../analyses/mechanism';
import { integrationTargets, noiseIntegration } from '../dynamics/circuit/noiseIntegration';
import { EXCESS, judgeExcess, rates } from '../dynamics/emissions/rates';
import { within } from '../math/progress';
import type { ClaimRow } from './claim';
import { effect, findConditions, undecided } from './finding';
import { circuit } from './shared';

/** Sequences as probable as the model’s own. */
export const C25: ClaimRow = {
  id: 'C25',
  title: 'Sequences as probable as the model’s own',
  statement:
    'Someone who knows the model finds the network’s sequences as surprising, step by step, as the model’s own. More surprise means that memory is missing or wrong, less means that rare outputs are left out.',
  test: '1000 sequences of 250 steps, and as many of the model: the difference of their mean −ln P under the exact model lies within ±.02 nats a step.',
  paper: 'Not in the paper; this claim is ours.',
  needs: ['bounded'],
  *run({ weights, hmm, seed }) {
    const found = yield* rates(weights, hmm, { seed });
    if (!found.bounded) return undecided(`the state grew without bound, first at step ${found.divergedAt}`);
    const { excess, crossEntropy, entropyRate, impossible, histories } = found;
    const judged = judgeExcess(excess);
    const leftOut = impossible > 0 ? `; ${impossible} sequences that the model cannot emit are left out` : '';
    const worst = histories[0];
    return {
      verdict: judged.verdict,
      reason: `${judged.reason}${leftOut}`,
      effects: [
        effect('difference to the model’s own sequences', excess, 'nats a step'),
        effect('the network’s sequences under the model', crossEntropy, 'nats a step'),
        effect('the model’s own sequences', entropyRate, 'nats a step'),
        ...(worst ? [effect(`most lost, after ${worst.outputs.join(' ')}`, worst.loss, 'nats a step')] : []),
      ],
      figure: { kind: 'interval', rows: [{ name: 'difference', estimate: excess, atLeast: -EXCESS, atMost: EXCESS }] },
    };
  },
};

/** Noise is gathered before a switch. */
export const C26: ClaimRow = {
  id: 'C26',
  title: 'Noise is gathered before a switch',
  statement:
    'Before the output changes, the noise into the two populations has pushed them apart for several steps in the direction of the change. No single push makes the switch.',
  test: 'Mean noise along the difference of the populations before each change: its sum lies above that before moments chosen by chance (97.5 %), and nine tenths of it took at least 3 steps.',
  paper: 'Told in words: populations gather noise until a kick unit fires. The average before the switch is ours.',
  needs: ['bounded'],
  *run(context) {
    const found = yield* within(circuit(context), 0, 0.6);
    if (typeof found === 'string') return undecided(found);
    const groups = pairOf(found)!;
    const { populations } = populationsOf(found)!;
    const targets = integrationTargets(groups, populations);
    if (populations.some((units) => units.length === 0)) return undecided('one of the two populations has no unit');
    const { directions, scarce } = yield* within(noiseIntegration(context.weights, targets, { seed: context.seed }), 0.6, 1);
    if (directions.length === 0)
      return undecided(`too few changes to average: ${scarce.map(({ changes }) => changes).join(', ')}`);
    return findConditions(integrationConditions(directions));
  },
};
