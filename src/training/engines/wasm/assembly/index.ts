// The kernels of the wasm-simd engine. Memory is laid out by the caller (engine.ts); every pointer is a byte address.
export { backwardSequences } from './backward';
export { setBuffers, setGradients, setShape, setWeights } from './context';
export { forwardSequences } from './forward';
export { drawGumbels, drawNormals } from './draws';
export { barycentres, hammingRows, kernelTable, packLabels, shiftedWeights, softminRows } from './sinkhorn';
