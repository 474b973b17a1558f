import type { RandomSequence } from './random';

/** A list whose entries can be put elsewhere: an array, a typed array. */
interface Places<T> {
  readonly length: number;
  [index: number]: T;
}

/** Brings a list into a random order, in place (Fisher–Yates): each order is as likely as any other. @returns the list */
export function shuffle<T, L extends Places<T>>(list: L & Places<T>, random: RandomSequence): L {
  for (let n = list.length - 1; n > 0; n--) {
    const other = random.integer(n + 1);
    [list[n], list[other]] = [list[other]!, list[n]!];
  }
  return list;
}

/**
 * Some rows of a table, in another order or several times.
 * @param from [rows×width]
 * @param rows indices of rows of `from`
 * @returns [rows.length×width]
 */
export function gatherRows<A extends Float32Array | Uint8Array>(from: A, rows: ArrayLike<number>, width: number): A {
  const out = new (from.constructor as new (length: number) => A)(rows.length * width);
  for (let i = 0; i < rows.length; i++) out.set(from.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
  return out;
}
