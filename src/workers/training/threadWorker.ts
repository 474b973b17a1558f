import '../../kernels/bundled';
import { expose } from 'comlink';
import { createRelaxedPart, type RelaxedPart } from '../../training/engines/relaxed/part';
import { createPart } from '../../training/engines/wasm/part';
import type { ThreadApi } from './protocol';

let part: RelaxedPart | undefined;
/** Made when first asked for: not every browser has relaxed SIMD. */
const relaxed = (): RelaxedPart => {
  part ??= createRelaxedPart();
  return part;
};

const api: ThreadApi = {
  ...createPart(),
  beginRelaxed: (request) => relaxed().begin(request),
  couple: (request) => relaxed().couple(request),
  finishRelaxed: (request) => relaxed().finish(request),
};

expose(api);
