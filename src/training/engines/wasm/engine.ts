import type { Engine, TargetBatch, UpdateSettings } from '../../engine';
import { epsilonSchedule, squaredDiameter } from '../../sinkhorn';
import { createLocalEngine, type Evaluate } from '../localEngine';
import { createPart, type WasmPart } from './part';
import type { PartBegin } from './partSequences';
import { joinLabels, onAll, partsWorthUsing, refuseTooLong, SHARDS, shardRange, shardsOfPart, sumGradients } from './shards';

/**
 * The native engine: all of an update in WebAssembly SIMD, float32 network and float64 loss.
 * @param helpers further parts, in workers; with none everything is computed in this thread. The bits are the same.
 */
export function createWasmEngine(helpers: readonly WasmPart[] = []): Engine {
  const parts: WasmPart[] = [createPart(), ...helpers].slice(0, SHARDS);
  const evaluate: Evaluate = async ({ shape, state }, batch, settings, source) => {
    refuseTooLong(batch.seqLen);
    const used = parts.slice(0, partsWorthUsing(parts.length, batch, shape));
    const count = state.parameters.length;
    const begin: Omit<PartBegin, 'firstShard' | 'lastShard'> = {
      ...batch,
      shape,
      parameters: state.parameters,
      temperature: settings.temperature,
      update: state.updates,
      source,
    };
    const begun = await onAll(used, (part, i) => {
      const [firstShard, lastShard] = shardsOfPart(i, used.length);
      return part.begin({ ...begin, firstShard, lastShard });
    });
    if (!begun.every(({ squares }) => Number.isFinite(squares)))
      return { loss: Number.NaN, gradient: new Float64Array(count).fill(Number.NaN) };
    const labels = joinLabels(begun.map((answer) => answer.labels));
    const { loss, potentials, eps } = await anneal(used, labels, batch, shape.nOutputs, settings);
    const { activityPenalty, pairWeight } = settings;
    const shards = await onAll(used, (part) => part.finish({ potentials, eps, activityPenalty, pairWeight }));
    return { loss, gradient: sumGradients(shards.flat(), count) };
  };

  const description = parts.length === 1 ? 'WebAssembly SIMD' : `WebAssembly SIMD in ${parts.length} threads`;
  return createLocalEngine('wasm-simd', description, evaluate);
}

/** The annealing of docs/science.md §2.5 over all parts: one exchange of potentials per ε. */
async function anneal(
  parts: readonly WasmPart[],
  labels: Uint8Array,
  batch: TargetBatch,
  nOutputs: number,
  settings: UpdateSettings,
) {
  const { batch: n, seqLen, targets } = batch;
  const { blur, scaling } = settings;
  const eps = blur * blur;
  await onAll(parts, (part) => part.costs(labels));
  const pass = async (potentials: Float64Array, at: number): Promise<Float64Array> => {
    const pieces = await onAll(parts, (part) => part.softmins(potentials, at));
    const joined = new Float64Array(4 * n);
    pieces.forEach((piece, i) => {
      const [firstShard] = shardsOfPart(i, parts.length);
      const from = shardRange(n, firstShard)[0];
      const rows = piece.length / 4;
      for (let side = 0; side < 4; side++) joined.set(piece.subarray(side * rows, (side + 1) * rows), side * n + from);
    });
    return joined;
  };
  const schedule = epsilonSchedule(Math.max(squaredDiameter(labels, targets, seqLen, nOutputs), eps), blur, scaling);
  const potentials = await pass(new Float64Array(4 * n), schedule[0]!);
  for (const at of schedule) {
    const softmins = await pass(potentials, at);
    for (let i = 0; i < potentials.length; i++) potentials[i] = 0.5 * (potentials[i]! + softmins[i]!);
  }
  const last = await pass(potentials, eps);
  let loss = 0;
  for (let i = 0; i < n; i++) loss += last[i]! - last[2 * n + i]! + last[n + i]! - last[3 * n + i]!;
  return { loss: loss / n, potentials, eps };
}
