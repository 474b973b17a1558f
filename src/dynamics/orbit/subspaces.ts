import { pca } from '../../math/principalAxes';
import { type PcaBasis, project } from '../../math/projection';
import type { Estimate } from '../../math/statistics';
import { createSampler, type Sampler } from '../../rnn/sampler';
import { DIVERGENCE_CAP } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { fixSigns } from './orbit';
import { netRotation, PLANES } from './orbitPlanes';
import { chooseStretches, pairStretches, piecesOf, ratioEstimate, type Span } from './subspaceStretches';

/** One contiguous stretch within an output pair, on the pair's own axes. */
export interface DrawnStretch {
  /** Step of the run at which it begins. */
  firstStep: number;
  /** Path on the pair's three axes [n×3]. */
  points: Float32Array;
  /** Argmax labels [n]. */
  labels: Uint8Array;
}

/** The dynamics while the argmax label is one of two outputs, on axes of their own (docs/science.md §3.20). */
export interface PairSubspace {
  outputs: readonly [number, number];
  /** Share of the time spent in the pair, and the number of states it is based on. */
  share: number;
  states: number;
  /** Direct changes of label between the two outputs. */
  changes: number;
  /** Whether such changes are at least 1 % of all label changes. Outputs that are not neighbours share no orbit. */
  adjacent: boolean;
  /** Share of the variance of the 4-D scores along each of the three largest axes; empty when there are too few states. */
  explained: number[];
  /** Number of contiguous stretches. */
  stretches: number;
  /** Stretches measured: those over 200 steps, or the longest when there are none. */
  measured: { count: number; steps: number; shortest: number; flips: number };
  /**
   * Signed turns per round trip in each plane of PLANES; NaN without label changes. The interval is over the measured stretches;
   * long ones are cut every 1000 steps.
   */
  planes: Estimate[];
  /**
   * The plane whose turns per round trip are nearest to one, in either direction. When labels change rarely, far more turns mean
   * circling within one output.
   */
  axes: readonly [number, number];
  /**
   * Turns per round trip in that plane. With `heldOut`, the plane was chosen on every other observation and measured on the rest.
   */
  turnsPerRoundTrip: Estimate;
  heldOut: boolean;
  /** The longest measured stretches. */
  drawn: DrawnStretch[];
}

export interface OutputPairSubspaces {
  pairs: PairSubspace[];
  /** Steps recorded; fewer than asked for when the run passed the divergence cap. */
  steps: number;
  divergent: boolean;
}

export interface SubspaceOptions {
  seed: number;
  /** Steps of the one run, after 50 of warm-up. Default 100,000. */
  steps?: number;
}

/** How many global axes are used, and how many axes a pair gets. */
const SCORES = 4;
const PAIR_AXES = 3;
const WARM_UP = 50;
const STRETCH = 512;
/** With fewer states than this, a pair has no subspace. */
const MIN_STATES = 100;
/** Number of paths for drawing, and their largest length. */
const DRAWN = 4;
const DRAWN_STEPS = 3000;
/** Two outputs are neighbours from this share of all label changes on. */
const NEIGHBOURS = 0.01;

/**
 * Output-pair subspaces (docs/science.md §3.20): a second PCA of the four global scores over the states whose label is in the
 * pair, and the rotation within contiguous stretches. Yields progress 0 … 1.
 * @param basis global axes; four of them are used (fewer when H < 4)
 */
export function* outputPairSubspaces(
  weights: RnnWeights,
  basis: PcaBasis,
  { seed, steps = 100_000 }: SubspaceOptions,
): Generator<number, OutputPairSubspaces, void> {
  const run = { scores: new Float32Array(steps * SCORES), labels: new Uint8Array(steps) };
  const sampler = createSampler(weights);
  let recorded: number;
  try {
    recorded = yield* recordScores(sampler, basis, seed, run.scores, run.labels);
  } finally {
    sampler.dispose();
  }
  const scores = run.scores.subarray(0, recorded * SCORES);
  const labels = run.labels.subarray(0, recorded);
  let changes = 0;
  for (let t = 1; t < recorded; t++) if (labels[t] !== labels[t - 1]) changes++;
  const pairs: PairSubspace[] = [];
  for (let k = 0; k < weights.nOutputs; k++)
    for (let l = k + 1; l < weights.nOutputs; l++) {
      const done = 0.8 + (0.2 * pairs.length) / ((weights.nOutputs * (weights.nOutputs - 1)) / 2);
      pairs.push(yield* pairSubspace([k, l], scores, labels, changes, done));
    }
  return { pairs, steps: recorded, divergent: recorded < steps };
}

