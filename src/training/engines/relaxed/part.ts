import { createArena } from '../../../kernels/module';
import { allocateNetwork, loadWeights, type NetworkBuffers, type PaddedShape, padShape, TILE } from '../../../kernels/network';
import { loadRelaxedKernels } from '../../../kernels/relaxed';
import { STREAMS } from '../../../math/random';
import { EngineError } from '../../engine';
import {
  addGradients,
  allocateBatch,
  allocateGradients,
  type BatchBuffers,
  clearGradients,
  type GradientBuffers,
  placeDraws,
} from '../wasm/layout';
import type { PartBegin } from '../wasm/part';
import { shardRange } from '../wasm/shards';
import { annealCoupling, type CouplingAnswer, type CouplingName, packSet, type Schedule, type SetShape } from './coupling';
import { createTargetMemory } from './targetMemory';

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

interface Prepared {
  shape: PaddedShape;
  network: NetworkBuffers;
  gradients: GradientBuffers;
  data: BatchBuffers;
  /** Memory from here on is free. */
  top: number;
  key: string;
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
    // Draws leave the padding as it is, and outer products pass over it.
    new Float32Array(kernels.memory.buffer, data.noise, rows * seqLen * padded.inputStride).fill(0);
    kernels.setWorkSpace(arena.allocate(workSpaceBytes(padded)));
    prepared = { shape: padded, network, gradients, data, top: arena.top, key };
    return prepared;
  };
  const current = () => {
    if (!prepared || !request) throw new EngineError('A part of the engine was used before it was given work.');
    return { ...prepared, request };
  };

  return {
    async begin(next) {
      request = next;
      range = [shardRange(next.batch, next.firstShard)[0], shardRange(next.batch, next.lastShard - 1)[1]];
      const { shape, network, data } = prepare(next);
      const [from, to] = range;
      loadWeights(kernels, network, shape, next.parameters);
      const { source, update, seqLen } = next;
      if ('draws' in source) placeDraws(kernels, shape, data, source.draws, from);
      else {
        const { seed } = source;
        kernels.drawNormals(data.noise, seed, STREAMS.noise, update, from, to, 0, seqLen, shape.inputStride, 1, shape.inputDim);
        kernels.drawGumbels(data.gumbels, seed, STREAMS.gumbel, update, from, to, 0, data.paddedLen, shape.outputStride);
      }
      const squares = kernels.forwardSequences(0, to - from, seqLen, data.paddedLen, next.temperature);
      return { labels: new Uint8Array(kernels.memory.buffer, data.outputs, (to - from) * seqLen).slice(), squares };
    },
    async couple({ names, labels, schedule }) {
      const { shape, top, request: now } = current();
      const sets: SetShape = { seqLen: now.seqLen, nOutputs: shape.nOutputs, planes: shape.planes };
      const anneal = (x: Uint8Array, y: Uint8Array | undefined, withBarycentres: boolean): CouplingAnswer => {
        arena.reset(top);
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
      const { shape, gradients, data, request: now } = current();
      const { batch, seqLen, temperature } = now;
      new Float64Array(kernels.memory.buffer, data.outputGradient, outputGradient.length).set(outputGradient);
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
