import type { HmmSpec } from '../../src/hmm/spec';
import { KernelError } from '../../src/kernels/module';
import { type Engine, EngineError } from '../../src/training/engine';
import { createRelaxedEngine } from '../../src/training/engines/relaxed/engine';
import { selfCheck, type UpdateSize } from '../../src/training/engines/selfCheck';
import { createWasmEngine } from '../../src/training/engines/wasm/engine';
import { openWebgpuEngine } from '../../src/training/engines/webgpu/device';
import type { Recipe } from '../../src/training/recipe';
import { fail } from '../arguments';
import { provideWebgpu } from '../gpu';
import { allowRelaxedSimd } from '../relaxedSimd';

/** Engines that the command line trains with. */
export const CLI_ENGINES = ['wasm-simd', 'wasm-relaxed', 'webgpu'] as const;
export type CliEngine = (typeof CLI_ENGINES)[number];

/** What the sizes of a training's updates follow from. */
interface Task {
  hmm: HmmSpec;
  recipe: Recipe;
}

/** The engine asked for; where it cannot be had (no relaxed SIMD, no graphics device) the program ends with a sentence. */
export async function openTrainingEngine(id: CliEngine, job: Task): Promise<Engine> {
  if (id === 'wasm-simd') return createWasmEngine();
  try {
    return id === 'webgpu' ? await openGpuEngine(job) : openRelaxed();
  } catch (error) {
    if (error instanceof KernelError) return fail('This Node has no relaxed SIMD for WebAssembly: leave --engine out.');
    if (error instanceof EngineError) return fail(`--engine ${id}: ${error.message}.`);
    throw error;
  }
}

function openRelaxed(): Engine {
  allowRelaxedSimd();
  return createRelaxedEngine();
}

/** Our own shaders, checked against the plain engine. Who asks for them by name gets them on a software device too. */
async function openGpuEngine(job: Task): Promise<Engine> {
  await provideWebgpu();
  const engine = await openWebgpuEngine(true);
  await selfCheck(engine, largestUpdate(job));
  return engine;
}

/** The largest update of a recipe: a graphics device is checked at this size. */
function largestUpdate({ hmm, recipe: { hiddenSize, inputDim, phases } }: Task): UpdateSize {
  const { batch, seqLen } = phases.reduce((most, phase) =>
    phase.batch * phase.seqLen > most.batch * most.seqLen ? phase : most,
  );
  return { shape: { hiddenSize, inputDim, nOutputs: hmm.nOutputs }, batch, seqLen };
}
