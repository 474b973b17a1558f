import type { HmmSpec } from './spec';
import { diagonalEmissions, fullyConnected, linearEmissions, makeHmm, ring, targetProbabilityChain } from './topologies';

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
