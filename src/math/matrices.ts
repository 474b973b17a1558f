/**
 * Adds selected columns of a matrix: out += Σ_a values[a]·column(indices[a]). This is the inner loop of every network step. It
 * takes four columns at a time, so each entry of `out` is loaded and stored once per four multiply-adds.
 * @param columns the matrix by column, [n×rows]
 */
export function addColumns(
  out: Float64Array,
  columns: Float64Array,
  indices: Int32Array,
  values: Float64Array,
  count: number,
  rows: number,
): void {
  let a = 0;
  for (; a + 3 < count; a += 4) {
    const c0 = indices[a]! * rows;
    const c1 = indices[a + 1]! * rows;
    const c2 = indices[a + 2]! * rows;
    const c3 = indices[a + 3]! * rows;
    const v0 = values[a]!;
    const v1 = values[a + 1]!;
    const v2 = values[a + 2]!;
    const v3 = values[a + 3]!;
    for (let i = 0; i < rows; i++)
      out[i] = out[i]! + columns[c0 + i]! * v0 + columns[c1 + i]! * v1 + columns[c2 + i]! * v2 + columns[c3 + i]! * v3;
  }
  for (; a < count; a++) {
    const c = indices[a]! * rows;
    const v = values[a]!;
    for (let i = 0; i < rows; i++) out[i] = out[i]! + columns[c + i]! * v;
  }
}

/** Matrix [rows×columns] row-major to columns, float64 [columns×rows]. */
export function toColumns(matrix: Float32Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result[j * rows + i] = matrix[i * columns + j]!;
  return result;
}

/**
 * Copies rows of a table. They may be in any order, and a row may be taken several times.
 * @param from [rows×width]
 * @param rows indices of rows of `from`
 * @returns [rows.length×width]
 */
export function gatherRows<A extends Float32Array | Uint8Array>(from: A, rows: ArrayLike<number>, width: number): A {
  const out = new (from.constructor as new (length: number) => A)(rows.length * width);
  for (let i = 0; i < rows.length; i++) out.set(from.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
  return out;
}
