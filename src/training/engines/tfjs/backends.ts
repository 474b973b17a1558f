import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import wasmThreadedUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import { type Engine, EngineError, type EngineId } from '../../engine';
import { createWebgpuEngine } from '../webgpu/engine';
import { createTfjsEngine } from './engine';
import { failWhenLost, renewBackend } from './lostContext';

/** How each TensorFlow.js backend is loaded and recognised as real. Runs in a browser (page or worker). */
export type TfjsBackend = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

interface BackendRow {
  /** Registers the backend; heavy code is fetched only now. */
  load(): Promise<void>;
  /** Name of the device, and whether it is software pretending to be a GPU. */
  device(): Promise<{ name: string; software: boolean }>;
  /** Whether the backend that is there stands on a device or context that was lost. */
  lost?(backend: unknown): Promise<boolean>;
}

const SOFTWARE_RENDERER = /swiftshader|llvmpipe|software|basic render/i;

async function webgpuDevice(): Promise<{ name: string; software: boolean }> {
  const gpu = (globalThis.navigator as Navigator & { gpu?: GPU }).gpu;
  if (!gpu) throw new EngineError('this browser has no WebGPU');
  const adapter = await gpu.requestAdapter();
  if (!adapter) throw new EngineError('no graphics adapter answers WebGPU');
  const { vendor, architecture, isFallbackAdapter } = adapter.info as GPUAdapterInfo & { isFallbackAdapter?: boolean };
  const name = [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
  return { name, software: Boolean(isFallbackAdapter) || SOFTWARE_RENDERER.test(name) };
}

async function webglDevice(): Promise<{ name: string; software: boolean }> {
  const canvas = typeof OffscreenCanvas === 'undefined' ? undefined : new OffscreenCanvas(1, 1);
  const gl = canvas?.getContext('webgl2');
  if (!gl) throw new EngineError('this browser gives workers no WebGL 2');
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return { name, software: SOFTWARE_RENDERER.test(name) };
}

const BACKENDS: Record<TfjsBackend, BackendRow> = {
  webgpu: {
    load: async () => {
      await import('@tensorflow/tfjs-backend-webgpu');
    },
    device: webgpuDevice,
    // A promise that is settled answers before the timer.
    lost: (backend) =>
      Promise.race([
        (backend as { device: GPUDevice }).device.lost.then(() => true),
        new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 0)),
      ]),
  },
  webgl: {
    load: async () => {},
    device: webglDevice,
    lost: async (backend) => (backend as { gpgpu: { gl: WebGL2RenderingContext } }).gpgpu.gl.isContextLost(),
  },
  wasm: {
    load: async () => {
      const wasm = await import('@tensorflow/tfjs-backend-wasm');
      wasm.setWasmPaths({
        'tfjs-backend-wasm.wasm': wasmUrl,
        'tfjs-backend-wasm-simd.wasm': wasmSimdUrl,
        'tfjs-backend-wasm-threaded-simd.wasm': wasmThreadedUrl,
      });
    },
    device: async () => ({ name: 'WebAssembly', software: false }),
  },
  cpu: { load: async () => {}, device: async () => ({ name: 'plain JavaScript', software: false }) },
};

/**
 * Brings up one backend. Software renderers are refused unless `chosenByHand`.
 * @throws EngineError with the reason when the backend cannot be had
 */
export async function openTfjsEngine(backend: TfjsBackend, chosenByHand: boolean): Promise<Engine> {
  const row = BACKENDS[backend];
  const { name, software } = await row.device();
  if (software && !chosenByHand) throw new EngineError(`${name} is a software renderer, slower than the processor itself`);
  const tf = await import('@tensorflow/tfjs');
  await row.load();
  // The minified build breaks TensorFlow.js's own threads (it ships a function as text); one SIMD thread is used instead.
  if (backend === 'wasm') tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const before = tf.engine().registry[backend];
  if (before && (await row.lost?.(before))) renewBackend(tf, backend);
  if (!(await tf.setBackend(backend))) throw new EngineError(`TensorFlow.js could not start ${backend}`);
  await tf.ready();
  if (backend === 'webgpu') {
    const { device } = tf.backend() as unknown as { device: GPUDevice };
    return createWebgpuEngine(device, 'tfjs-webgpu', `fused WebGPU kernels on the device of TensorFlow.js (${name})`);
  }
  const engine = createTfjsEngine(tf, `tfjs-${backend}` as EngineId, `tfjs ${backend} (${name})`);
  return backend === 'webgl' ? failWhenLost(engine, tf) : engine;
}
