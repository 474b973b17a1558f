import { PAPER_HMMS } from '../../hmm/models';
import { sampleHmm } from '../../hmm/sample';
import { initialWeights, packWeights } from '../../rnn/weights';
import { type Engine, freshOptimiser, type UpdateSettings } from '../engine';
import { RECIPES } from '../recipes';

/** Sizes engines are compared at: B, H, d, T. */
export const BENCH_SIZES = [
  { batch: 256, hiddenSize: 64, inputDim: 16, seqLen: 30 },
  { batch: 256, hiddenSize: 64, inputDim: 100, seqLen: 30 },
  { batch: 512, hiddenSize: 150, inputDim: 100, seqLen: 30 },
  { batch: 1024, hiddenSize: 150, inputDim: 100, seqLen: 40 },
] as const;
export type BenchSize = (typeof BENCH_SIZES)[number];

/** Milliseconds per update of each engine at one size: `rounds` alternating runs after `warmUp` rounds. */
export async function timeEngines(
  engines: readonly Engine[],
  size: BenchSize,
  rounds: number,
  warmUp: number,
  now: () => number,
): Promise<number[][]> {
  const { batch, seqLen, ...rest } = size;
  const shape = { ...rest, nOutputs: 3 };
  const { phases, ...recipe } = RECIPES.live['chain-2'];
  const settings: UpdateSettings = { ...recipe, activityPenalty: 0, pairWeight: 0, learningRate: phases[0]!.learningRate };
  const targets = sampleHmm(PAPER_HMMS['chain-2'], batch, seqLen, 1, 'data');
  for (const engine of engines) await engine.init(shape, freshOptimiser(packWeights(initialWeights(shape, 1, 1))));
  const times = engines.map((): number[] => []);
  for (let round = -warmUp; round < rounds; round++)
    for (const [i, engine] of engines.entries()) {
      const begun = now();
      await engine.step({ batch, seqLen, targets }, 1, settings);
      await engine.readState();
      if (round >= 0) times[i]!.push(now() - begun);
    }
  return times;
}
