import '../../kernels/bundled';
import { expose, transfer } from 'comlink';
import { summariseOrbit } from '../../dynamics/orbit/orbit';
import type { OrbitApi } from './protocol';

const api: OrbitApi = {
  summarise(weights, options) {
    const summary = summariseOrbit(weights, options);
    return transfer(summary, [summary.points.buffer, summary.labels.buffer] as ArrayBuffer[]);
  },
};

expose(api);
