import { argmax } from '../../math/distributions';
import { pca } from '../../math/principalAxes';
import { type PcaBasis, projectStates } from '../../math/projection';
import { DIVERGENCE_CAP } from '../../rnn/simulate';
import { netRotation } from '../orbit/orbitPlanes';
import { distance, type MeanMap } from './meanMap';

/** A closed path that the mean map goes round by itself. */
export interface LimitCycle {
  /** States of about one lap, row-major [steps×H]. */
  lap: Float64Array;
  /** Steps of `lap`: the number a lap takes, rounded, at most 1000. */
  steps: number;
  /** Mean state [H]. */
  centre: Float64Array;
  /** Root mean squared distance from the mean state. */
  radius: number;
  /** Turns in a thousand steps, in the plane of the path’s own first two axes, ≥ 0. */
  turnsPer1000: number;
  /** Changes of the most probable output in a thousand steps. */
  flipsPer1000: number;
}

/** Where the mean map leads from a state. */
export type Destination =
  | { kind: 'point'; index: number }
  | { kind: 'cycle'; cycle: LimitCycle }
  /** Neither: `state` [H] is where it was when it was given up, at rest if no target lies there. */
  | { kind: 'unknown'; state: Float64Array };

/** The path is looked at in windows of so many steps, this many at most: docs/science.md §7.4 iterates 3,000 steps. */
const WINDOW = 1000;
const MIN_WINDOWS = 3;
const MAX_WINDOWS = 12;
/** Motion below this share of the driven spread is none. */
const STILL = 1e-3;
/** What shrinks by more than this from window to window is a spiral and no cycle yet. */
const STEADY = 0.97;

/** How states are read out, and how large they are. */
export interface CycleContext {
  map: MeanMap;
  /** W_out, row-major [K×H]. */
  readout: ArrayLike<number>;
  /** Root mean squared distance of driven states from their mean. */
  drivenSpread: number;
}

/** Most probable output at a state. */
export function labelOf(readout: ArrayLike<number>, state: ArrayLike<number>): number {
  const size = state.length;
  const logits = Float64Array.from({ length: readout.length / size }, (_, k) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += readout[k * size + i]! * state[i]!;
    return sum;
  });
  return argmax(logits);
}

/**
 * Iterates the mean map from `start` until it rests at one of `targets`, or goes round without shrinking.
 * @param targets fixed points to recognise; those that are not stable are none that a path ends at
 * @param within how near a target counts as there
 */
export function follow(
  context: CycleContext,
  start: Float64Array,
  targets: readonly Float64Array[],
  within: number,
): Destination {
  const { map, drivenSpread } = context;
  const { size } = map;
  const state = start.slice();
  const path = new Float64Array(WINDOW * size);
  let before = Number.POSITIVE_INFINITY;
  for (let window = 1; window <= MAX_WINDOWS; window++) {
    for (let t = 0; t < WINDOW; t++) {
      map.apply(state, state);
      path.set(state, t * size);
      // A look at every tenth step is enough: what rests, rests.
      if (t % 10 > 0) continue;
      const index = targets.findIndex((target) => distance(state, target) < within);
      if (index >= 0) return { kind: 'point', index };
    }
    const { centre, radius } = spreadOf(path, size);
    // A mean that grows without bound goes round nothing; its numbers may be infinite, or none.
    if (!(radius <= DIVERGENCE_CAP)) return { kind: 'unknown', state };
    if (!(radius >= STILL * drivenSpread)) return { kind: 'unknown', state };
    if (window >= MIN_WINDOWS && radius > STEADY * before)
      return { kind: 'cycle', cycle: describeCycle(context, path, centre, radius) };
    before = radius;
  }
  return { kind: 'unknown', state };
}

/** Mean state, and root mean squared distance from it. @param path states, row-major [n×size] */
export function spreadOf(path: ArrayLike<number>, size: number): { centre: Float64Array; radius: number } {
  const rows = path.length / size;
  const centre = new Float64Array(size);
  for (let at = 0; at < path.length; at += size) for (let i = 0; i < size; i++) centre[i]! += path[at + i]! / rows;
  let squares = 0;
  for (let at = 0; at < path.length; at += size) for (let i = 0; i < size; i++) squares += (path[at + i]! - centre[i]!) ** 2;
  return { centre, radius: Math.sqrt(squares / rows) };
}

function describeCycle({ map, readout }: CycleContext, path: Float64Array, centre: Float64Array, radius: number): LimitCycle {
  const { size } = map;
  const rows = path.length / size;
  const basis: PcaBasis = pca(path, size, 2);
  const labels = Uint8Array.from({ length: rows }, (_, t) => labelOf(readout, path.subarray(t * size, (t + 1) * size)));
  const { netTurns, flips } = netRotation(projectStates(path, basis, 2), 2, labels);
  const turns = Math.abs(netTurns) * (1000 / rows);
  const steps = turns > 1000 / rows ? Math.min(rows, Math.max(2, Math.round(1000 / turns))) : rows;
  return {
    lap: path.slice(0, steps * size),
    steps,
    centre,
    radius,
    turnsPer1000: turns,
    flipsPer1000: flips * (1000 / rows),
  };
}
