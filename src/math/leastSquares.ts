/** An affine map y ≈ b + Wx fitted by ridge least squares. */
export interface LinearFit {
  /** W, row-major [inputs×outputs]. */
  coefficients: Float64Array;
  /** b [outputs]. */
  intercept: Float64Array;
}

/** Collects the normal equations row by row, so memory does not grow with the number of rows. */
export interface RidgeAccumulator {
  readonly rows: number;
  /** Adds one pair: `inputs` entries of x from `xOffset`, `outputs` entries of y from `yOffset`. */
  add(x: ArrayLike<number>, y: ArrayLike<number>, xOffset?: number, yOffset?: number): void;
  /**
   * Minimises mean ‖y − b − Wx‖² + ridge·v·‖W‖², where v is the mean variance of the inputs. The intercept is not penalised. The
   * penalty is a multiple of v so that scaling all x by one factor does not change the predictions.
   * @throws RangeError without rows, or when the equations are singular (inputs that depend on each other, with ridge = 0)
   */
  solve(ridge: number): LinearFit;
}

/** Starts with empty normal equations for `inputs` → `outputs`. */
export function createRidge(inputs: number, outputs: number): RidgeAccumulator {
  // All values are taken relative to the first row. A mean far from 0 would otherwise cost the variance its digits.
  const originX = new Float64Array(inputs);
  const originY = new Float64Array(outputs);
  const sumX = new Float64Array(inputs);
  const sumY = new Float64Array(outputs);
  const squares = new Float64Array(inputs * inputs);
  const products = new Float64Array(inputs * outputs);
  const dx = new Float64Array(inputs);
  const dy = new Float64Array(outputs);
  let rows = 0;
  return {
    get rows() {
      return rows;
    },
    add(x, y, xOffset = 0, yOffset = 0) {
      if (rows === 0) {
        for (let i = 0; i < inputs; i++) originX[i] = x[xOffset + i]!;
        for (let k = 0; k < outputs; k++) originY[k] = y[yOffset + k]!;
      }
      rows++;
      for (let k = 0; k < outputs; k++) {
        dy[k] = y[yOffset + k]! - originY[k]!;
        sumY[k]! += dy[k]!;
      }
      for (let i = 0; i < inputs; i++) {
        const value = x[xOffset + i]! - originX[i]!;
        dx[i] = value;
        sumX[i]! += value;
        if (value === 0) continue;
        for (let j = 0; j <= i; j++) squares[i * inputs + j]! += value * dx[j]!;
        for (let k = 0; k < outputs; k++) products[i * outputs + k]! += value * dy[k]!;
      }
    },
    solve(ridge) {
      if (rows === 0) throw new RangeError('least squares needs at least one row');
      const moments = squares.slice();
      const right = products.slice();
      let variance = 0;
      for (let i = 0; i < inputs; i++) {
        for (let j = 0; j <= i; j++) moments[i * inputs + j]! -= (sumX[i]! * sumX[j]!) / rows;
        for (let k = 0; k < outputs; k++) right[i * outputs + k]! -= (sumX[i]! * sumY[k]!) / rows;
        variance += moments[i * inputs + i]! / inputs;
      }
      for (let i = 0; i < inputs; i++) moments[i * inputs + i]! += ridge * variance;
      solveInPlace(moments, right, inputs, outputs);
      const intercept = originY.map((y, k) => y + sumY[k]! / rows);
      for (let i = 0; i < inputs; i++)
        for (let k = 0; k < outputs; k++) intercept[k]! -= right[i * outputs + k]! * (originX[i]! + sumX[i]! / rows);
      return { coefficients: right, intercept };
    },
  };
}

/** A pivot below this share of its diagonal entry is a rounding error, not a variance. */
const SINGULAR = 1e-12;

/** Cholesky solution of `matrix`·x = `right` (lower triangle [n×n], [n×columns]); both are overwritten, `right` by x. */
function solveInPlace(matrix: Float64Array, right: Float64Array, n: number, columns: number): void {
  for (let i = 0; i < n; i++) {
    const diagonal = matrix[i * n + i]!;
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * n + k]! * matrix[j * n + k]!;
      if (j < i) matrix[i * n + j] = sum / matrix[j * n + j]!;
      else {
        if (!(sum > SINGULAR * diagonal))
          throw new RangeError(`the normal equations are singular at input ${i}; a ridge > 0 is needed`);
        matrix[i * n + i] = Math.sqrt(sum);
      }
    }
  }
  for (let c = 0; c < columns; c++) {
    for (let i = 0; i < n; i++) {
      let sum = right[i * columns + c]!;
      for (let k = 0; k < i; k++) sum -= matrix[i * n + k]! * right[k * columns + c]!;
      right[i * columns + c] = sum / matrix[i * n + i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = right[i * columns + c]!;
      for (let k = i + 1; k < n; k++) sum -= matrix[k * n + i]! * right[k * columns + c]!;
      right[i * columns + c] = sum / matrix[i * n + i]!;
    }
  }
}

/** b + Wx into `out` [outputs] at `outOffset`. */
export function predict(
  { coefficients, intercept }: LinearFit,
  x: ArrayLike<number>,
  out: Float64Array,
  xOffset = 0,
  outOffset = 0,
): void {
  const outputs = intercept.length;
  const inputs = coefficients.length / outputs;
  for (let k = 0; k < outputs; k++) out[outOffset + k] = intercept[k]!;
  for (let i = 0; i < inputs; i++) {
    const value = x[xOffset + i]!;
    if (value !== 0) for (let k = 0; k < outputs; k++) out[outOffset + k]! += value * coefficients[i * outputs + k]!;
  }
}
