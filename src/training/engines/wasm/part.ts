import { createArena, loadKernels } from '../../../kernels/module';
import { allocateNetwork, loadWeights, type NetworkBuffers, type PaddedShape, padShape } from '../../../kernels/network';
import { STREAMS } from '../../../math/random';
import type { RnnShape } from '../../../rnn/weights';
import { EngineError, type UpdateDraws } from '../../engine';
import { addPairGradient } from '../../pairTerm';
import {
  addGradients,
  allocateBatch,
  allocateGradients,
  type BatchBuffers,
  clearGradients,
  type GradientBuffers,
  placeDraws,
} from './layout';
import { allocateLoss, fillBarycentres, fillCosts, type LossBuffers, softminSides } from './loss';
import { shardRange } from './shards';

/** What a part needs to begin an update. It computes the sequences of shards `firstShard` … `lastShard`−1. */
export interface PartBegin {
  shape: RnnShape;
  parameters: Float32Array;
  batch: number;
  seqLen: number;
  /** Labels of the whole target batch [B×T]. */
  targets: Uint8Array;
  firstShard: number;
  lastShard: number;
  temperature: number;
  update: number;
  /** Draws of (seed, update), or given ones for the whole batch. */
  source: { seed: number } | { draws: UpdateDraws };
}

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

interface Prepared {
  shape: PaddedShape;
  network: NetworkBuffers;
  gradients: GradientBuffers;
  data: BatchBuffers;
  loss: LossBuffers;
  key: string;
}

/** A part in this thread, with a wasm instance of its own. */
export function createPart(): WasmPart {
  const kernels = loadKernels();
  const arena = createArena(kernels.memory);
  let prepared: Prepared | undefined;
  let request: PartBegin | undefined;
  let range: [number, number] = [0, 0];

  const prepare = ({ shape, batch, seqLen }: PartBegin): Prepared => {
    const rows = range[1] - range[0];
    const key = [shape.hiddenSize, shape.inputDim, shape.nOutputs, batch, rows, seqLen].join();
    if (prepared?.key === key) return prepared;
    arena.reset();
    const padded = padShape(shape);
    const network = allocateNetwork(kernels, arena, padded);
    const gradients = allocateGradients(kernels, arena, padded);
    const data = allocateBatch(kernels, arena, padded, network, rows, batch, seqLen);
    prepared = { shape: padded, network, gradients, data, loss: allocateLoss(arena, padded, data), key };
    return prepared;
  };
  const current = () => {
    if (!prepared || !request) throw new EngineError('A part of the engine was used before it was given work.');
    return { ...prepared, request };
  };
  const bytes = (at: number, count: number) => new Uint8Array(kernels.memory.buffer, at, count);

  return {
    async begin(next) {
      request = next;
      range = [shardRange(next.batch, next.firstShard)[0], shardRange(next.batch, next.lastShard - 1)[1]];
      const { shape, network, data } = prepare(next);
      const [from, to] = range;
      loadWeights(kernels, network, shape, next.parameters);
      bytes(data.targets, next.targets.length).set(next.targets);
      const { source, update, seqLen } = next;
      if ('draws' in source) placeDraws(kernels, shape, data, source.draws, from);
      else {
        const { seed } = source;
        kernels.drawNormals(data.noise, seed, STREAMS.noise, update, from, to, 0, seqLen, shape.inputStride, 1);
        kernels.drawGumbels(data.gumbels, seed, STREAMS.gumbel, update, from, to, 0, data.paddedLen, shape.outputStride);
      }
      const squares = kernels.forwardSequences(0, to - from, next.seqLen, data.paddedLen, next.temperature);
      return { labels: bytes(data.outputs, (to - from) * next.seqLen).slice(), squares };
    },
    async costs(labels) {
      const { shape, data, loss } = current();
      bytes(loss.allOutputs, labels.length).set(labels);
      fillCosts(kernels, shape, data, loss, range);
    },
    async softmins(potentials, eps) {
      const { data, loss } = current();
      return softminSides(kernels, data, loss, potentials, eps);
    },
    async finish({ potentials, eps, activityPenalty, pairWeight }) {
      const { shape, gradients, data, loss, request: now } = current();
      fillBarycentres(kernels, shape, data, loss, potentials, eps);
      const { batch, seqLen, temperature } = now;
      const all = (at: number) => bytes(at, batch * seqLen);
      const gradient = new Float64Array(kernels.memory.buffer, data.outputGradient, data.rows * seqLen * shape.nOutputs);
      const rows = { from: range[0], to: range[1] };
      addPairGradient(all(loss.allOutputs), all(data.targets), batch, seqLen, shape.nOutputs, pairWeight, gradient, rows);
      const penalty = (2 * activityPenalty) / (batch * seqLen * shape.hiddenSize);
      return Array.from({ length: now.lastShard - now.firstShard }, (_, s) => {
        const [from, to] = shardRange(batch, now.firstShard + s);
        clearGradients(kernels, gradients, shape);
        kernels.backwardSequences(from - range[0], to - range[0], seqLen, temperature, penalty);
        const packed = new Float32Array(now.parameters.length);
        addGradients(kernels, gradients, shape, packed);
        return packed;
      });
    },
  };
}
