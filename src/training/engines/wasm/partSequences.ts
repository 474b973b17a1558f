import type { Arena, UpdateKernels } from '../../../kernels/module';
import { allocateNetwork, loadWeights, type NetworkBuffers, type PaddedShape, padShape } from '../../../kernels/network';
import { STREAMS } from '../../../math/random';
import type { RnnShape } from '../../../rnn/weights';
import { EngineError, type UpdateDraws } from '../../engine';
import {
  addGradients,
  allocateBatch,
  allocateGradients,
  type BatchBuffers,
  clearGradients,
  type GradientBuffers,
  placeDraws,
} from './layout';
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

/** Memory for the part's sequences. */
export interface SequenceBuffers {
  shape: PaddedShape;
  network: NetworkBuffers;
  gradients: GradientBuffers;
  data: BatchBuffers;
}

/** Where the native engines differ. */
interface Differences<Loss> {
  /** Allocates what the loss needs, after the buffers of the sequences. */
  allocateLoss(buffers: SequenceBuffers): Loss;
  /** Draws the noise of sequences `from` … `to`−1 of an update. */
  drawNoise(buffers: SequenceBuffers, seed: number, update: number, from: number, to: number, seqLen: number): void;
}

/**
 * The sequences of a part: buffers, forward pass and back-propagation, as both native engines have them. Between the two each has a loss
 * of its own.
 */
export function createPartSequences<Loss>(kernels: UpdateKernels, arena: Arena, { allocateLoss, drawNoise }: Differences<Loss>) {
  let prepared: (SequenceBuffers & { loss: Loss; key: string }) | undefined;
  let request: PartBegin | undefined;
  let range: [number, number] = [0, 0];

  const prepare = ({ shape, batch, seqLen }: PartBegin): SequenceBuffers => {
    const rows = range[1] - range[0];
    const key = [shape.hiddenSize, shape.inputDim, shape.nOutputs, batch, rows, seqLen].join();
    if (prepared?.key === key) return prepared;
    arena.reset();
    const padded = padShape(shape);
    const network = allocateNetwork(kernels, arena, padded);
    const gradients = allocateGradients(kernels, arena, padded);
    const data = allocateBatch(kernels, arena, padded, network, rows, batch, seqLen);
    const buffers = { shape: padded, network, gradients, data };
    prepared = { ...buffers, loss: allocateLoss(buffers), key };
    return prepared;
  };
  /** Buffers, request and sequences of the update under way. @throws EngineError before the first */
  const current = () => {
    if (!prepared || !request) throw new EngineError('A part of the engine was used before it was given work.');
    return { ...prepared, request, range };
  };

  return {
    current,
    /** Forward pass. @returns sampled labels of the part's sequences and Σ h² */
    begin(next: PartBegin): { labels: Uint8Array; squares: number } {
      request = next;
      range = [shardRange(next.batch, next.firstShard)[0], shardRange(next.batch, next.lastShard - 1)[1]];
      const buffers = prepare(next);
      const { shape, network, data } = buffers;
      const [from, to] = range;
      loadWeights(kernels, network, shape, next.parameters);
      const { source, update, seqLen } = next;
      if ('draws' in source) placeDraws(kernels, shape, data, source.draws, from);
      else {
        const { seed } = source;
        drawNoise(buffers, seed, update, from, to, seqLen);
        kernels.drawGumbels(data.gumbels, seed, STREAMS.gumbel, update, from, to, 0, data.paddedLen, shape.outputStride);
      }
      const squares = kernels.forwardSequences(0, to - from, seqLen, data.paddedLen, next.temperature);
      return { labels: new Uint8Array(kernels.memory.buffer, data.outputs, (to - from) * seqLen).slice(), squares };
    },
    /** Back-propagation of the gradient in `data.outputGradient`. @returns the packed gradient of each of the part's shards, in order */
    backward(activityPenalty: number): Float32Array[] {
      const { shape, gradients, request: now } = current();
      const { batch, seqLen, temperature } = now;
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
