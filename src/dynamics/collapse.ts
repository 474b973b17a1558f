import { spectralRadius } from '../math/eigenvalues';
import { finish } from '../math/progress';
import { type Estimate, meanEstimate, quantile } from '../math/statistics';
import { simulate } from '../rnn/simulate';
import { createStepper, norm, type RnnStepper } from '../rnn/step';
import type { RnnWeights } from '../rnn/weights';
import { activeBlock } from './units';

/** Claim C3: collapsed means below this share of the driven mean. */
const COLLAPSED = 1e-3;
/** The decay is measured between these shares of the driven mean: after the transient and well above rounding errors. */
const DECAY_FROM = 1e-1;
const DECAY_TO = 1e-6;
/** A state that needs fewer steps for this stretch gives no rate. */
const DECAY_STEPS = 5;
/** Released states are this many steps apart in the driven run. */
const SPACING = 20;
/** Largest number of eigenproblems solved. */
const SOLVES = 200;

/** `grows`: some state ends above where it was released. */
export type CollapseVerdict = 'single-fixed-point' | 'not-collapsed-yet' | 'grows';

/** What happens when the noise is taken away (docs/science.md §3.6; the fixed point is always the origin, docs/science.md §0.1). */
export interface CollapseReport {
  /** ‖h‖ of each released state after 0, 1, … steps [released×(steps+1)]. In float64, because values far below 1e-45 occur. */
  norms: Float64Array;
  /** Median, smallest and largest of the released states at each step [steps+1]. */
  median: Float64Array;
  lowest: Float64Array;
  highest: Float64Array;
  /** Mean ‖h‖ of the released states. */
  drivenNorm: number;
  /** Largest ‖h‖ after the last step. */
  finalNorm: number;
  /** First step at which every released state is below 1e-3 of the driven mean; undefined when not reached. */
  collapsedAfter?: number;
  /**
   * Factor per step while ‖h‖ falls from 1e-1 to 1e-6 of the driven mean, over the states; undefined when no state falls that
   * low.
   */
  decayPerStep?: Estimate;
  /** Largest spectral radius of an active block on the last 50 steps of each path above 1e-9 of the driven mean. */
  slowestRadius: number;
  /** How many distinct active sets occur there, and for how many of them the eigenvalues were computed. */
  activeSets: { met: number; solved: number };
  verdict: CollapseVerdict;
  /** The driven run passed the divergence cap; the states before that were released. */
  divergent: boolean;
  released: number;
  steps: number;
}

export interface CollapseOptions {
  seed: number;
  /** States released, spaced evenly along a driven run at σ = 1. Default 100. */
  released?: number;
  /** Noise-free steps. Default 500. */
  steps?: number;
}

/**
 * Releases states of a driven run and follows each without noise. Yields progress 0 … 1.
 * @throws RangeError when the driven run leaves no state to release
 */
export function* collapseReport(weights: RnnWeights, options: CollapseOptions): Generator<number, CollapseReport, void> {
  const { seed, released: wanted = 100, steps = 500 } = options;
  const H = weights.hiddenSize;
  const { starts, divergent } = releasedStates(weights, seed, wanted);
  const released = starts.length / H;
  const stepper = createStepper(weights);
  const norms = new Float64Array(released * (steps + 1));
  const activity = new Uint8Array((steps + 1) * H);
  const drivenNorm = meanNorm(starts, H);
  const sets = new Map<string, Int32Array>();
  yield 0;
  for (let n = 0; n < released; n++) {
    const path = norms.subarray(n * (steps + 1), (n + 1) * (steps + 1));
    followPath(stepper, starts.subarray(n * H, (n + 1) * H), path, activity);
    activeSetsNearEnd(path, activity, drivenNorm, sets);
    if (n % 2 === 0) yield (0.8 * (n + 1)) / released;
  }
  const { slowestRadius, solved } = yield* slowestOf(weights, [...sets.values()]);
  const curves = curvesOf(norms, released, steps);
  const after = curves.highest.findIndex((norm) => norm < COLLAPSED * drivenNorm);
  const decay = decayEstimate(norms, released, steps, drivenNorm);
  return {
    norms,
    ...curves,
    drivenNorm,
    finalNorm: curves.highest[steps]!,
    ...(after >= 0 ? { collapsedAfter: after } : {}),
    ...(decay ? { decayPerStep: decay } : {}),
    slowestRadius,
    activeSets: { met: sets.size, solved },
    verdict: verdictOf(norms, released, steps, drivenNorm),
    divergent,
    released,
    steps,
  };
}

/**
 * The report without progress, with a single number for the decay: the mean factor per step of the largest norm, from first step
 * to last.
 */
export interface CollapseSummary extends Omit<CollapseReport, 'decayPerStep'> {
  decayPerStep: number;
}

/** Releases `released` states of a driven run, spaced evenly, and follows them without noise. */
export function measureCollapse(weights: RnnWeights, seed: number, released = 100, steps = 500): CollapseSummary {
  const report = finish(collapseReport(weights, { seed, released, steps }));
  const last = Math.max(report.finalNorm, Number.MIN_VALUE);
  return { ...report, decayPerStep: (last / report.highest[0]!) ** (1 / steps) };
}

/**
 * Evenly spaced states of a driven run [n×H]. Of a divergent run, the states before the cap, if necessary those of the warm-up
 * too.
 */
