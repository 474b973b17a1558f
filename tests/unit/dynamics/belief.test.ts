import { describe, expect, it } from 'vitest';
import { beliefThroughTraining } from '../../../src/analyses/belief/compute';
import { beliefPlane, placeBeliefs } from '../../../src/dynamics/emissions/beliefPlane';
import { decodePosterior } from '../../../src/dynamics/emissions/posteriorDecoding';
import { forwardFilter } from '../../../src/hmm/forwardFilter';
import type { HmmSpec } from '../../../src/hmm/spec';
import { predict } from '../../../src/math/leastSquares';
import { randomSequence } from '../../../src/math/random';
import { simulate } from '../../../src/rnn/simulate';
import type { RnnWeights } from '../../../src/rnn/weights';
import { finish } from '../finish';

/** Two states that are what they show, drawn anew at each step: the belief is certain, and it is the output itself. */
const COIN: HmmSpec = {
  name: 'coin',
  topology: 'custom',
  nStates: 2,
  nOutputs: 2,
  startProb: [0.5, 0.5],
  transitionMatrix: [
    [0.5, 0.5],
    [0.5, 0.5],
  ],
  emissionMatrix: [
    [1, 0],
    [0, 1],
  ],
};

/** h = (x⁺, x⁻) of one noise x; the output is its sign, with a probability that grows with `sharpness`. */
const signOfNoise = (sharpness: number): RnnWeights => ({
  hiddenSize: 2,
  inputDim: 1,
  nOutputs: 2,
  inputWeights: Float32Array.of(1, -1),
  recurrentWeights: new Float32Array(4),
  readoutWeights: Float32Array.of(sharpness, 0, 0, sharpness),
});

const read = (weights: RnnWeights) => {
  const report = finish(decodePosterior(weights, COIN, { seed: 1, runs: 40, steps: 500, stretch: 500 }));
  if (!report.bounded) throw new Error('unbounded');
  return report;
};

describe('the belief', () => {
  it('of a tiny model is that of Bayes by hand', () => {
    const tiny: HmmSpec = {
      ...COIN,
      transitionMatrix: [
        [0.9, 0.1],
        [0.1, 0.9],
      ],
      emissionMatrix: [
        [0.8, 0.2],
        [0.2, 0.8],
      ],
    };
    const { posterior } = forwardFilter(tiny, [0, 1]);
    expect(posterior[0]).toBeCloseTo(0.8, 12);
    // Predicted .8·.9 + .2·.1 = .74; seen an output 1: .74·.2 against .26·.8.
    expect(posterior[2]).toBeCloseTo((0.74 * 0.2) / (0.74 * 0.2 + 0.26 * 0.8), 12);
  });

  it('is read from h as well as a line follows the sign of the noise: R² = 2/π', () => {
    const { hidden, currentOutput, both, memoryGain } = read(signOfNoise(1e5));
    expect(hidden.overall.low).toBeLessThan(2 / Math.PI);
    expect(hidden.overall.high).toBeGreaterThan(2 / Math.PI);
    expect(hidden.overall.high - hidden.overall.low).toBeLessThan(0.03);
    // The output tells all of it, so h adds nothing.
    expect(currentOutput.overall.value).toBeGreaterThan(0.999);
    expect(both.overall.value).toBeGreaterThan(0.999);
    expect(Math.abs(memoryGain.value)).toBeLessThan(1e-3);
  });

  it('is not read at all from h where the draw does not depend on it', () => {
    const { hidden, currentOutput } = read(signOfNoise(0));
    expect(hidden.overall.value).toBeLessThan(0.01);
    expect(currentOutput.overall.value).toBeGreaterThan(0.999);
  });

  it('comes with the read-out that was judged', () => {
    const weights = signOfNoise(2);
    const { reader, stretch, trainingRuns } = read(weights);
    const held = simulate(weights, {
      steps: 500,
      seed: 1,
      run: trainingRuns,
      noiseStream: 'evaluation',
      gumbelStream: 'evaluationGumbel',
    });
    const again = new Float64Array(2 * stretch.steps);
    for (let t = 0; t < stretch.steps; t++) predict(reader, held.states, again, 2 * t, 2 * t);
    expect(stretch.steps).toBe(500);
    expect(stretch.outputs).toEqual(held.sampledOutputs);
    again.forEach((value, at) => {
      expect(value).toBeCloseTo(stretch.decoded[at]!, 12);
    });
  });

  it('is followed through a training, with a gap where a checkpoint grows without bound', () => {
    const grows = { ...signOfNoise(1), recurrentWeights: Float32Array.of(3, 3, 3, 3) };
    const checkpoints = [signOfNoise(0), grows, signOfNoise(1e5)].map((weights, n) => ({ update: 10 * n, weights }));
    const moments = finish(beliefThroughTraining(checkpoints, COIN, { seed: 1 }));
    expect(moments.map(({ update, found }) => [update, found !== undefined])).toEqual([
      [0, true],
      [10, false],
      [20, true],
    ]);
    expect(moments[0]!.found!.hidden.value).toBeLessThan(0.02);
    expect(moments[2]!.found!.hidden.value).toBeGreaterThan(0.58);
    expect(moments[2]!.found!.hidden.n).toBe(12);
  });
});

