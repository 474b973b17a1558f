/** What both modules of kernels export: an update but for its loss and its normal draws. Addresses are byte offsets into `memory`. */
export interface UpdateKernels {
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
  drawGumbels(
    out: number,
    seed: number,
    stream: number,
    update: number,
    from: number,
    to: number,
    firstStep: number,
    paddedLen: number,
    stride: number,
  ): void;
  forwardSequences(from: number, to: number, seqLen: number, paddedLen: number, temperature: number): number;
  backwardSequences(from: number, to: number, seqLen: number, temperature: number, penalty: number): void;
  packLabels(labels: number, count: number, seqLen: number, planes: number, out: number): void;
}

/** The kernels of every browser with WebAssembly SIMD; their meaning stands with their sources in assembly/. */
export interface Kernels extends UpdateKernels {
  drawNormals(
    out: number,
    seed: number,
    stream: number,
    update: number,
    from: number,
    to: number,
    firstStep: number,
    seqLen: number,
    stride: number,
    scale: number,
  ): void;
  simulateRuns(count: number, steps: number, paddedLen: number, start: number, labels: number): number;
  rollOut(
    count: number,
    paths: number,
    steps: number,
    states: number,
    labels: number,
    slots: number,
    times: number,
    exits: number,
    changes: number,
  ): void;
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

/** Kernels that cannot be had here, or that stopped; `message` is a phrase. */
export class KernelError extends Error {
  override readonly name = 'KernelError';
}

/**
 * Compiles a module when it is first asked for, once per thread. Small enough (20 KB) to be compiled in place, in a page too.
 * @param missing what this browser lacks where the module is not valid, a phrase
 */
export function compiledOnce(bytes: () => BufferSource, missing: string): () => WebAssembly.Module {
  let compiled: WebAssembly.Module | undefined;
  return () => {
    if (compiled) return compiled;
    const source = bytes();
    if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(source)) throw new KernelError(missing);
    compiled = new WebAssembly.Module(source);
    return compiled;
  };
}

const compile = compiledOnce(kernelBytes, 'this browser has no WebAssembly SIMD');

/** A fresh instance of a module with its own memory. */
export function instantiate(module: WebAssembly.Module): WebAssembly.Exports {
  const abort = () => {
    throw new KernelError('a WebAssembly kernel stopped');
  };
  return new WebAssembly.Instance(module, { env: { abort } }).exports;
}

/** A fresh instance with its own memory. @throws KernelError where WebAssembly SIMD is missing */
export const loadKernels = (): Kernels => instantiate(compile()) as unknown as Kernels;

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
        throw new KernelError('this batch needs more memory than WebAssembly has; use a smaller batch or shorter sequences');
      const missing = top - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      return at;
    },
    reset(mark = HEAP_BASE) {
      top = mark;
    },
  };
}

let provided: Uint8Array<ArrayBuffer> | undefined;

/** Gives this thread the bytes of the kernels. A page fetches them as a file; workers, the command line and tests import `bundled`. */
export function provideKernels(bytes: Uint8Array<ArrayBuffer>): void {
  provided = bytes;
}

/** @throws Error when none were provided: that is a mistake in the program, not in the browser */
function kernelBytes(): Uint8Array<ArrayBuffer> {
  if (!provided) throw new Error('The kernels were used before their bytes were provided.');
  return provided;
}
