/** A batch is cut into this many shards whatever computes them; their gradients are added in order, so bits do not depend on it. */
export const SHARDS = 8;

/** Sequences of shard s: from … to−1. */
export const shardRange = (batch: number, shard: number): [number, number] => [
  Math.floor((batch * shard) / SHARDS),
  Math.floor((batch * (shard + 1)) / SHARDS),
];
