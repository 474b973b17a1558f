import { assertHmm, HmmError, type HmmSpec } from './spec';

/**
 * How models are built (docs/science.md §1.1, §1.2) for any number of states and outputs, and the six models of the paper. Each
 * construction refuses what cannot exist.
 */

const square = (n: number, entry: (i: number, j: number) => number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => entry(i, j)));

/** Uniform start distribution 1/M. */
export const uniformStart = (nStates: number): number[] => Array.from({ length: nStates }, () => 1 / nStates);

/**
 * Transition matrix of a linear chain by *target probability*: crossing the chain in the minimum M−1 steps has probability p.
 * @throws HmmError when M < 2 or p^{1/(M−1)} > ½ (interior states would need a negative stay probability; M ≤ 5 at p = .05)
 */
export function targetProbabilityChain(nStates: number, targetProb: number): number[][] {
  if (nStates < 2)
    throw new HmmError('A chain with a target probability needs at least two states: with one there is nothing to cross.');
  if (!(targetProb > 0 && targetProb <= 1)) throw new HmmError(`The target probability must lie in (0, 1], got ${targetProb}.`);
  const q = targetProb ** (1 / (nStates - 1));
  if (nStates > 2 && q > 0.5)
    throw new HmmError(
      `A chain of ${nStates} states cannot be crossed with probability ${targetProb}: each step would need ${q.toFixed(3)}, more than ½ from an inner state. Use fewer states or a smaller target.`,
    );
  return square(nStates, (i, j) => {
    if (Math.abs(i - j) === 1) return q;
    if (i !== j) return 0;
    return i === 0 || i === nStates - 1 ? 1 - q : 1 - 2 * q;
  });
}

/** Transition matrix of a linear chain by *stay probability* s: ends move with 1−s, inner states with (1−s)/2 each way. */
export function stayProbabilityChain(nStates: number, stayProb: number): number[][] {
  requireStay(stayProb);
  if (nStates < 2) throw new HmmError('A chain with a stay probability below 1 needs at least two states to move between.');
  return square(nStates, (i, j) => {
    if (i === j) return stayProb;
    if (Math.abs(i - j) !== 1) return 0;
    return i === 0 || i === nStates - 1 ? 1 - stayProb : (1 - stayProb) / 2;
  });
}

/** Every state stays with s and moves to each other state with (1−s)/(M−1). */
export function fullyConnected(nStates: number, stayProb: number): number[][] {
  requireStay(stayProb);
  if (nStates < 2) throw new HmmError('A fully connected model needs at least two states.');
  return square(nStates, (i, j) => (i === j ? stayProb : (1 - stayProb) / (nStates - 1)));
}

/** A ring: every state stays with s and moves to its two neighbours with (1−s)/2 each. Needs at least three states. */
export function ring(nStates: number, stayProb: number): number[][] {
  requireStay(stayProb);
  if (nStates < 3) throw new HmmError('A ring needs at least three states: with two, both neighbours are the same state.');
  return square(nStates, (i, j) => {
    const gap = (j - i + nStates) % nStates;
    if (gap === 0) return stayProb;
    return gap === 1 || gap === nStates - 1 ? (1 - stayProb) / 2 : 0;
  });
}

/**
 * A left-right model: every state stays with s or moves to the next with 1−s, and the last moves to the first. Without that way
 * back the model would end in its last state, and there would be nothing to train on.
 * @throws HmmError when M < 2
 */
export function leftRight(nStates: number, stayProb: number): number[][] {
  requireStay(stayProb);
  if (nStates < 2) throw new HmmError('A model from left to right needs at least two states.');
  return square(nStates, (i, j) => (i === j ? stayProb : j === (i + 1) % nStates ? 1 - stayProb : 0));
}

function requireStay(stayProb: number): void {
  if (!(stayProb >= 0 && stayProb <= 1)) throw new HmmError(`A stay probability must lie in [0, 1], got ${stayProb}.`);
}

/** Linear emissions for three outputs: state i emits [.99(1−α), .01, .99α], α = i/(M−1). */
export function linearEmissions(nStates: number): number[][] {
  if (nStates < 2) throw new HmmError('Linear emissions need at least two states.');
  return Array.from({ length: nStates }, (_, i) => {
    const alpha = i / (nStates - 1);
    return [0.99 * (1 - alpha), 0.01, 0.99 * alpha];
  });
}

/** One output per state: `peak` on the diagonal, the rest shared equally (the paper's triangular emissions at .98 for 3×3). */
export function diagonalEmissions(nStates: number, peak: number): number[][] {
  if (nStates < 2) throw new HmmError('Diagonal emissions need at least two states.');
  return square(nStates, (i, j) => (i === j ? peak : (1 - peak) / (nStates - 1)));
}

/** Gaussian bumps over the outputs, exp(−0.2·(|k−c_i|/(0.1(K−1)))²) with equally spaced centres, rows normalised. */
export function gaussianEmissions(nStates: number, nOutputs: number): number[][] {
  if (nStates < 2 || nOutputs < 2) throw new HmmError('Gaussian emissions need at least two states and two outputs.');
  return Array.from({ length: nStates }, (_, i) => {
    const centre = (i * (nOutputs - 1)) / (nStates - 1);
    const row = Array.from({ length: nOutputs }, (_, k) => Math.exp(-0.2 * (Math.abs(k - centre) / (0.1 * (nOutputs - 1))) ** 2));
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map((p) => p / sum);
  });
}

/**
 * A model of the given matrices with a uniform start.
 * @throws HmmError when a row is not a distribution
 */
export function makeHmm(
  name: string,
  topology: HmmSpec['topology'],
  transitionMatrix: number[][],
  emissionMatrix: number[][],
): HmmSpec {
  const nStates = transitionMatrix.length;
  const nOutputs = emissionMatrix[0]?.length ?? 0;
  return assertHmm({ name, topology, nStates, nOutputs, startProb: uniformStart(nStates), transitionMatrix, emissionMatrix });
}

/** The paper's p_target (docs/science.md §1.1). */
const TARGET = 0.05;
const STAY = 0.95;

const chain = (nStates: number, name: string): HmmSpec =>
  makeHmm(name, 'linear-chain', targetProbabilityChain(nStates, TARGET), linearEmissions(nStates));

/** The six models of the paper (docs/science.md §1.3) by the ids used in links, files and presets. */
export const PAPER_HMMS = {
  'chain-2': chain(2, 'Two-state chain'),
  'chain-3': chain(3, 'Three-state chain'),
  'chain-4': chain(4, 'Four-state chain'),
  'chain-5': chain(5, 'Five-state chain'),
  fully: makeHmm('Fully connected, three states', 'fully-connected', fullyConnected(3, STAY), diagonalEmissions(3, 0.98)),
  cyclic: makeHmm('Ring of four states', 'cyclic', ring(4, STAY), [
    [0.9, 0.1, 0],
    [0.1, 0.9, 0],
    [0, 0.1, 0.9],
    [0, 0.9, 0.1],
  ]),
} as const satisfies Record<string, HmmSpec>;

export type PaperHmmId = keyof typeof PAPER_HMMS;
export const PAPER_HMM_IDS = Object.keys(PAPER_HMMS) as PaperHmmId[];
