import type { CouplingAnswer } from './coupling';

/** A training set of the paper's size has three batches, taken in turn: targets that come back need not be coupled with themselves again. */
const KEPT = 4;

interface Known {
  targets: Uint8Array;
  settings: readonly number[];
  answer: CouplingAnswer;
}

const sameNumbers = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

/** Remembers the coupling with themselves of the last few targets. What is recalled has the bits that computing it again would give. */
export function createTargetMemory() {
  const known: Known[] = [];
  return {
    /** @param settings everything besides the targets that the answer depends on */
    recall(targets: Uint8Array, settings: readonly number[], compute: () => CouplingAnswer): CouplingAnswer {
      const found = known.find((one) => sameNumbers(one.settings, settings) && sameNumbers(one.targets, targets));
      if (found) return found.answer;
      const answer = compute();
      known.push({ targets: targets.slice(), settings: [...settings], answer });
      if (known.length > KEPT) known.shift();
      return answer;
    },
  };
}
