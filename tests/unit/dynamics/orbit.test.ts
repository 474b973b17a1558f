import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measureCollapse } from '../../../src/dynamics/collapse';
import { alignSigns, summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { netRotation, ORBIT_STRIDE } from '../../../src/dynamics/orbit/orbitPlanes';
import { randomSequence } from '../../../src/math/random';
import { readWeights } from '../../../src/rnn/safetensors';
import { initialWeights } from '../../../src/rnn/weights';

const { weights } = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors'));

describe('net rotation', () => {
  it('is exact on a circle, with its sign', () => {
    const turns = 7.25;
    const n = 1000;
    const points = new Float64Array(n * 2);
    const labels = new Uint8Array(n);
    for (let t = 0; t < n; t++) {
      const angle = (2 * Math.PI * turns * t) / (n - 1);
      points.set([Math.cos(angle), Math.sin(angle)], 2 * t);
      labels[t] = Math.cos(angle) > 0 ? 1 : 0;
    }
    const forward = netRotation(points, 2, labels);
    expect(forward.netTurns).toBeCloseTo(turns, 9);
    expect(Math.abs(forward.turnsPerRoundTrip - 1)).toBeLessThan(0.05);
    const mirrored = points.map((value, i) => (i % 2 ? -value : value));
    expect(netRotation(mirrored, 2, labels).netTurns).toBeCloseTo(-turns, 9);
  });
  it('stays near zero on independent points', () => {
    const random = randomSequence(1, 'bootstrap');
    const n = 20_000;
    const points = Float64Array.from({ length: 2 * n }, () => random.normal());
    const labels = Uint8Array.from({ length: n }, () => random.integer(2));
    // Angles between independent directions are uniform: sd of the sum is √(n/12) turns.
    expect(Math.abs(netRotation(points, 2, labels).netTurns)).toBeLessThan(5 * Math.sqrt(n / 12));
    expect(Math.abs(netRotation(points, 2, labels).turnsPerRoundTrip)).toBeLessThan(0.05);
  });
});

describe('the golden network', () => {
  const orbit = summariseOrbit(weights, { steps: 30_000, seed: 1 });
  it('has the explained variance and the turns of the reference picture', () => {
    expect(Math.abs(orbit.basis.explained[0]! - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(orbit.basis.explained[1]! - 0.17)).toBeLessThan(0.03);
    expect(Math.abs(orbit.rotations[0]!.turnsPerRoundTrip)).toBeGreaterThan(0.8);
    expect(Math.abs(orbit.rotations[0]!.turnsPerRoundTrip)).toBeLessThan(1.2);
  });
  it('puts label 0 on the negative side of PC1', () => {
    let sum = 0;
    orbit.labels.forEach((label, t) => {
      if (label === 0) sum += orbit.points[t * ORBIT_STRIDE]!;
    });
    expect(sum).toBeLessThan(0);
  });
  it('keeps its axes when summarised again with another seed', () => {
    const again = summariseOrbit(weights, { steps: 8000, seed: 2, previous: orbit.basis });
    for (let k = 0; k < 3; k++) {
      let dot = 0;
      for (let i = 0; i < 64; i++) dot += again.basis.components[k * 64 + i]! * orbit.basis.components[k * 64 + i]!;
      expect(dot).toBeGreaterThan(0.8);
    }
  });
  it('collapses to the origin without noise', () => {
    const collapse = measureCollapse(weights, 1);
    expect(collapse.finalNorm).toBeLessThan(1e-3 * collapse.drivenNorm);
    expect(collapse.collapsedAfter).toBeGreaterThan(1);
    expect(collapse.decayPerStep).toBeLessThan(1);
  });
});

it('an untrained network does not rotate', () => {
  const orbit = summariseOrbit(initialWeights({ hiddenSize: 64, inputDim: 16, nOutputs: 3 }, 1), { steps: 20_000, seed: 1 });
  expect(Math.abs(orbit.rotations[0]!.turnsPerRoundTrip)).toBeLessThan(0.2);
});

it('aligning signs undoes a flip and ignores a basis of another size', () => {
  const { basis } = summariseOrbit(weights, { steps: 2000, seed: 1 });
  const flipped = { ...basis, components: basis.components.map((v) => -v) };
  alignSigns(flipped, basis);
  expect(flipped.components).toEqual(basis.components);
  alignSigns(flipped, { ...basis, mean: new Float64Array(3) });
  expect(flipped.components).toEqual(basis.components);
});
