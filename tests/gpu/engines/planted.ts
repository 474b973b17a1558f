import * as tf from '@tensorflow/tfjs';
import type { EngineId } from '../../../src/training/engine';
import { compareAtSize, compareWithReference, selfCheck, type UpdateSize } from '../../../src/training/engines/selfCheck';
import { withEngine } from './problem';

/**
 * Kernels planted wrong in an engine that is otherwise the real one. Without an exception each gives other numbers, but from a certain
 * size on only: at 64 sequences, those of the self-check's fixed problem, all is right.
 */
const RIGHT_UP_TO = 64;
const OFF_BY = 1.1;

/** Takes a plant out again. */
type Pull = () => void;

/** What of a backend of TensorFlow.js is used here. */
interface Backend {
  makeTensorInfo(shape: number[], dtype: 'float32', values: Float32Array): tf.TensorInfo;
}

/** Every product of matrices with more than 64 rows and columns is too large in its last column. */
async function plantMatMul(name: string): Promise<Pull> {
  const kernel = tf.getKernel('BatchMatMul', name)!;
  const multiply = tf.getKernel('Multiply', name)!;
  const wrong: tf.KernelFunc = (call) => {
    const product = kernel.kernelFunc(call) as tf.TensorInfo;
    const columns = product.shape.at(-1)!;
    if (!(product.shape.at(-2)! > RIGHT_UP_TO && columns > RIGHT_UP_TO)) return product;
    const backend = call.backend as Backend;
    const values = Float32Array.from({ length: columns }, (_, n) => (n < RIGHT_UP_TO ? 1 : OFF_BY));
    const factors = backend.makeTensorInfo([columns], 'float32', values);
    return multiply.kernelFunc({ inputs: { a: product, b: factors }, backend: call.backend, attrs: {} }) as tf.TensorInfo;
  };
  const swap = (kernelFunc: tf.KernelFunc) => {
    tf.unregisterKernel('BatchMatMul', name);
    tf.registerKernel({ ...kernel, kernelFunc });
  };
  swap(wrong);
  return () => swap(kernel.kernelFunc);
}

/** Every exponential of every shader is of another number. B is the constant of the fused engine's shaders. */
const wrongExponentials = (code: string): string =>
  code.replaceAll(/\bexp\(/g, `exp(select(1.0, ${OFF_BY}, B > ${RIGHT_UP_TO}u) * `);

/** What goes wrong where the device draws and updates by itself: gradients that are asked for with given draws stay right. */
const UPDATE_PLANTS = {
  'noise that is drawn again': (code: string) => code.replaceAll('block, cell % T, cell / T)', 'block, cell % T, 0u)'),
  'no correction of a moment': (code: string) => code.replaceAll('v / u.correction2', 'v'),
  'no clip': (code: string) => code.replaceAll('min(1.0, u.clip / (norm + 1e-6))', '1.0'),
};
export type UpdatePlant = keyof typeof UPDATE_PLANTS;

function plantShaders(change: (code: string) => string): Pull {
  const { createShaderModule } = GPUDevice.prototype;
  GPUDevice.prototype.createShaderModule = function (descriptor) {
    return createShaderModule.call(this, { ...descriptor, code: change(descriptor.code) });
  };
  return () => {
    GPUDevice.prototype.createShaderModule = createShaderModule;
  };
}

/** The native softmin over more than 64 columns leaves out the last ones; with relaxed SIMD a coupling of more than 64 members does. */
function plantNative(): Pull {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class {
    readonly exports: WebAssembly.Exports;
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      const { exports } = new Instance(module, imports);
      const softminRows = exports.softminRows as (...call: number[]) => void;
      const wrong = (costs: number, rows: number, columns: number, ...rest: number[]) =>
        softminRows(costs, rows, columns > RIGHT_UP_TO ? columns - 8 : columns, ...rest);
      const setCoupling = exports.setCoupling as (...call: unknown[]) => void;
      const short = (count: number) => (count > RIGHT_UP_TO ? count - 8 : count);
      const fewer = (costs: number, rows: number, columns: number, ofItself: boolean) =>
        setCoupling(costs, ofItself ? short(rows) : rows, short(columns), ofItself);
      this.exports = { ...exports, softminRows: wrong, setCoupling: fewer };
    }
  };
  return () => {
    WebAssembly.Instance = Instance;
  };
}

async function plant(id: EngineId): Promise<Pull> {
  if (id === 'wasm-simd' || id === 'wasm-relaxed') return plantNative();
  if (id === 'webgpu') return plantShaders(wrongExponentials);
  // Opened once: a backend registers its kernels when it is loaded.
  await withEngine(id, async () => {});
  return plantMatMul(id.slice('tensorflow-'.length));
}

/** What the self-check says of an engine; undefined when it passes. */
const verdictOf = (id: EngineId, size: UpdateSize): Promise<string | undefined> =>
  withEngine(id, (engine) =>
    selfCheck(engine, size).then(
      () => undefined,
      (error: Error) => error.message,
    ),
  );

/** Differences on the fixed problem and verdict with a plant, which is then taken out. */
async function judged(pull: Pull, id: EngineId, size: UpdateSize) {
  try {
    const fixed = await withEngine(id, compareWithReference);
    return { fixed, verdict: await verdictOf(id, size) };
  } finally {
    pull();
  }
}

/** An engine whose kernels are wrong at large sizes. */
export const planted = async (id: EngineId, size: UpdateSize) => judged(await plant(id), id, size);

/** The fused engine on a device that updates wrongly. */
export const plantedUpdate = (name: UpdatePlant, size: UpdateSize) => judged(plantShaders(UPDATE_PLANTS[name]), 'webgpu', size);

/** The engine as it is: differences at the size of a run, and milliseconds of that comparison and of one on the fixed problem. */
export function checked(id: EngineId, size: UpdateSize) {
  return withEngine(id, async (engine) => {
    const begun = performance.now();
    await compareWithReference(engine);
    const between = performance.now();
    const found = await compareAtSize(engine, size);
    return { ...found, fixedMs: between - begun, sizeMs: performance.now() - between };
  });
}
