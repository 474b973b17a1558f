import { createArena } from '../../../kernels/module';
import { type PaddedShape, TILE } from '../../../kernels/network';
import { loadRelaxedKernels } from '../../../kernels/relaxed';
import { STREAMS } from '../../../math/random';
import { createPartSequences, type PartBegin } from '../wasm/partSequences';
import { annealCoupling, type CouplingAnswer, type CouplingName, packSet, type Schedule, type SetShape } from './coupling';

export interface CouplingRequest {
  /** Couplings this part is to anneal. */
  names: readonly CouplingName[];
  /** Labels of the network's whole batch [B×T]. */
  labels: Uint8Array;
  schedule: Schedule;
}

export interface RelaxedFinish {
  /** Derivative of the loss with respect to the one-hot outputs of the part's sequences [rows×T×K]. */
  outputGradient: Float64Array;
  activityPenalty: number;
}

/**
 * A share of an update, computed in one thread. Network and gradient are shared by sequences; each coupling of the loss is annealed
 * wholly by one part, so that nothing has to be exchanged on the way. Bits do not depend on how many parts there are.
 */
export interface RelaxedPart {
  /** Forward pass. @returns sampled labels of the part's sequences and Σ h² */
  begin(request: PartBegin): Promise<{ labels: Uint8Array; squares: number }>;
  couple(request: CouplingRequest): Promise<CouplingAnswer[]>;
  /** Back-propagation. @returns the packed gradient of each of the part's shards, in order */
  finish(request: RelaxedFinish): Promise<Float32Array[]>;
}

/** Cells of a group and of a tile more (assembly/relaxed/workSpace.ts). */
const GROUP = 192 + TILE;

/** Bytes of the work space of assembly/relaxed/workSpace.ts: lists of a tile, carries, lists of the units, ends, cells, logits. */
const workSpaceBytes = ({ hiddenStride: HP, outputStride: KP }: PaddedShape): number =>
  TILE * (8 * (HP + 4) + 4 + 4 * HP) + HP * (8 * GROUP + 8) + GROUP * (4 + 4 * KP);

/** A part in this thread, with a wasm instance of its own. @throws KernelError where relaxed SIMD is missing */
export function createRelaxedPart(): RelaxedPart {
  const kernels = loadRelaxedKernels();
  const arena = createArena(kernels.memory);
  const targets = createTargetMemory();
  const sequences = createPartSequences(kernels, arena, {
    allocateLoss: ({ shape, data }) => {
      // Draws leave the padding as it is, and outer products pass over it.
      new Float32Array(kernels.memory.buffer, data.noise, data.rows * data.seqLen * shape.inputStride).fill(0);
      kernels.setWorkSpace(arena.allocate(workSpaceBytes(shape)));
      return { free: arena.top };
    },
    drawNoise: ({ shape, data }, seed, update, from, to, seqLen) =>
      kernels.drawNormals(data.noise, seed, STREAMS.noise, update, from, to, 0, seqLen, shape.inputStride, 1, shape.inputDim),
  });

  return {
    begin: async (next) => sequences.begin(next),
    async couple({ names, labels, schedule }) {
      const { shape, loss, request: now } = sequences.current();
      const sets: SetShape = { seqLen: now.seqLen, nOutputs: shape.nOutputs, planes: shape.planes };
      const anneal = (x: Uint8Array, y: Uint8Array | undefined, withBarycentres: boolean): CouplingAnswer => {
        arena.reset(loss.free);
        const first = packSet(kernels, arena, x, sets);
        const second = y && packSet(kernels, arena, y, sets);
        return annealCoupling(kernels, arena, first, second, sets, schedule, withBarycentres);
      };
      const couple: Record<CouplingName, () => CouplingAnswer> = {
        cross: () => anneal(labels, now.targets, true),
        network: () => anneal(labels, undefined, true),
        target: () => targets.recall(now.targets, [...schedule, now.seqLen], () => anneal(now.targets, undefined, false)),
      };
      return names.map((name) => couple[name]());
    },
    async finish({ outputGradient, activityPenalty }) {
      const { data } = sequences.current();
      new Float64Array(kernels.memory.buffer, data.outputGradient, outputGradient.length).set(outputGradient);
      return sequences.backward(activityPenalty);
    },
  };
}

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
