import type { WasmPart } from '../../training/engines/wasm/part';

/** A helper of the native engine answers the calls of a part of the batch. */
export type ShardApi = WasmPart;
