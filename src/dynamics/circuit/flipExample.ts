import type { Simulation } from '../../rnn/simulate';

/** Steps looked at before a change. */
export const BEFORE = 60;
/** Steps of an example after the change. */
const AFTER = 15;

/** A kick group with what drives it, and the change it starts. */
export interface IntegrationTarget {
  from: number;
  to: number;
  /** Units of the kick group. */
  group: readonly number[];
  /** Units of the population that excites the group, and of the one that inhibits it. */
  exciting: readonly number[];
  inhibiting: readonly number[];
}

/**
 * One change of label of a run as it was: 60 steps before it to 15 steps after it. Entry k is the step k − 60 from the change; the first with the
 * new label is that of entry 60.
 */
export interface FlipExample {
  /** Its step in the run. */
  at: number;
  /** Steps before the change: the place of the change in the lists below. */
  before: number;
  /** Noise along the difference of the populations, in deviations of one step. */
  noise: Float64Array;
  /** Sum of this noise over the window in which it is gathered for the change. */
  gathered: number;
  /** Mean activity of the population that excites the kick group, and of the one that inhibits it. */
  exciting: Float64Array;
  inhibiting: Float64Array;
  /** Mean recurrent drive of the kick group, of the step that follows. */
  drive: Float64Array;
  /** Mean activity of the kick group. */
  group: Float64Array;
  labels: Uint8Array;
  /** Row-major [(before + 1 + 15)×H]. */
  states: Float32Array;
  /**
   * The entry from which on the drive stays above 0 up to the change, or until a step before it; undefined where it does not lie above 0 in any
   * of the last steps before the change.
   */
  crossing?: number;
}

/** A recorded run with what is told of each of its steps. */
interface Recorded {
  run: Pick<Simulation, 'states' | 'outputLabels' | 'steps'>;
  target: IntegrationTarget;
  /** Noise along the difference of the populations, and drive of the kick group, of each step. */
  noise: Float64Array;
  drive: Float64Array;
  hiddenSize: number;
}

/** The drive must have crossed 0 within so many steps before the change to count as its beginning. */
const LAST_STEPS = 8;

/**
 * The change before which a typical amount of noise was gathered: the median of all, by rule and not by eye.
 * @param changes first steps with the new label, at least one
 * @param window steps before a change in which noise is gathered for it
 */
export function flipExample(
  { run, target, noise, drive, hiddenSize: H }: Recorded,
  changes: readonly number[],
  window: number,
): FlipExample {
  const sumBefore = (at: number): number => {
    let sum = 0;
    for (let lag = 0; lag < window; lag++) sum += noise[at - lag]!;
    return sum;
  };
  const whole = changes.filter((at) => at + AFTER < run.steps);
  const ordered = (whole.length > 0 ? whole : changes).map((at) => ({ at, gathered: sumBefore(at) }));
  ordered.sort((a, b) => a.gathered - b.gathered || a.at - b.at);
  const { at, gathered } = ordered[Math.floor(ordered.length / 2)]!;
  const [from, to] = [at - BEFORE, Math.min(run.steps, at + AFTER + 1)];
  const meanOf = (units: readonly number[]): Float64Array =>
    Float64Array.from({ length: to - from }, (_, k) => {
      let sum = 0;
      for (const unit of units) sum += run.states[(from + k) * H + unit]!;
      return sum / units.length;
    });
  const driven = drive.slice(from, to);
  const crossing = crossingOf(driven);
  return {
    at,
    before: BEFORE,
    noise: noise.slice(from, to),
    gathered,
    exciting: meanOf(target.exciting),
    inhibiting: meanOf(target.inhibiting),
    drive: driven,
    group: meanOf(target.group),
    labels: run.outputLabels.slice(from, to),
    states: run.states.slice(from * H, to * H),
    ...(crossing === undefined ? {} : { crossing }),
  };
}

/** Where the last stretch above 0 before the change begins. @param drive of each step, the change at entry BEFORE */
function crossingOf(drive: Float64Array): number | undefined {
  let end = BEFORE;
  while (end >= BEFORE - LAST_STEPS && !(drive[end]! > 0)) end--;
  if (end < BEFORE - LAST_STEPS) return undefined;
  let begin = end;
  while (begin > 0 && drive[begin - 1]! > 0) begin--;
  return begin;
}
