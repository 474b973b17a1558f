import { gatherRows } from '../../../src/math/matrices';
import type { RnnShape } from '../../../src/rnn/weights';
import type { EngineId } from '../../../src/training/engine';
import {
  answerOf,
  type Differences,
  differences,
  type EngineSize,
  makeProblem,
  type Problem,
  shuffled,
  withEngine,
} from './problem';

/** Laws of loss and gradient that hold for one engine alone: a changed problem whose answer follows from the first one's. */

/** A packed vector with its hidden units in another order: unit i of the new one is unit order[i] of the old one. */
function permuteUnits(packed: Float32Array, { hiddenSize: H, inputDim: d, nOutputs: K }: RnnShape, order: Uint32Array) {
  const [recurrent, readout] = [H * d, H * d + H * H];
  const out = new Float32Array(packed.length);
  order.forEach((old, i) => {
    for (let j = 0; j < d; j++) out[i * d + j] = packed[old * d + j]!;
    for (let j = 0; j < H; j++) out[recurrent + i * H + j] = packed[recurrent + old * H + order[j]!]!;
    for (let k = 0; k < K; k++) out[readout + k * H + i] = packed[readout + k * H + old]!;
  });
  return out;
}

/** W_in, W_hh and W_out of a packed vector, each times its factor. */
function scaleMatrices(packed: Float32Array, { hiddenSize: H, inputDim: d }: RnnShape, factors: [number, number, number]) {
  const [recurrent, readout] = [H * d, H * d + H * H];
  return packed.map((value, n) => value * factors[n < recurrent ? 0 : n < readout ? 1 : 2]!);
}

/** The network's sequences in one order, the targets in another; an entry may stand several times. */
function reorder(problem: Problem, own: Uint32Array, target: Uint32Array): Problem {
  const { size, batch, draws } = problem;
  const { seqLen } = batch;
  return {
    ...problem,
    batch: { batch: own.length, seqLen, targets: gatherRows(batch.targets, target, seqLen) },
    draws: {
      noise: gatherRows(draws.noise, own, seqLen * size.inputDim),
      gumbels: gatherRows(draws.gumbels, own, seqLen * size.nOutputs),
    },
  };
}

interface Law {
  change(problem: Problem): Problem;
  /** The gradient of the changed problem from that of the first one. */
  expected(gradient: Float32Array, size: EngineSize): Float32Array;
}

/** Places in the random stream of the three orders. */
const [UNITS, OWN, TARGETS] = [1, 2, 3];
const SCALE = 4;

const LAWS = {
  /** Hidden units have no order. */
  units: {
    change: (problem) => ({
      ...problem,
      parameters: permuteUnits(problem.parameters, problem.size, shuffled(problem.size.hiddenSize, UNITS)),
    }),
    expected: (gradient, size) => permuteUnits(gradient, size, shuffled(size.hiddenSize, UNITS)),
  },
  /** Two sets are compared: neither has an order. */
  sequences: {
    change: (problem) => reorder(problem, shuffled(problem.size.batch, OWN), shuffled(problem.size.batch, TARGETS)),
    expected: (gradient) => gradient,
  },
  /**
   * Both sets have uniform weights, and everything else is a mean (docs/science.md §2.5): the same sets twice are the same loss.
   */
  twice: {
    change: (problem) => {
      const rows = Uint32Array.from({ length: 2 * problem.size.batch }, (_, i) => i % problem.size.batch);
      return reorder(problem, rows, rows);
    },
    expected: (gradient) => gradient,
  },
  /** Positive homogeneity (docs/science.md §0.1): states four times as large, read out with a quarter of the weight. */
  scale: {
    change: (problem) => ({ ...problem, parameters: scaleMatrices(problem.parameters, problem.size, [SCALE, 1, 1 / SCALE]) }),
    expected: (gradient, size) => scaleMatrices(gradient, size, [1 / SCALE, 1, SCALE]),
  },
} satisfies Record<string, Law>;
type LawName = keyof typeof LAWS;

/** Differences of loss and gradient from what each law says. */
export function laws(id: EngineId, size: EngineSize) {
  // The penalty is no function of the loss: it does see the size of the states.
  const made = makeProblem(size);
  const problem = { ...made, settings: { ...made.settings, activityPenalty: 0 } };
  return withEngine(id, async (engine) => {
    const { loss, gradient } = await answerOf(engine, problem);
    const found = {} as Record<LawName, Differences>;
    for (const [name, law] of Object.entries(LAWS) as [LawName, Law][]) {
      const changed = await answerOf(engine, law.change(problem));
      found[name] = differences(changed, { loss, gradient: law.expected(gradient, size) });
    }
    return found;
  });
}
