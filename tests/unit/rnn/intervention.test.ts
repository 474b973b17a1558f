import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { randomSequence } from '../../../src/math/random';
import { clampStates, clampUnits, DRIVE_PARTS, muteUnits, unitGains, withGains } from '../../../src/rnn/intervention';
import { simulate } from '../../../src/rnn/simulate';
import { createStepper } from '../../../src/rnn/step';
import { initialWeights, packWeights, type RnnWeights } from '../../../src/rnn/weights';
import { exampleNetwork } from '../../exampleNetwork';

const small = initialWeights({ hiddenSize: 13, inputDim: 5, nOutputs: 3 }, 2, 1.5);
const chain2 = exampleNetwork('chain-2-s2');

/** ReLU(c∘(W_hh h) + n∘(W_in x)) by plain loops. */
function slowStep(weights: RnnWeights, c: ArrayLike<number>, n: ArrayLike<number>, h: number[], x: number[]): number[] {
  const { hiddenSize: H, inputDim: d, inputWeights, recurrentWeights } = weights;
  return h.map((_, i) => {
    let recurrent = 0;
    let input = 0;
    for (let j = 0; j < H; j++) recurrent += recurrentWeights[i * H + j]! * h[j]!;
    for (let j = 0; j < d; j++) input += inputWeights[i * d + j]! * x[j]!;
    return Math.max(0, c[i]! * recurrent + n[i]! * input);
  });
}

const stepOf = (weights: RnnWeights, h: number[], x: number[] | null): number[] => {
  const state = Float64Array.from(h);
  createStepper(weights).step(state, x && Float64Array.from(x), 0, 1);
  return [...state];
};

describe('gains', () => {
  it('make the step c∘(W_hh h) + n∘(W_in x)', () => {
    const random = randomSequence(5, 'weights');
    const gains = () => Float32Array.from({ length: 13 }, () => 2 * random.uniform());
    let firing = 0;
    for (let trial = 0; trial < 30; trial++) {
      const [recurrent, input] = [gains(), gains()];
      const h = Array.from({ length: 13 }, () => Math.max(0, random.normal()));
      const x = Array.from({ length: 5 }, () => random.normal());
      const expected = slowStep(small, recurrent, input, h, x);
      stepOf(withGains(small, { recurrent, input }), h, x).forEach((value, i) => {
        expect(value).toBeCloseTo(expected[i]!, 5);
        if (value > 0) firing++;
      });
    }
    expect(firing).toBeGreaterThan(100);
  });

  it('of 1 change no bit, and the untouched network is left as it is', () => {
    const before = packWeights(small);
    expect(packWeights(withGains(small, unitGains(13, [], 'both', 0)))).toEqual(before);
    expect(packWeights(withGains(small, unitGains(13, [3, 7], 'both', 1)))).toEqual(before);
    withGains(small, unitGains(13, [3, 7], 'both', 0));
    expect(packWeights(small)).toEqual(before);
  });

  it.each(DRIVE_PARTS)('multiply the rows of the chosen units only: %s', (part) => {
    const units = [0, 4, 12];
    const made = withGains(small, unitGains(13, units, part, 0.5));
    const expectRows = (changed: Float32Array, original: Float32Array, width: number, touched: boolean) => {
      changed.forEach((weight, at) => {
        const scaled = touched && units.includes(Math.floor(at / width));
        expect(weight).toBe(scaled ? 0.5 * original[at]! : original[at]!);
      });
    };
    expectRows(made.recurrentWeights, small.recurrentWeights, 13, part !== 'input');
    expectRows(made.inputWeights, small.inputWeights, 5, part !== 'recurrent');
    expect(made.readoutWeights).toEqual(small.readoutWeights);
  });

  it('refuse a unit that is not there', () => {
    for (const unit of [-1, 13, 1.5, Number.NaN]) expect(() => unitGains(13, [2, unit], 'recurrent', 0)).toThrow(RangeError);
  });

  it('on columns would have the eigenvalues of those on rows and other eigenvectors (quirk Q14)', () => {
    // All weights are positive: at h = 1 every unit is active, the eigenvector of the largest eigenvalue is positive.
    const matrix = [
      [0.9, 0.4, 0.1],
      [0.2, 0.5, 0.3],
      [0.6, 0.1, 0.7],
    ];
    const network: RnnWeights = {
      ...initialWeights({ hiddenSize: 3, inputDim: 1, nOutputs: 2 }, 1),
      recurrentWeights: Float32Array.from(matrix.flat()),
    };
    const gains = [1.9, 1, 0.25];
    const rows = withGains(network, { recurrent: Float32Array.from(gains), input: new Float32Array(3).fill(1) });
    const columns = matrix.map((row) => row.map((weight, j) => weight * gains[j]!));
    const decompose = (of: Matrix) => {
      const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(of);
      const order = realEigenvalues.map((_, k) => k).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
      const leading = eigenvectorMatrix.getColumn(order[0]!);
      const sum = leading.reduce((a, b) => a + b);
      return { values: order.map((k) => realEigenvalues[k]!), leading: leading.map((entry) => entry / sum) };
    };
    const ofRows = decompose(Matrix.from1DArray(3, 3, [...rows.recurrentWeights]));
    const ofColumns = decompose(new Matrix(columns));
    ofRows.values.forEach((value, k) => {
      expect(ofColumns.values[k]).toBeCloseTo(value, 6);
    });
    /** How far the step from the state 1 turns a direction away from itself. */
    const turned = (direction: number[]) => {
      const size = 1e-3;
      const from = stepOf(rows, [1, 1, 1], null);
      const moved = stepOf(
        rows,
        direction.map((entry) => 1 + size * entry),
        null,
      );
      return Math.max(...moved.map((h, i) => Math.abs((h - from[i]!) / size - ofRows.values[0]! * direction[i]!)));
    };
    expect(turned(ofRows.leading)).toBeLessThan(1e-6);
    expect(turned(ofColumns.leading)).toBeGreaterThan(0.1);
  });
});

