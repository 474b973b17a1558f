import type { RelaxedPart } from '../../training/engines/relaxed/part';
import type { WasmPart } from '../../training/engines/wasm/part';

/** A helper of a native engine answers the calls of a part of the batch; those of the engine with relaxed SIMD have names of their own. */
export interface ShardApi extends WasmPart {
  beginRelaxed: RelaxedPart['begin'];
  couple: RelaxedPart['couple'];
  finishRelaxed: RelaxedPart['finish'];
}
