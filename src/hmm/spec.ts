/**
 * A hidden Markov model with discrete outputs: everything needed to sample it (docs/science.md §1). The rows of a matrix are
 * "from".
 */
export interface HmmSpec {
  /** Name shown to users. */
  name: string;
  topology: 'linear-chain' | 'fully-connected' | 'cyclic' | 'custom';
  nStates: number;
  nOutputs: number;
  /** Distribution of the first hidden state [M]. */
  startProb: number[];
  /** transitionMatrix[i][j] = P(next = j | now = i), [M][M]. */
  transitionMatrix: number[][];
  /** emissionMatrix[i][k] = P(output = k | state = i), [M][K]. */
  emissionMatrix: number[][];
}

/** Thrown when a model cannot exist; `message` is a sentence for the user. */
export class HmmError extends Error {
  override readonly name = 'HmmError';
}

const TOLERANCE = 1e-6;

function rowProblem(row: readonly number[], width: number, what: string): string | undefined {
  if (row.length !== width) return `${what} has ${row.length} entries where ${width} are needed.`;
  const bad = row.findIndex((p) => !Number.isFinite(p));
  if (bad >= 0) return `${what} holds something that is not a number at entry ${bad + 1}.`;
  const negative = row.findIndex((p) => p < 0);
  if (negative >= 0) return `${what} has a negative probability (${row[negative]}) at entry ${negative + 1}.`;
  const sum = row.reduce((total, p) => total + p, 0);
  if (Math.abs(sum - 1) > TOLERANCE) return `${what} sums to ${sum.toFixed(6)} and must sum to 1.`;
  return undefined;
}

/** Everything wrong with a model, one sentence each; empty when it can be sampled. */
export function hmmProblems(spec: HmmSpec): string[] {
  const { nStates, nOutputs } = spec;
  const problems: string[] = [];
  if (!Number.isInteger(nStates) || nStates < 1) problems.push(`A model needs at least one hidden state, got ${nStates}.`);
  if (!Number.isInteger(nOutputs) || nOutputs < 2) problems.push(`A model needs at least two outputs, got ${nOutputs}.`);
  if (spec.transitionMatrix.length !== nStates)
    problems.push(`The transition matrix has ${spec.transitionMatrix.length} rows where ${nStates} are needed.`);
  if (spec.emissionMatrix.length !== nStates)
    problems.push(`The emission matrix has ${spec.emissionMatrix.length} rows where ${nStates} are needed.`);
  const rows: [readonly number[], number, string][] = [
    [spec.startProb, nStates, 'The start distribution'],
    ...spec.transitionMatrix.map((row, i): [number[], number, string] => [row, nStates, `Transition row of state ${i}`]),
    ...spec.emissionMatrix.map((row, i): [number[], number, string] => [row, nOutputs, `Emission row of state ${i}`]),
  ];
  for (const [row, width, what] of rows) {
    const problem = rowProblem(row, width, what);
    if (problem) problems.push(problem);
  }
  return problems;
}

/** The spec itself if valid. @throws HmmError with the first problem otherwise. */
export function assertHmm(spec: HmmSpec): HmmSpec {
  const [first] = hmmProblems(spec);
  if (first) throw new HmmError(first);
  return spec;
}

const numbersOf = ({ startProb, transitionMatrix, emissionMatrix }: HmmSpec): string =>
  JSON.stringify([startProb, transitionMatrix, emissionMatrix]);

/** Whether two models have the same numbers; names and topologies may differ. */
export const sameModel = (one: HmmSpec, other: HmmSpec): boolean => one === other || numbersOf(one) === numbersOf(other);
