import '../../kernels/bundled';
import { expose } from 'comlink';
import type { RelaxedPart } from '../../training/engines/relaxed/part';
import { createPart } from '../../training/engines/wasm/part';
import type { ThreadApi } from './protocol';

let part: Promise<RelaxedPart> | undefined;
/** Fetched when first asked for: not every browser has relaxed SIMD, and not every training uses it. */
const relaxed = (): Promise<RelaxedPart> => {
  part ??= import('../../training/engines/relaxed/part').then(({ createRelaxedPart }) => createRelaxedPart());
  return part;
};

const api: ThreadApi = {
  ...createPart(),
  beginRelaxed: async (request) => (await relaxed()).begin(request),
  couple: async (request) => (await relaxed()).couple(request),
  finishRelaxed: async (request) => (await relaxed()).finish(request),
};

expose(api);
