// The kernels: training updates and free runs. Memory is laid out by the caller; every pointer is a byte address.
export { backwardSequences } from './backward';
export { setBuffers, setGradients, setShape, setWeights } from './context';
export { forwardSequences } from './forward';
export { drawGumbels, drawNormals } from './draws';
export { rollOut } from './rollout';
export { barycentres, hammingRows, kernelTable, packLabels, shiftedWeights, softminRows } from './sinkhorn';
export { simulateRuns } from './simulate';
