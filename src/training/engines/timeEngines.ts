import { PAPER_HMMS } from '../../hmm/models';
import { sampleHmm } from '../../hmm/sample';
import { initialWeights, packWeights } from '../../rnn/weights';
import { type Engine, freshOptimiser, type UpdateSettings } from '../engine';
import { RECIPES } from '../recipes';

/** The size of an update: sequences B, units H, inputs d, steps T. */
export interface BenchSize {
  batch: number;
  hiddenSize: number;
  inputDim: number;
  seqLen: number;
}

/** Sizes engines are compared at. */
export const BENCH_SIZES: readonly BenchSize[] = [
  { batch: 256, hiddenSize: 64, inputDim: 16, seqLen: 30 },
  { batch: 256, hiddenSize: 64, inputDim: 100, seqLen: 30 },
  { batch: 512, hiddenSize: 150, inputDim: 100, seqLen: 30 },
  { batch: 1024, hiddenSize: 150, inputDim: 100, seqLen: 40 },
];
/** The paper's batch, at which the two native engines are compared besides; the plain engine would take minutes. */
export const PAPER_SIZE: BenchSize = { batch: 4096, hiddenSize: 150, inputDim: 100, seqLen: 30 };

const { phases, ...recipe } = RECIPES.live['chain-2'];

/** Settings of the updates that are timed: the live recipe's, at its first rate. */
export const BENCH_SETTINGS: UpdateSettings = { ...recipe, learningRate: phases[0]!.learningRate };

/** Gives an engine the network that updates are timed on. */
export function startBench(engine: Engine, { hiddenSize, inputDim }: BenchSize): Promise<void> {
  const shape = { hiddenSize, inputDim, nOutputs: 3 };
  return engine.init(shape, freshOptimiser(packWeights(initialWeights(shape, 1, 1))));
}

/**
 * Milliseconds per update of each engine at one size: `rounds` alternating runs after `warmUp` rounds. Targets are fresh in every round,
 * for an engine may remember those it has seen.
 */
export async function timeEngines(
  engines: readonly Engine[],
  size: BenchSize,
  rounds: number,
  warmUp: number,
  now: () => number,
): Promise<number[][]> {
  const { batch, seqLen } = size;
  for (const engine of engines) await startBench(engine, size);
  const times = engines.map((): number[] => []);
  for (let round = -warmUp; round < rounds; round++) {
    const targets = sampleHmm(PAPER_HMMS['chain-2'], batch, seqLen, 1, 'data', round + warmUp);
    for (const [i, engine] of engines.entries()) {
      const begun = now();
      await engine.step({ batch, seqLen, targets }, 1, BENCH_SETTINGS);
      await engine.readState();
      if (round >= 0) times[i]!.push(now() - begun);
    }
  }
  return times;
}
