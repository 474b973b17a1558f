import { beforeAfter, type CheckpointValue } from '../dynamics/emergence/emergence';
import { type SecondOrder, secondOrder } from '../dynamics/emergence/secondOrder';
import { judgeBifurcation, judgePlateau, kickOverlap, secondOrderConditions } from '../dynamics/emergence/verdicts';
import { within } from '../math/progress';
import { exactly } from '../math/statistics';
import type { ClaimEffect, ClaimFigure, ClaimRow } from './claim';
import { effect, inParts, undecided } from './finding';
import { kickGroups, type TrainingDynamics, trainingDynamics } from './shared';

/** What happens during training: claims C16 to C18. All need the history. */

const valuesOf = (
  { checkpoints }: TrainingDynamics,
  of: 'transitionRate' | 'unstable' | 'critical' | 'either',
): CheckpointValue[] =>
  checkpoints.map(({ update, dynamics }) => ({ update, divergent: dynamics.divergent, estimate: dynamics[of] }));

/** A quantity before the loss drops and after the bifurcation. */
function split(name: string, values: readonly CheckpointValue[], { marker }: TrainingDynamics): ClaimEffect[] {
  const { before, after } = beforeAfter(values, marker);
  return [...(before ? [effect(`${name} before`, before)] : []), ...(after ? [effect(`${name} after`, after)] : [])];
}

function curveOf(yName: string, values: readonly CheckpointValue[]): ClaimFigure {
  const finite = values.filter(({ estimate }) => Number.isFinite(estimate.value));
  return {
    kind: 'curve',
    x: finite.map(({ update }) => update),
    y: finite.map(({ estimate }) => estimate.value),
    low: finite.map(({ estimate }) => estimate.low),
    high: finite.map(({ estimate }) => estimate.high),
    xName: 'update of the training',
    yName,
  };
}

/** Bifurcation during training. */
export const C16: ClaimRow = {
  id: 'C16',
  title: 'Memory appears all at once',
  statement:
    'For a long time the network learns nothing but how often each output occurs. Then, within a short stretch of training, the loss drops, the state begins to stay, and instability appears.',
  test: 'At the checkpoints of the training: the rate of state changes halves, the loss leaves its plateau and the share of unstable or critical steps rises, all within the same tenth of the training.',
  paper: 'At epoch 60, 50, 100 and about 340 (M = 2 … 5), about 110 (fully connected), about 100 (ring).',
  ours: 'V2 passes; V3 within 12 % of the training, with few checkpoints.',
  needs: ['history'],
  *run(context) {
    const found = yield* trainingDynamics(context);
    const rates = valuesOf(found, 'transitionRate');
    const spectra = valuesOf(found, 'either')
      .filter(({ estimate }) => Number.isFinite(estimate.value))
      .map(({ update }) => update);
    const { losses } = context.history!;
    const { update } = found.marker;
    return {
      ...judgeBifurcation(found.marker, rates, spectra, losses.length),
      effects: [
        ...(update === undefined ? [] : [effect('bifurcation', exactly(update), 'updates')]),
        ...split('transition rate', rates, found),
        ...split('share of steps with a critical pair', valuesOf(found, 'critical'), found),
        ...split('share of steps with an unstable eigenvalue', valuesOf(found, 'unstable'), found),
      ],
      figure: curveOf('transition rate', rates),
    };
  },
};

/** Plateau equals the i.i.d. loss. */
export const C17: ClaimRow = {
  id: 'C17',
  title: 'The plateau is the loss without memory',
  statement:
    'While training waits on its plateau, the network is exactly as good as dice with the right shares of each output: it has learned what occurs, and not when.',
  test: 'Mean loss on the plateau within 3 % of that of independent draws with the model’s shares, at the same batch size and length.',
  paper: 'Not tested in the paper; this claim is ours.',
  ours: 'Within 3 % for M = 2, M = 3 and fully connected.',
  needs: ['history'],
  *run(context) {
    const { marker } = yield* trainingDynamics(context);
    const { losses, landmarks } = context.history!;
    const first = landmarks[0];
    return {
      ...judgePlateau(losses, landmarks, marker),
      effects: first
        ? [
            effect('loss without memory', exactly(first.plateau)),
            effect('loss between two samples of the model', exactly(first.floor)),
          ]
        : [],
      figure: { kind: 'curve', x: losses.map((_, u) => u), y: [...losses], xName: 'update of the training', yName: 'loss' },
    };
  },
};

/** Second-order units are sparse and appear after the bifurcation. */
export const C18: ClaimRow = {
  id: 'C18',
  title: 'Few units carry the second-order response',
  statement:
    'Noise has no direction, so its plain effect averages out; what remains grows with its variance. The claim: this remainder appears with the bifurcation, and in a few units, the kick units among them.',
  test: 'Per unit, the square root of the expected second-order term after 10 steps: at the end of training its inequality (Gini coefficient) at least .5, its mean at least 3 times that before the bifurcation, and more kick units among its ten largest than by chance (p < .05).',
  paper: 'Few units above a threshold set by hand, after the bifurcation only.',
  ours: 'V2, V3 without that threshold: Gini .18–.30, mean 1.2–2.4 times, 0–2 of ten: not reproduced.',
  needs: ['bounded', 'history'],
  *run(context) {
    const { checkpoints, marker } = yield* within(trainingDynamics(context), 0, 0.4);
    const kicks = (yield* within(kickGroups(context), 0.4, 0.8)).flatMap(({ units }) => units);
    const asked = checkpoints.filter(
      ({ update, dynamics }, n) =>
        !dynamics.divergent && (n === checkpoints.length - 1 || (marker.update !== undefined && update < marker.update)),
    );
    const kept: (SecondOrder & { update: number })[] = [];
    for (const [n, { update }] of asked.entries()) {
      const { weights } = context.history!.checkpoints.find((checkpoint) => checkpoint.update === update)!;
      kept.push({ update, ...secondOrder(weights, { seed: context.seed }) });
      yield 0.8 + (0.2 * (n + 1)) / asked.length;
    }
    const last = kept.at(-1);
    if (!last || last.update !== checkpoints.at(-1)!.update)
      return undecided('the last checkpoint of the training grows without bound');
    const before = kept.slice(0, -1);
    const meanBefore = before.reduce((sum, { mean }) => sum + mean, 0) / before.length;
    const { common, expected } = kickOverlap(last.proxy, kicks);
    const gini = exactly(last.gini, last.proxy.length);
    const growth = exactly(last.mean / meanBefore, before.length);
    const conditions = secondOrderConditions(kept, marker.update, kicks);
    return {
      ...(Array.isArray(conditions) ? inParts(conditions) : conditions),
      effects: [
        effect('Gini coefficient at the end', gini),
        effect('mean at the end over that before the bifurcation', growth),
        effect('kick units among the ten largest', exactly(common, kicks.length)),
        effect('kick units among ten by chance', exactly(expected, kicks.length)),
      ],
      figure: {
        kind: 'interval',
        rows: [
          { name: 'Gini coefficient', estimate: gini, atLeast: 0.5 },
          { name: 'growth', estimate: growth, atLeast: 3 },
        ],
      },
    };
  },
};
