import { compiledOnce, instantiate, type UpdateKernels } from './module';
import { RELAXED_KERNELS_BASE64 } from './relaxed.generated';

/** The kernels with relaxed SIMD; their meaning stands with their sources in assembly/relaxed/. */
export interface RelaxedKernels extends UpdateKernels {
  /** Fills the tables by which lists are written; once per instance, before anything else. */
  prepareLists(): void;
  setWorkSpace(at: number): void;
  /** As in the other module, but for the units asked for alone. */
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
    units: number,
  ): void;
  setCoupling(costs: number, rows: number, columns: number, ofItself: boolean): void;
  fillCosts(x: number, y: number, seqLen: number, planes: number): void;
  widePass(f: number, g: number, left: number, right: number, eps: number, seqLen: number, work: number): void;
  setNear(at: number, pairs: number): void;
  listNear(f: number, g: number, reach: number, room: number): number;
  nearPass(f: number, g: number, left: number, right: number, eps: number, work: number): void;
  barycentres(
    gradient: number,
    f: number,
    g: number,
    left: number,
    points: number,
    factor: number,
    seqLen: number,
    outputs: number,
    eps: number,
  ): void;
}

/** The module. @throws KernelError where relaxed SIMD is missing */
export const requireRelaxedSimd = compiledOnce(
  () => Uint8Array.from(atob(RELAXED_KERNELS_BASE64), (character) => character.charCodeAt(0)),
  'there is no relaxed SIMD for WebAssembly here',
);

/** A fresh instance with its own memory. @throws KernelError where relaxed SIMD is missing */
export function loadRelaxedKernels(): RelaxedKernels {
  const kernels = instantiate(requireRelaxedSimd()) as unknown as RelaxedKernels;
  kernels.prepareLists();
  return kernels;
}