function releasedStates(weights: RnnWeights, seed: number, wanted: number): { starts: Float32Array; divergent: boolean } {
  const H = weights.hiddenSize;
  const options = { steps: wanted * SPACING, seed };
  let run = simulate(weights, { ...options, warmUp: 50 });
  if (run.steps === 0) run = simulate(weights, options);
  if (run.steps === 0) throw new RangeError('the driven run diverges on its first step: there is no state to release');
  const spacing = Math.max(1, Math.floor(run.steps / wanted));
  const released = Math.min(wanted, Math.ceil(run.steps / spacing));
  const starts = new Float32Array(released * H);
  for (let n = 0; n < released; n++) starts.set(run.states.subarray(n * spacing * H, (n * spacing + 1) * H), n * H);
  return { starts, divergent: run.divergent };
}

function meanNorm(states: Float32Array, size: number): number {
  let sum = 0;
  for (let from = 0; from < states.length; from += size) {
    let squares = 0;
    for (let i = from; i < from + size; i++) squares += states[i]! ** 2;
    sum += Math.sqrt(squares);
  }
  return sum / (states.length / size);
}

function* slowestOf(weights: RnnWeights, sets: Int32Array[]): Generator<number, { slowestRadius: number; solved: number }, void> {
  const solved = Math.min(SOLVES, sets.length);
  let slowestRadius = 0;
  for (let k = 0; k < solved; k++) {
    const active = sets[Math.floor((k * sets.length) / solved)]!;
    slowestRadius = Math.max(slowestRadius, spectralRadius(activeBlock(weights, active, active.length), active.length));
    if (k % 10 === 9) yield 0.8 + (0.2 * (k + 1)) / solved;
  }
  return { slowestRadius, solved };
}

function curvesOf(norms: Float64Array, released: number, steps: number): Pick<CollapseReport, 'median' | 'lowest' | 'highest'> {
  const median = new Float64Array(steps + 1);
  const lowest = new Float64Array(steps + 1);
  const highest = new Float64Array(steps + 1);
  const column = new Float64Array(released);
  for (let t = 0; t <= steps; t++) {
    for (let n = 0; n < released; n++) column[n] = norms[n * (steps + 1) + t]!;
    median[t] = quantile(column, 0.5);
    lowest[t] = quantile(column, 0);
    highest[t] = quantile(column, 1);
  }
  return { median, lowest, highest };
}

function decayEstimate(norms: Float64Array, released: number, steps: number, drivenNorm: number): Estimate | undefined {
  const factors: number[] = [];
  for (let n = 0; n < released; n++) {
    const path = norms.subarray(n * (steps + 1), (n + 1) * (steps + 1));
    const from = path.findIndex((norm) => norm < DECAY_FROM * drivenNorm);
    if (from < 0) continue;
    const below = path.findIndex((norm, t) => t > from && norm < DECAY_TO * drivenNorm);
    const to = below < 0 ? steps : below;
    // A path that reaches exactly 0 (all units silent) has no rate.
    if (to - from >= DECAY_STEPS && path[to]! > 0) factors.push((path[to]! / path[from]!) ** (1 / (to - from)));
  }
  return factors.length > 0 ? meanEstimate(factors) : undefined;
}

function verdictOf(norms: Float64Array, released: number, steps: number, drivenNorm: number): CollapseVerdict {
  let verdict: CollapseVerdict = 'single-fixed-point';
  for (let n = 0; n < released; n++) {
    const first = norms[n * (steps + 1)]!;
    const last = norms[n * (steps + 1) + steps]!;
    if (last < COLLAPSED * drivenNorm) continue;
    if (last > first) return 'grows';
    verdict = 'not-collapsed-yet';
  }
  return verdict;
}

/** A state whose size leaves 2^±RESCALE is scaled back to about 1. */
const RESCALE = 200;
/** The slowest active block is searched in this many steps of a path … */
const LAST_STEPS = 50;
/** … which end where the path falls below this share of the driven mean. Below it only the same few blocks occur again. */
const FLOOR = 1e-9;

/**
 * Follows one state without noise. On the way the state is rescaled by powers of two. This changes no digit (positive
 * homogeneity, docs/science.md §0.1), so the norm can be followed over the whole range of a float64; larger values stay at the
 * largest float64.
 * @param start h [H]; not changed
 * @param norms receives ‖h‖ after 0, 1, … steps; its length says how many
 * @param activity receives 1 where a unit is active, row-major [norms.length×H]
 */
function followPath(stepper: RnnStepper, start: ArrayLike<number>, norms: Float64Array, activity: Uint8Array): void {
  const H = stepper.hiddenSize;
  const h = Float64Array.from(start);
  let exponent = 0;
  for (let t = 0; t < norms.length; t++) {
    if (t > 0) stepper.step(h, null, 0, 0);
    for (let i = 0; i < H; i++) activity[t * H + i] = h[i]! > 0 ? 1 : 0;
    const length = norm(h);
    norms[t] = Math.min(Number.MAX_VALUE, length * 2 ** exponent);
    if (length > 0 && Math.abs(Math.log2(length)) > RESCALE) {
      const shift = Math.round(Math.log2(length));
      for (let i = 0; i < H; i++) h[i]! *= 2 ** -shift;
      exponent += shift;
    }
  }
}

/**
 * Adds to `sets` the distinct active sets of the last 50 steps that a path spends above 1e-9 of the driven mean. The arrays are
 * those that `followPath` filled.
 */
function activeSetsNearEnd(norms: Float64Array, activity: Uint8Array, drivenNorm: number, sets: Map<string, Int32Array>): void {
  const H = activity.length / norms.length;
  const end = norms.findLastIndex((length) => length > FLOOR * drivenNorm);
  for (let t = Math.max(0, end - LAST_STEPS + 1); t <= end; t++) {
    const row = activity.subarray(t * H, (t + 1) * H);
    const key = String.fromCharCode(...row);
    if (sets.has(key)) continue;
    const active: number[] = [];
    for (let i = 0; i < H; i++) if (row[i] === 1) active.push(i);
    sets.set(key, Int32Array.from(active));
  }
}
