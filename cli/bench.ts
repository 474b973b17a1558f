import '../src/kernels/bundled';
import { quantile } from '../src/math/statistics';
import { simulate } from '../src/rnn/simulate';
import { initialWeights } from '../src/rnn/weights';
import { EngineError } from '../src/training/engine';
import { createJsEngine } from '../src/training/engines/js/engine';
import { BENCH_SIZES, timeEngines } from '../src/training/engines/timeEngines';
import { createWasmEngine } from '../src/training/engines/wasm/engine';
import { fail, readOptions, wholeNumber } from './arguments';
import { benchGpu, GPU_SIZES, readSizes } from './bench/gpu';

const COMMAND = {
  name: 'bench',
  about:
    'Times updates and simulations: in Node, then in Chromium. With --gpu on a graphics device in Node, beside PyTorch if it is there.',
  options: {
    gpu: { help: 'our shaders on WebGPU in Node (npm install --no-save webgpu)' },
    sizes: { value: 'B/H/d/T,…', help: 'with --gpu, sizes instead of the usual ones' },
    rounds: { value: 'N', default: '7', help: 'with --gpu, runs that take turns' },
  },
  examples: ['', '--gpu', '--gpu --rounds 3 --sizes 256/64/16/30,512/150/100/30'],
} as const;

/** The Node half of `npm run bench`; scripts/bench.mjs runs it and then the same in Chromium. */
const ROUNDS = 7;

async function benchUpdates(): Promise<void> {
  console.log('\n### Node, one core: ms per update (median of 7 alternating runs)\n');
  console.log('| B/H/d/T | wasm-simd | js | ratio |\n|---|---|---|---|');
  for (const size of BENCH_SIZES) {
    const engines = [createWasmEngine(), createJsEngine()];
    const [wasm, sparse] = (await timeEngines(engines, size, ROUNDS, 2, () => performance.now())).map((times) =>
      quantile(times, 0.5),
    );
    const { batch, hiddenSize, inputDim, seqLen } = size;
    console.log(
      `| ${batch}/${hiddenSize}/${inputDim}/${seqLen} | ${wasm!.toFixed(1)} | ${sparse!.toFixed(0)} | ${(sparse! / wasm!).toFixed(1)} |`,
    );
  }
}

function benchSimulation(): void {
  console.log('\n### Node, one core: simulated steps per second (median of 5 runs of 20,000 steps)\n');
  console.log('| H/d | steps/s |\n|---|---|');
  for (const [hiddenSize, inputDim] of [
    [64, 16],
    [150, 100],
  ] as const) {
    const weights = initialWeights({ hiddenSize, inputDim, nOutputs: 3 }, 1);
    const speeds = Array.from({ length: 6 }, () => {
      const begun = performance.now();
      simulate(weights, { steps: 20_000, seed: 1 });
      return 20_000 / ((performance.now() - begun) / 1000);
    });
    console.log(`| ${hiddenSize}/${inputDim} | ${Math.round(quantile(speeds.slice(1), 0.5)).toLocaleString('en')} |`);
  }
}

/** No graphics device or no package for it: the sentence, and status 2. */
function endWithSentence(error: unknown): void {
  if (!(error instanceof EngineError)) throw error;
  fail(`${error.message}.`);
}

const { values } = readOptions(COMMAND);
if (values.gpu)
  await benchGpu(values.sizes ? readSizes(values.sizes) : GPU_SIZES, wholeNumber('rounds', values.rounds, 1)).catch(
    endWithSentence,
  );
else {
  await benchUpdates();
  benchSimulation();
}