describe('the plane of beliefs', () => {
  const random = randomSequence(3, 'data');
  /** Evenly distributed over the simplex. */
  const even = (states: number, n: number) => {
    const beliefs = new Float64Array(states * n);
    for (let row = 0; row < n; row++) {
      const parts = Array.from({ length: states }, () => -Math.log(random.uniform()));
      const total = parts.reduce((sum, part) => sum + part, 0);
      parts.forEach((part, m) => {
        beliefs[row * states + m] = part / total;
      });
    }
    return beliefs;
  };
  const certain = (states: number) =>
    Float64Array.from({ length: states * states }, (_, at) => (at % (states + 1) === 0 ? 1 : 0));
  const apart = (corners: Float64Array, a: number, b: number) =>
    Math.hypot(corners[2 * a]! - corners[2 * b]!, corners[2 * a + 1]! - corners[2 * b + 1]!);

  it('is a segment and a triangle of equal sides, which show everything', () => {
    const shapes = [2, 3].map((states) => beliefPlane(states, even(states, 50)));
    expect(shapes.map(({ shape, shown }) => [shape, shown])).toEqual([
      ['segment', 1],
      ['triangle', 1],
    ]);
    for (const { corners, edges } of shapes) for (const [a, b] of edges) expect(apart(corners, a, b)).toBeCloseTo(1, 12);
  });

  it('puts certainty in the corners, and doubt between them', () => {
    for (const states of [2, 3, 4, 5, 8]) {
      const { corners } = beliefPlane(states, even(states, 200));
      expect(Array.from(placeBeliefs(corners, certain(states)))).toEqual(Array.from(corners));
      const [x, y] = placeBeliefs(corners, new Float64Array(states).fill(1 / states));
      for (const [axis, value] of [x, y].entries()) {
        const mean = corners.filter((_, at) => at % 2 === axis).reduce((sum, corner) => sum + corner / states, 0);
        expect(value).toBeCloseTo(mean, 12);
      }
    }
  });

  it('says which share of the variance a solid and a projection show', () => {
    const solid = beliefPlane(4, even(4, 20_000));
    expect(solid.shape).toBe('tetrahedron');
    // Two of three directions, all alike.
    expect(solid.shown).toBeCloseTo(2 / 3, 1);
    const six = solid.edges.map(([a, b]) => apart(solid.corners, a, b));
    expect(Math.max(...six)).toBeLessThanOrEqual(1 + 1e-12);
    expect(Math.min(...six)).toBeGreaterThan(0.3);
    const flat = beliefPlane(5, even(5, 20_000));
    expect(flat.shape).toBe('projection');
    expect(flat.shown).toBeCloseTo(2 / 4, 1);
  });
});
