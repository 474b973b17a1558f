import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { flowField } from '../../../src/dynamics/orbit/flowField';
import { summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { backProject } from '../../../src/dynamics/orbit/orbitPlanes';
import { type PcaBasis, project } from '../../../src/math/projection';
import { readWeights } from '../../../src/rnn/safetensors';
import { initialWeights } from '../../../src/rnn/weights';

/** Axes along (1, −1, 0, 0)/√2, (0, 0, 1, −1)/√2 and (1, 1, 0, 0)/√2 about a mean far from any border. */
const s = Math.SQRT1_2;
const basis: PcaBasis = {
  mean: Float64Array.of(10, 10, 8, 8),
  components: Float64Array.of(s, -s, 0, 0, 0, 0, s, -s, s, s, 0, 0),
  explained: new Float64Array(4),
};
const small = initialWeights({ hiddenSize: 4, inputDim: 2, nOutputs: 2 }, 3);
const bounds = { left: -3, right: 5, bottom: -2, top: 2 };

describe('back-projection', () => {
  it('returns the point when nothing was clamped', () => {
    for (const [x, y] of [
      [0, 0],
      [2.5, -3],
      [-4, 1],
    ] as const) {
      const { state, clamped } = backProject(basis, [0, 1], x, y);
      const point = new Float64Array(2);
      project(basis, state, point, 0, 2);
      expect(clamped).toBe(0);
      expect(point[0]).toBeCloseTo(x, 10);
      expect(point[1]).toBeCloseTo(y, 10);
    }
  });
  it('keeps states where a ReLU network can be, and says what that took away', () => {
    const { state, clamped } = backProject(basis, [0, 1], 20 / s, 0);
    // mean + 20·(1, −1, 0, 0) = (30, −10, 8, 8)
    expect(Array.from(state).map((v) => Math.round(1e9 * v) / 1e9)).toEqual([30, 0, 8, 8]);
    expect(clamped).toBeCloseTo(10 / Math.sqrt(900 + 100 + 64 + 64), 10);
  });
});

describe('flow field', () => {
  it('is the step written out', () => {
    const field = flowField(small, basis, { axes: [0, 1], bounds, columns: 4, rows: 2 });
    expect(Array.from(field.x.subarray(0, 4))).toEqual([-2, 0, 2, 4]);
    expect([field.y[0], field.y[4]]).toEqual([-1, 1]);
    for (let node = 0; node < 8; node++) {
      const { state } = backProject(basis, [0, 1], field.x[node]!, field.y[node]!);
      const next = state.map((_, i) =>
        Math.max(
          0,
          state.reduce((sum, h, j) => sum + small.recurrentWeights[i * 4 + j]! * h, 0),
        ),
      );
      const point = new Float64Array(2);
      project(basis, next, point, 0, 2);
      expect(field.dx[node]).toBeCloseTo(point[0]! - field.x[node]!, 9);
      expect(field.dy[node]).toBeCloseTo(point[1]! - field.y[node]!, 9);
      const moved = next.reduce((sum, v, i) => sum + (v - state[i]!) ** 2, 0);
      const inside = field.dx[node]! ** 2 + field.dy[node]! ** 2;
      expect(field.outOfPlane[node]).toBeCloseTo(1 - inside / moved, 9);
    }
  });
  it('does not move the origin when it lies in the plane', () => {
    const flat: PcaBasis = {
      mean: Float64Array.of(3, 3, 1, 1),
      components: Float64Array.of(s, s, 0, 0, 0, 0, s, s),
      explained: new Float64Array(4),
    };
    const at = { left: -3 / s - 1, right: -3 / s + 1, bottom: -1 / s - 1, top: -1 / s + 1 };
    const field = flowField(small, flat, { axes: [0, 1], bounds: at, columns: 1, rows: 1 });
    expect(Math.abs(field.dx[0]!)).toBeLessThan(1e-12);
    expect(Math.abs(field.dy[0]!)).toBeLessThan(1e-12);
  });
  it('scales with σ about the projection of h = 0, on a real network', () => {
    const { weights } = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors'));
    const orbit = summariseOrbit(weights, { steps: 3000, seed: 1 });
    const axes = [0, 2] as const;
    const wide = { left: -6, right: 6, bottom: -4, top: 4 };
    const [x, y] = [orbit.origin[0]!, orbit.origin[2]!];
    const sigma = 2.5;
    const one = flowField(weights, orbit.basis, { axes, bounds: wide, columns: 6, rows: 5 });
    const scaled = flowField(weights, orbit.basis, {
      axes,
      bounds: {
        left: x + sigma * (wide.left - x),
        right: x + sigma * (wide.right - x),
        bottom: y + sigma * (wide.bottom - y),
        top: y + sigma * (wide.top - y),
      },
      columns: 6,
      rows: 5,
      scale: sigma,
    });
    for (let node = 0; node < 30; node++) {
      expect(scaled.dx[node]).toBeCloseTo(sigma * one.dx[node]!, 4);
      expect(scaled.dy[node]).toBeCloseTo(sigma * one.dy[node]!, 4);
      expect(scaled.clamped[node]).toBeCloseTo(one.clamped[node]!, 5);
      expect(one.offPlane[node]).toBe(one.clamped[node]! > 0.05 ? 1 : 0);
    }
    expect(one.dx.some((v) => Math.abs(v) > 0.1)).toBe(true);
  });
});
