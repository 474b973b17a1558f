import { requireRelaxedSimd } from '../../../kernels/relaxed';
import type { Engine } from '../../engine';
import { addPairGradient } from '../../pairTerm';
import { epsilonSchedule, squaredDiameter } from '../../sinkhorn';
import { createLocalEngine, type Evaluate } from '../localEngine';
import {
  joinLabels,
  onAll,
  partsWorthUsing,
  refuseTooLong,
  SHARDS,
  shardRange,
  shardsOfPart,
  sumGradients,
} from '../wasm/shards';
import { COUPLINGS, type CouplingAnswer, type CouplingName } from './coupling';
import { createRelaxedPart, type RelaxedPart } from './part';

/** Couplings of each part. Network–target is as much work as the other two together, so two parts share the loss evenly; more share it no better. */
function couplingsOfPart(part: number, parts: number): readonly CouplingName[] {
  if (parts === 1) return COUPLINGS;
  if (parts === 2) return [['cross'], ['network', 'target']][part] as CouplingName[];
  return COUPLINGS.slice(part, part + 1);
}

/** The engine where it can be had; helpers are opened only then. @throws KernelError where relaxed SIMD is missing */
export function openRelaxedEngine(helpers: () => readonly RelaxedPart[]): Engine {
  requireRelaxedSimd();
  return createRelaxedEngine(helpers());
}

/**
 * The native engine with relaxed SIMD: float32 network, loss in float32 and float64. Its bits are its own, and depend on whether the
 * processor rounds a product before it adds to it: they are the same again on one machine, for any number of threads.
 * @param helpers further parts, in workers; with none everything is computed in this thread
 * @throws KernelError where relaxed SIMD is missing
 */
export function createRelaxedEngine(helpers: readonly RelaxedPart[] = []): Engine {
  const parts: RelaxedPart[] = [createRelaxedPart(), ...helpers].slice(0, SHARDS);
  const evaluate: Evaluate = async ({ shape, state }, batch, settings, source) => {
    refuseTooLong(batch.seqLen);
    const { batch: n, seqLen, targets } = batch;
    const { blur, scaling, temperature, activityPenalty, pairWeight } = settings;
    const used = parts.slice(0, partsWorthUsing(parts.length, batch, shape));
    const count = state.parameters.length;
    const begun = await onAll(used, (part, i) => {
      const [firstShard, lastShard] = shardsOfPart(i, used.length);
      const { parameters, updates: update } = state;
      return part.begin({ ...batch, shape, parameters, temperature, update, source, firstShard, lastShard });
    });
    if (!begun.every(({ squares }) => Number.isFinite(squares)))
      return { loss: Number.NaN, gradient: new Float64Array(count).fill(Number.NaN) };
    const labels = joinLabels(begun.map((answer) => answer.labels));
    const diameter = squaredDiameter(labels, targets, seqLen, shape.nOutputs);
    const schedule = epsilonSchedule(Math.max(diameter, blur * blur), blur, scaling);
    const answers = (
      await onAll(used, (part, i) => part.couple({ names: couplingsOfPart(i, used.length), labels, schedule }))
    ).flat();
    const { loss, outputGradient } = divergence(answers);
    addPairGradient(labels, targets, n, seqLen, shape.nOutputs, pairWeight, outputGradient);
    const shards = await onAll(used, (part, i) => {
      const [firstShard, lastShard] = shardsOfPart(i, used.length);
      const cells = seqLen * shape.nOutputs;
      const rows = [shardRange(n, firstShard)[0], shardRange(n, lastShard - 1)[1]] as const;
      return part.finish({ outputGradient: outputGradient.slice(rows[0] * cells, rows[1] * cells), activityPenalty });
    });
    return { loss, gradient: sumGradients(shards.flat(), count) };
  };

  const description = `WebAssembly relaxed SIMD${parts.length === 1 ? '' : ` in ${parts.length} threads`}`;
  return createLocalEngine('wasm-relaxed', description, evaluate);
}

/** The divergence and its gradient, self barycentre − target barycentre, from the answers in the order of COUPLINGS. */
function divergence([cross, network, target]: readonly CouplingAnswer[]): { loss: number; outputGradient: Float64Array } {
  const outputGradient = network!.barycentres!;
  const towards = cross!.barycentres!;
  for (let i = 0; i < outputGradient.length; i++) outputGradient[i]! -= towards[i]!;
  return { loss: cross!.value - network!.value - target!.value, outputGradient };
}
