import { createArena, loadKernels } from '../../../kernels/module';
import { STREAMS } from '../../../math/random';
import { addPairGradient } from '../../pairTerm';
import { allocateLoss, fillBarycentres, fillCosts, softminSides } from './loss';
import { createPartSequences, type PartBegin } from './partSequences';

export interface PartFinish {
  /** Potentials f, g, p, q of the last averaged pass [4×B]. */
  potentials: Float64Array;
  eps: number;
  activityPenalty: number;
  pairWeight: number;
}

/**
 * A share of the batch, computed in one thread: all the work of an update is done by parts, one here or several in workers. Bits do
 * not depend on how many: rows are independent, and gradients come back shard by shard.
 */
export interface WasmPart {
  /** Forward pass. @returns sampled labels of the part's sequences and Σ h² */
  begin(request: PartBegin): Promise<{ labels: Uint8Array; squares: number }>;
  /** Costs of the part's rows; `labels` are those of the whole batch [B×T]. */
  costs(labels: Uint8Array): Promise<void>;
  /** Softmins of the part's rows at ε, [4×rows]: f, g, p, q sides. */
  softmins(potentials: Float64Array, eps: number): Promise<Float64Array>;
  /** Output gradient and back-propagation. @returns the packed gradient of each of the part's shards, in order */
  finish(request: PartFinish): Promise<Float32Array[]>;
}

/** A part in this thread, with a wasm instance of its own. */
export function createPart(): WasmPart {
  const kernels = loadKernels();
  const arena = createArena(kernels.memory);
  const sequences = createPartSequences(kernels, arena, {
    allocateLoss: ({ shape, data }) => allocateLoss(arena, shape, data),
    drawNoise: ({ shape, data }, seed, update, from, to, seqLen) =>
      kernels.drawNormals(data.noise, seed, STREAMS.noise, update, from, to, 0, seqLen, shape.inputStride, 1),
  });
  const bytes = (at: number, count: number) => new Uint8Array(kernels.memory.buffer, at, count);

  return {
    async begin(next) {
      const begun = sequences.begin(next);
      bytes(sequences.current().data.targets, next.targets.length).set(next.targets);
      return begun;
    },
    async costs(labels) {
      const { shape, data, loss, range } = sequences.current();
      bytes(loss.allOutputs, labels.length).set(labels);
      fillCosts(kernels, shape, data, loss, range);
    },
    async softmins(potentials, eps) {
      const { data, loss } = sequences.current();
      return softminSides(kernels, data, loss, potentials, eps);
    },
    async finish({ potentials, eps, activityPenalty, pairWeight }) {
      const { shape, data, loss, request, range } = sequences.current();
      fillBarycentres(kernels, shape, data, loss, potentials, eps);
      const { batch, seqLen } = request;
      const all = (at: number) => bytes(at, batch * seqLen);
      const gradient = new Float64Array(kernels.memory.buffer, data.outputGradient, data.rows * seqLen * shape.nOutputs);
      const rows = { from: range[0], to: range[1] };
      addPairGradient(all(loss.allOutputs), all(data.targets), batch, seqLen, shape.nOutputs, pairWeight, gradient, rows);
      return sequences.backward(activityPenalty);
    },
  };
}
