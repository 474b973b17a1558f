import { Matrix, SingularValueDecomposition } from 'ml-matrix';

/**
 * The orthogonal matrix R [axes×axes] that minimises ‖R·from − to‖ (Frobenius): the turn that brings one set of axes closest to
 * another (orthogonal Procrustes problem, Schönemann 1966). Reflections are allowed, as signs of principal axes are arbitrary.
 * @param from axes in one space, row-major [axes×size]
 * @param to as many axes of the same space [axes×size]
 * @throws RangeError when the sizes do not fit or an entry is not finite
 */
export function alignAxes(from: ArrayLike<number>, to: ArrayLike<number>, axes: number, size: number): Float64Array {
  if (from.length !== axes * size || to.length !== axes * size)
    throw new RangeError(`${from.length} and ${to.length} numbers are not two sets of ${axes} axes of ${size} entries`);
  const overlap = Matrix.zeros(axes, axes);
  for (let i = 0; i < axes; i++)
    for (let j = 0; j < axes; j++) {
      let dot = 0;
      for (let k = 0; k < size; k++) dot += to[i * size + k]! * from[j * size + k]!;
      // The decomposition has no limit of iterations: it would not end.
      if (!Number.isFinite(dot)) throw new RangeError('An axis is not finite');
      overlap.set(i, j, dot);
    }
  const { leftSingularVectors: left, rightSingularVectors: right } = new SingularValueDecomposition(overlap);
  return Float64Array.from(left.mmul(right.transpose()).to1DArray());
}

/**
 * Coordinates on turned axes: if p are coordinates on some axes, R·p are those on R·axes.
 * @param points row-major [n×axes]; not changed
 * @param rotation R [axes×axes], as of `alignAxes`
 * @returns [n×axes]
 */
export function rotatePoints(points: ArrayLike<number>, rotation: ArrayLike<number>, axes: number): Float32Array {
  const turned = new Float32Array(points.length);
  for (let at = 0; at + axes <= points.length; at += axes)
    for (let i = 0; i < axes; i++) {
      let sum = 0;
      for (let j = 0; j < axes; j++) sum += rotation[i * axes + j]! * points[at + j]!;
      turned[at + i] = sum;
    }
  return turned;
}