describe('muting', () => {
  const start = simulate(chain2, { steps: 1, seed: 1, warmUp: 200 }).states;

  it('cuts what units send to others and to themselves, and nothing else', () => {
    const muted = muteUnits(chain2, [3, 40]);
    muted.recurrentWeights.forEach((weight, at) => {
      expect(weight).toBe([3, 40].includes(at % 64) ? 0 : chain2.recurrentWeights[at]);
    });
    expect(muted.inputWeights).toEqual(chain2.inputWeights);
    expect(muted.readoutWeights).toEqual(chain2.readoutWeights);
  });

  it('of all units leaves the noise alone to drive them', () => {
    const all = muteUnits(
      chain2,
      Array.from({ length: 64 }, (_, unit) => unit),
    );
    const run = (weights: RnnWeights) => simulate(weights, { steps: 50, seed: 4, start }).states;
    expect(run(all)).toEqual(run({ ...chain2, recurrentWeights: new Float32Array(64 * 64) }));
  });

  it('leaves what it is given alone', () => {
    const before = packWeights(chain2);
    muteUnits(chain2, [1, 2]);
    expect(packWeights(chain2)).toEqual(before);
  });
});

describe('clamping', () => {
  const start = simulate(chain2, { steps: 1, seed: 1, warmUp: 200 }).states;
  const run = (weights: RnnWeights, from: Float32Array) => simulate(weights, { steps: 600, seed: 4, start: from });
  const valuesOf = (states: Float32Array, unit: number) => states.filter((_, at) => at % 64 === unit);

  it('holds its units at 0 from the start to the end, and no others', () => {
    const units = [43, 3, 22, 27];
    const from = clampStates(start, 64, units);
    from.forEach((h, unit) => {
      expect(h).toBe(units.includes(unit) ? 0 : start[unit]);
    });
    const { states } = run(clampUnits(chain2, units), from);
    const free = run(chain2, start).states;
    const alive = Array.from({ length: 64 }, (_, unit) => unit).filter((unit) => valuesOf(free, unit).some((h) => h > 0));
    for (const unit of units) {
      expect(alive).toContain(unit);
      expect(valuesOf(states, unit).every((h) => h === 0)).toBe(true);
    }
    const still = alive.filter((unit) => !units.includes(unit) && valuesOf(states, unit).some((h) => h > 0));
    expect(still.length).toBeGreaterThan(20);
  });

  it('leaves what it is given alone, and clamps every row of many states', () => {
    const before = packWeights(chain2);
    clampUnits(chain2, [1, 2]);
    expect(packWeights(chain2)).toEqual(before);
    const states = Float32Array.from({ length: 12 }, (_, at) => at + 1);
    expect([...clampStates(states, 4, [1, 3])]).toEqual([1, 0, 3, 0, 5, 0, 7, 0, 9, 0, 11, 0]);
    expect(states[1]).toBe(2);
  });

  it('of a unit that never fires changes nothing at all', () => {
    const silent = clampUnits(chain2, [9]);
    const from = clampStates(start, 64, [9]);
    expect(packWeights(clampUnits(silent, [9]))).toEqual(packWeights(silent));
    expect(run(clampUnits(silent, [9]), clampStates(from, 64, [9]))).toEqual(run(silent, from));
    // The unit did fire before it was silenced, or nothing would be told.
    expect(run(silent, from).states).not.toEqual(run(chain2, from).states);
  });
});