/** One run at σ = 1, projected while it runs; returns the number of steps before the divergence cap. */
function* recordScores(
  sampler: Sampler,
  basis: PcaBasis,
  seed: number,
  scores: Float32Array,
  labels: Uint8Array,
): Generator<number, number, void> {
  const steps = labels.length;
  const axes = Math.min(SCORES, basis.components.length / basis.mean.length);
  sampler.open(1);
  for (let from = -WARM_UP; from < steps; ) {
    const count = from < 0 ? WARM_UP : Math.min(STRETCH, steps - from);
    const stretch = sampler.advance(count, {
      seed,
      noiseStream: 'noise',
      gumbelStream: 'gumbel',
      update: 0,
      firstRun: 0,
      firstStep: from + WARM_UP,
      noiseStd: 1,
    });
    if (!(stretch.maxState < DIVERGENCE_CAP)) return Math.max(0, from);
    if (from >= 0) {
      for (let t = 0; t < count; t++) project(basis, stretch.states, scores, (from + t) * SCORES, axes, t * stretch.stride);
      labels.set(stretch.outputLabels.subarray(0, count), from);
    }
    from += count;
    yield (0.8 * Math.max(0, from)) / steps;
  }
  return steps;
}

/** Measures one pair; yields `progress` at intervals. */
function* pairSubspace(
  outputs: readonly [number, number],
  scores: Float32Array,
  labels: Uint8Array,
  allChanges: number,
  progress: number,
): Generator<number, PairSubspace, void> {
  const spans = pairStretches(labels, outputs);
  const states = spans.reduce((sum, { from, to }) => sum + to - from, 0);
  let changes = 0;
  for (const { from, to } of spans) for (let t = from + 1; t < to; t++) if (labels[t] !== labels[t - 1]) changes++;
  const axes = states >= MIN_STATES ? yield* fitPair(outputs, scores, labels, spans, states, progress) : undefined;
  const chosen = axes ? chooseStretches(spans) : [];
  const turns: number[][] = PLANES.map(() => []);
  const roundTrips: number[] = [];
  for (const span of piecesOf(chosen)) {
    const path = projectSpan(axes!, scores, labels, span);
    const rotations = PLANES.map((plane) => netRotation(path.points, PAIR_AXES, path.labels, plane));
    rotations.forEach(({ netTurns }, plane) => {
      turns[plane]!.push(netTurns);
    });
    roundTrips.push(rotations[0]!.flips / 2);
    if (roundTrips.length % 10 === 0) yield progress;
  }
  const choice = choosePlane(turns, roundTrips);
  return {
    outputs,
    share: labels.length > 0 ? states / labels.length : 0,
    states,
    changes,
    adjacent: changes > 0 && changes >= NEIGHBOURS * allChanges,
    explained: axes ? Array.from(axes.explained.subarray(0, PAIR_AXES)) : [],
    stretches: spans.length,
    measured: {
      count: chosen.length,
      steps: chosen.reduce((sum, { from, to }) => sum + to - from, 0),
      shortest: chosen.reduce((least, { from, to }) => Math.min(least, to - from), labels.length),
      flips: 2 * roundTrips.reduce((a, b) => a + b, 0),
    },
    ...choice,
    drawn: chosen
      .slice(0, DRAWN)
      .map(({ from, to }) => projectSpan(axes!, scores, labels, { from, to: Math.min(to, from + DRAWN_STEPS) })),
  };
}

/** With fewer observations than this, the plane is chosen and measured on all of them. */
const HOLD_OUT_FROM = 6;

/** @param turns of each observation, [plane][observation] */
function choosePlane(
  turns: number[][],
  roundTrips: number[],
): Pick<PairSubspace, 'planes' | 'axes' | 'turnsPerRoundTrip' | 'heldOut'> {
  const planes = turns.map((ofPlane) => ratioEstimate(ofPlane, roundTrips));
  const heldOut = roundTrips.length >= HOLD_OUT_FROM;
  const every = (parity: number) => (_: number, i: number) => !heldOut || i % 2 === parity;
  const scores = turns.map((ofPlane) => {
    const size = Math.abs(ratioEstimate(ofPlane.filter(every(0)), roundTrips.filter(every(0))).value);
    return Math.min(size, 1 / size) || 0;
  });
  const best = scores.indexOf(Math.max(...scores));
  return {
    planes,
    axes: PLANES[best]!,
    turnsPerRoundTrip: ratioEstimate(turns[best]!.filter(every(1)), roundTrips.filter(every(1))),
    heldOut,
  };
}

/** Second PCA, over all states of the pair. */
function* fitPair(
  outputs: readonly [number, number],
  scores: Float32Array,
  labels: Uint8Array,
  spans: readonly Span[],
  states: number,
  progress: number,
): Generator<number, PcaBasis, void> {
  const own = new Float32Array(states * SCORES);
  const side = new Uint8Array(states);
  let row = 0;
  for (const { from, to } of spans) {
    own.set(scores.subarray(from * SCORES, to * SCORES), row * SCORES);
    // The sign convention of the portrait; the pair's lower output takes the role of label 0.
    for (let t = from; t < to; t++) side[row++] = labels[t] === outputs[0] ? 0 : 1;
  }
  const axes = pca(own, SCORES, PAIR_AXES);
  yield progress;
  fixSigns(axes, own, side);
  yield progress;
  return axes;
}

function projectSpan(axes: PcaBasis, scores: Float32Array, labels: Uint8Array, { from, to }: Span): DrawnStretch {
  const points = new Float32Array((to - from) * PAIR_AXES);
  for (let t = from; t < to; t++) project(axes, scores, points, (t - from) * PAIR_AXES, PAIR_AXES, t * SCORES);
  return { firstStep: from, points, labels: labels.slice(from, to) };
}
