import { ANALYSIS_SEED, ORBIT_STEPS } from '../../src/analyses/choices';
import { summariseOrbit } from '../../src/dynamics/orbit/orbit';
import { PAPER_HMMS } from '../../src/hmm/models';
import { exactStatistics } from '../../src/hmm/statistics';
import { simulate } from '../../src/rnn/simulate';
import { dropInterval, type TrainingHistory } from '../../src/training/history';
import { MAIN } from './early';
import type { Gallery } from './gallery';
import { fact, firstFact, type Measure, mean, round, share, witness } from './measure';
import { staysOf, turnsOf } from './runs';

/**
 * Numbers of the chapter on training, all from the shipped history of the story's network. Moments are chosen by rules, never by
 * hand.
 */

/** Number of updates over which a loss is averaged, as in `dropInterval`. */
const SPAN = 8;

/** Moments of a training. Each is a checkpoint that stays bounded when it runs freely, because another could not be shown. */
export interface Moments {
  /** First update at which the loss is on the plateau of the first phase, within 5 %. */
  reached: number;
  /** The loss begins to fall, and three quarters of the fall are done. */
  left: number;
  done: number;
  /** Checkpoint nearest to the middle of the plateau. */
  plateau: number;
  /** The last one before the fall or in its first steps. */
  edge: number;
  /** The first one after the fall. */
  after: number;
  /** The first one from there on that turns once per round trip, within a fifth. */
  circles: number;
  /** The first one from there on whose mean loop is drawn; the last of all where there is none. */
  ring: number;
}

/** @throws Error when the training shows no such moments */
export function momentsOf({ losses, landmarks, checkpoints }: TrainingHistory): Moments {
  const drop = dropInterval(losses, landmarks);
  if (!drop) throw new Error('the training the story tells of never leaves its plateau');
  const [left, done] = drop;
  const { plateau } = landmarks[0]!;
  const reached = losses.findIndex((_, u) => mean(losses.slice(u, u + SPAN)) <= 1.05 * plateau);
  const bounded = checkpoints.filter((one) => one.bounded);
  const middle = (reached + left) / 2;
  const before = bounded.filter(({ update }) => update > 0 && update <= left);
  const later = bounded.filter(({ update }) => update >= done);
  const turning = later.find(({ weights }) => [1, 2, 3].every((seed) => Math.abs(turnsOf(weights, seed) - 1) <= 0.2));
  if (before.length === 0 || !turning)
    throw new Error(
      'the training the story tells of has no bounded checkpoint on its plateau, or none that circles after the drop',
    );
  const ring = later.find(
    ({ update, weights }) =>
      update >= turning.update && summariseOrbit(weights, { steps: ORBIT_STEPS, seed: ANALYSIS_SEED }).course.loop,
  );
  const nearest = before.reduce((best, one) => (Math.abs(one.update - middle) < Math.abs(best.update - middle) ? one : best));
  return {
    ...{ reached, left, done },
    plateau: nearest.update,
    edge: before.at(-1)!.update,
    after: later[0]!.update,
    circles: turning.update,
    ring: (ring ?? bounded.at(-1)!).update,
  };
}

const moments = (g: Gallery): Moments => g.once('moments', () => momentsOf(g.history(MAIN)));
const weightsAt = (g: Gallery, update: number) => g.history(MAIN).checkpoints.find((one) => one.update === update)!.weights;

/** One run of the network as it was at an update. */
const runAt = (g: Gallery, update: number) =>
  g.once(`run at ${update}`, () => simulate(weightsAt(g, update), { steps: 20_000, seed: 3, warmUp: 100 }));

/** Mean stay of the favoured output as it was at an update, in steps. */
function stayAt(g: Gallery, update: number): number {
  const stay = mean(staysOf(runAt(g, update).outputLabels));
  return round(stay, stay < 10 ? 1 : 0);
}

/** Largest difference between the shares of the drawn outputs and those of the model. */
function worstShare(g: Gallery, update: number): number {
  const { sampledOutputs } = runAt(g, update);
  const { frequency } = exactStatistics(PAPER_HMMS[MAIN]);
  return round(
    Math.max(...Array.from(frequency, (f, output) => Math.abs(share(sampledOutputs, (drawn) => drawn === output) - f))),
    3,
  );
}

const phase = (g: Gallery, n: number): Record<string, number> =>
  (g.preset(MAIN).recipe as { phases: Record<string, number>[] }).phases.at(n)!;

export const BIRTH: readonly Measure[] = [
  ...(['plateau', 'ring'] as const).map((name) => firstFact(MAIN, `birth.${name}`, (g) => moments(g)[name])),
  ...(['reached', 'left', 'done', 'edge', 'after', 'circles'] as const).map((name) =>
    fact(MAIN, `birth.${name}`, (g) => moments(g)[name]),
  ),
  fact(MAIN, 'birth.stayFirst', (g) => stayAt(g, 0)),
  fact(MAIN, 'birth.stayPlateau', (g) => stayAt(g, moments(g).plateau)),
  fact(MAIN, 'birth.stayEdge', (g) => stayAt(g, moments(g).edge)),
  fact(MAIN, 'birth.stayAfter', (g) => stayAt(g, moments(g).after)),
  witness(MAIN, 'birth.shares', (g) => worstShare(g, moments(g).plateau)),
  witness(MAIN, 'birth.turns', (g) => round(turnsOf(weightsAt(g, moments(g).circles), 1), 2)),
  fact(MAIN, 'birth.checkpoints', (g) => g.history(MAIN).checkpoints.length),
  fact(MAIN, 'birth.unbounded', (g) => g.history(MAIN).checkpoints.filter(({ bounded }) => !bounded).length),
  fact(MAIN, 'birth.readout', (g) => Number(g.preset(MAIN).recipe.readoutGain)),
  fact(MAIN, 'birth.batch', (g) => phase(g, 0).batch!),
  fact(MAIN, 'birth.short', (g) => phase(g, 0).seqLen!),
  fact(MAIN, 'birth.long', (g) => phase(g, -1).seqLen!),
];
