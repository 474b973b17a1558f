import { setFlagsFromString } from 'node:v8';

/** Node 20 has relaxed SIMD behind a flag, which has to be set before the kernels are first compiled; later ones have it anyway. */
export function allowRelaxedSimd(): void {
  if (Number(process.versions.node.split('.')[0]) < 22) setFlagsFromString('--experimental-wasm-relaxed-simd');
}
