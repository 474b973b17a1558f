import { KernelError } from '../../src/kernels/module';
import type { Engine } from '../../src/training/engine';
import { createRelaxedEngine } from '../../src/training/engines/relaxed/engine';
import { createWasmEngine } from '../../src/training/engines/wasm/engine';
import { fail } from '../arguments';
import { allowRelaxedSimd } from '../relaxedSimd';
import type { CliEngine } from './job';

/** The engine asked for; where this processor or Node has no relaxed SIMD the program ends with a sentence. */
export function openTrainingEngine(id: CliEngine): Engine {
  if (id === 'wasm-simd') return createWasmEngine();
  allowRelaxedSimd();
  try {
    return createRelaxedEngine();
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    return fail('This Node has no relaxed SIMD for WebAssembly: leave --engine out.');
  }
}
