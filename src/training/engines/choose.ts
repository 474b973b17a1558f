import type { Engine, EngineId } from '../engine';
import { selfCheck } from './selfCheck';
import { createSparseEngine } from './sparse/engine';

/**
 * Engines in the order they are tried. The sparse engine comes before TensorFlow.js's WASM and CPU backends: it needs nothing, and
 * on a processor it is two to three times faster than the former, far more than the latter (docs/performance.md).
 */
export const ENGINE_ORDER: readonly EngineId[] = ['tfjs-webgpu', 'tfjs-webgl', 'sparse-js', 'tfjs-wasm', 'tfjs-cpu'];

export const ENGINE_NAMES: Record<EngineId, string> = {
  'wasm-simd': 'WebAssembly SIMD',
  'tfjs-webgpu': 'WebGPU (TensorFlow.js)',
  'tfjs-webgl': 'WebGL (TensorFlow.js)',
  'tfjs-wasm': 'WebAssembly (TensorFlow.js)',
  'tfjs-cpu': 'CPU (TensorFlow.js)',
  'sparse-js': 'JavaScript, silent units skipped',
};

export interface EngineChoice {
  engine: Engine;
  /** Engines tried before and why they were passed over. */
  passedOver: { id: EngineId; reason: string }[];
}

async function open(id: EngineId, chosenByHand: boolean): Promise<Engine> {
  if (id === 'sparse-js') return createSparseEngine();
  const { openTfjsEngine } = await import('./tfjs/backends');
  return openTfjsEngine(id.slice('tfjs-'.length) as 'webgpu' | 'webgl' | 'wasm' | 'cpu', chosenByHand);
}

/**
 * The engine asked for, or the first of the order that starts and passes its self-check. One asked for by hand that fails is
 * reported and the order takes over: training always starts.
 * @param except engines that broke in this run
 */
export async function chooseEngine(wanted: EngineId | 'auto', except: readonly EngineId[] = []): Promise<EngineChoice> {
  const passedOver: EngineChoice['passedOver'] = [];
  const order = wanted === 'auto' ? ENGINE_ORDER : [wanted, ...ENGINE_ORDER.filter((id) => id !== wanted)];
  for (const id of order.filter((candidate) => !except.includes(candidate))) {
    let engine: Engine | undefined;
    try {
      engine = await open(id, id === wanted);
      if (id !== 'sparse-js') await selfCheck(engine);
      return { engine, passedOver };
    } catch (error) {
      engine?.dispose();
      passedOver.push({ id, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return { engine: createSparseEngine(), passedOver };
}
