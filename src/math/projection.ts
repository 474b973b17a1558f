/** Principal axes of a cloud of states. */
export interface PcaBasis {
  /** Mean state [H]. */
  mean: Float64Array;
  /** Unit principal axes, row-major [components×H]. */
  components: Float64Array;
  /** Fraction of total variance along each axis, non-increasing [H]. */
  explained: Float64Array;
}

/** Coordinates of one state on the first `count` axes, written to `out[offset…]`. */
export function project(
  basis: PcaBasis,
  state: ArrayLike<number>,
  out: Float32Array | Float64Array,
  offset = 0,
  count = 3,
  stateOffset = 0,
): void {
  const size = basis.mean.length;
  for (let k = 0; k < count; k++) {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += (state[stateOffset + i]! - basis.mean[i]!) * basis.components[k * size + i]!;
    out[offset + k] = sum;
  }
}

/** Coordinates of states [n×H] on the first axes, `stride` numbers per state. Where the basis has fewer axes, the rest is 0. */
export function projectStates(states: ArrayLike<number>, basis: PcaBasis, stride: number): Float32Array {
  const size = basis.mean.length;
  const axes = Math.min(stride, basis.components.length / size);
  const count = states.length / size;
  const points = new Float32Array(count * stride);
  for (let t = 0; t < count; t++) project(basis, states, points, t * stride, axes, t * size);
  return points;
}

/**
 * Coordinates on turned axes: if p are coordinates on some axes, R·p are the coordinates on R·axes.
 * @param points row-major [n×axes]; not changed
 * @param rotation R [axes×axes], as `alignAxes` returns it
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
