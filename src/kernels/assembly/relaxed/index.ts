// The kernels of a training update with relaxed SIMD: a multiplication and an addition in one instruction, rounded once where the
// processor can. Memory is laid out by the caller; every pointer is a byte address.
export { setBuffers, setGradients, setShape, setWeights } from '../context';
export { drawGumbels } from '../draws';
export { packLabels } from '../sinkhorn';
export { backwardSequences } from './backward';
export { drawNormals } from './draws';
export { fillCosts, setCoupling } from './coupling';
export { forwardSequences } from './forward';
export { barycentres, listNear, nearPass, setNear } from './near';
export { prepareLists } from './rows';
export { widePass } from './wide';
export { setWorkSpace } from './workSpace';
