import type { HmmSpec } from './spec';

/** Rows that differ by less than this in every entry count as the same. */
const SAME = 1e-9;

/**
 * Warnings about a valid model that cannot be trained sensibly or needs care, one sentence each: states that are never reached,
 * never left or left for good, periods, outputs that never occur, and states that cannot be told apart. `hmmProblems` finds what
 * makes a model invalid.
 */
export function modelWarnings(spec: HmmSpec): string[] {
  const reach = reachability(spec.transitionMatrix);
  const states = Array.from({ length: spec.nStates }, (_, i) => i);
  const reached = states.filter((j) => spec.startProb.some((p, i) => p > 0 && reach[i]![j]!));
  const closed = closedClasses(reached, reach);
  return [
    ...connectionWarnings(states, reached, closed),
    ...closed.flatMap((members) => periodWarning(spec.transitionMatrix, members)),
    ...silentOutputs(spec, reached),
    ...indistinguishable(spec, states),
  ];
}

/** reach[i][j]: whether j can follow i after any number of steps, none included. */
function reachability(transitionMatrix: number[][]): boolean[][] {
  const reach = transitionMatrix.map((row, i) => row.map((p, j) => i === j || p > 0));
  for (let via = 0; via < reach.length; via++)
    for (const row of reach) if (row[via]) for (let j = 0; j < row.length; j++) row[j] ||= reach[via]![j]!;
  return reach;
}

/** Sets of states that reach each other and nothing else. */
function closedClasses(reached: number[], reach: boolean[][]): number[][] {
  const final = reached.filter((i) => reached.every((j) => !reach[i]![j] || reach[j]![i]));
  return final.filter((i) => final.every((j) => j >= i || !reach[i]![j])).map((first) => final.filter((j) => reach[first]![j]));
}

function connectionWarnings(states: number[], reached: number[], closed: number[][]): string[] {
  const warnings: string[] = [];
  const never = states.filter((i) => !reached.includes(i));
  if (never.length > 0)
    warnings.push(`${capital(named(never))} ${is(never)} never reached from the start and might as well be removed.`);
  const passing = reached.filter((i) => !closed.some((members) => members.includes(i)));
  if (passing.length > 0)
    warnings.push(
      `${capital(named(passing))} ${is(passing)} left for good sooner or later, and in the long run only ${named(closed.flat())} ${closed.flat().length > 1 ? 'occur' : 'occurs'}; give a way back, or long runs will differ from the training sequences.`,
    );
  if (closed.length > 1)
    warnings.push(
      `The model falls apart: ${closed.map((members) => named(members)).join(' and ')} never lead to each other, so the first steps decide for all time and long-run statistics depend on the start.`,
    );
  if (reached.length > 1)
    for (const members of closed)
      if (members.length === 1)
        warnings.push(`State ${members[0]} is absorbing: once entered it is never left; lower its probability to stay.`);
  return warnings;
}

/**
 * A closed class returns to a state only after multiples of its period, which is the common divisor of the lengths of its cycles.
 */
function periodWarning(transitionMatrix: number[][], members: number[]): string[] {
  const level = new Map([[members[0]!, 0]]);
  let period = 0;
  // A Map is iterated in insertion order and includes entries added on the way, so this is a breadth-first search.
  for (const [i, depth] of level)
    for (const j of members) {
      if (!(transitionMatrix[i]![j]! > 0)) continue;
      if (level.has(j)) period = greatestCommonDivisor(period, Math.abs(depth + 1 - level.get(j)!));
      else level.set(j, depth + 1);
    }
  if (period <= 1) return [];
  return [
    `${capital(named(members))} return only after multiples of ${period} steps (period ${period}): the model keeps time like a clock, which a network can only approximate; a small probability to stay removes the period.`,
  ];
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

function silentOutputs({ nOutputs, emissionMatrix }: HmmSpec, reached: number[]): string[] {
  const silent = Array.from({ length: nOutputs }, (_, k) => k).filter((k) => reached.every((i) => !(emissionMatrix[i]![k]! > 0)));
  return silent.map((k) => `Output ${k} is never emitted; remove it, or give it to a state.`);
}

/**
 * Two states with the same emissions, and the same probabilities of moving to every third state and of staying among themselves,
 * can never be told apart from outside. One state could replace them.
 */
function indistinguishable({ transitionMatrix: A, emissionMatrix: B }: HmmSpec, states: number[]): string[] {
  const alike = (i: number, j: number) =>
    B[i]!.every((p, k) => Math.abs(p - B[j]![k]!) < SAME) &&
    states.every((k) => k === i || k === j || Math.abs(A[i]![k]! - A[j]![k]!) < SAME);
  const groups: number[][] = [];
  for (const i of states) {
    const group = groups.find(([first]) => alike(first!, i));
    if (group) group.push(i);
    else groups.push([i]);
  }
  return groups
    .filter((group) => group.length > 1)
    .map((group) => `${capital(named(group))} cannot be told apart by any outputs: one state would do for all of them.`);
}

/** "state 1", "states 0 and 2", "states 0, 1 and 2". */
function named(states: number[]): string {
  if (states.length === 1) return `state ${states[0]}`;
  return `states ${states.slice(0, -1).join(', ')} and ${states.at(-1)}`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const is = (states: number[]): string => (states.length > 1 ? 'are' : 'is');
