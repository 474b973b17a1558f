export { bootstrapEstimates } from '../math/bootstrap';
