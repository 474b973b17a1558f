import { expose } from 'comlink';
import { createPart } from '../../training/engines/wasm/part';
import type { ShardApi } from './protocol';

const part = createPart();

const api: ShardApi = {
  begin: async (request) => (await part).begin(request),
  costs: async (labels) => (await part).costs(labels),
  softmins: async (potentials, eps) => (await part).softmins(potentials, eps),
  finish: async (request) => (await part).finish(request),
};

expose(api);
