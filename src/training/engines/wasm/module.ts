import { EngineError } from '../../engine';
import { KERNELS_BASE64 } from './kernels.generated';

/** The exported kernels; addresses are byte offsets into `memory`. Their meaning stands with their sources in assembly/. */
export interface Kernels {
  memory: WebAssembly.Memory;
  setShape(h: number, hp: number, d: number, dp: number, k: number, kp: number): void;
  setWeights(columns: number, rows: number, readout: number): void;
  setBuffers(
    hidden: number,
    noise: number,
    gumbels: number,
    soft: number,
    outputs: number,
    outputGradient: number,
    scratch: number,
  ): void;
  setGradients(input: number, recurrent: number, readout: number): void;
  drawNormals(
    out: number,
    seed: number,
    stream: number,
    update: number,
    from: number,
    to: number,
    seqLen: number,
    stride: number,
  ): void;
  drawGumbels(
    out: number,
    seed: number,
    stream: number,
    update: number,
    from: number,
    to: number,
    paddedLen: number,
    stride: number,
  ): void;
  forwardSequences(from: number, to: number, seqLen: number, paddedLen: number, temperature: number): number;
  backwardSequences(from: number, to: number, seqLen: number, temperature: number, penalty: number): void;
  packLabels(labels: number, count: number, seqLen: number, planes: number, out: number): void;
  hammingRows(
    x: number,
    xCount: number,
    y: number,
    yCount: number,
    from: number,
    to: number,
    seqLen: number,
    planes: number,
    out: number,
  ): void;
  kernelTable(eps: number, seqLen: number, out: number): void;
  shiftedWeights(potential: number, n: number, eps: number, out: number): number;
  softminRows(
    costs: number,
    rows: number,
    columns: number,
    weights: number,
    table: number,
    shift: number,
    potential: number,
    eps: number,
    out: number,
  ): void;
  barycentres(
    gradient: number,
    costs: number,
    rows: number,
    columns: number,
    potential: number,
    softmin: number,
    points: number,
    factor: number,
    seqLen: number,
    outputs: number,
    eps: number,
  ): void;
}

/** Bytes of the compiled module. */
function moduleBytes(): Uint8Array<ArrayBuffer> {
  const text = atob(KERNELS_BASE64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** A fresh instance with its own memory. @throws EngineError where WebAssembly SIMD is missing */
export async function loadKernels(): Promise<Kernels> {
  const bytes = moduleBytes();
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes))
    throw new EngineError('this browser has no WebAssembly SIMD');
  const { instance } = await WebAssembly.instantiate(bytes, {
    env: {
      abort: () => {
        throw new EngineError('a WebAssembly kernel stopped');
      },
    },
  });
  return instance.exports as unknown as Kernels;
}

/** Static data of the module lies below this address. */
const HEAP_BASE = 65_536;
const PAGE = 65_536;
/** What a wasm memory can address, less a page. */
const LIMIT = 2 ** 31;

/** Hands out addresses in the module's memory, upwards; `reset` takes all of them back. */
export interface Arena {
  allocate(bytes: number): number;
  /** Goes back to a mark taken with `top`. */
  reset(mark?: number): void;
  readonly top: number;
}

export function createArena(memory: WebAssembly.Memory): Arena {
  let top = HEAP_BASE;
  return {
    get top() {
      return top;
    },
    allocate(bytes) {
      const at = top;
      top += Math.ceil(bytes / 16) * 16;
      if (top > LIMIT)
        throw new EngineError('this batch needs more memory than WebAssembly has; use a smaller batch or shorter sequences');
      const missing = top - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      return at;
    },
    reset(mark = HEAP_BASE) {
      top = mark;
    },
  };
}
