import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sinkhornDivergence } from '../../src/training/sinkhorn';

interface SinkhornCase {
  name: string;
  T: number;
  outputs: number;
  blur: number;
  scaling: number;
  x: number[][];
  y: number[][];
  value: number;
  grad_first_row: number[];
  grad_norm: number;
  grad_sum_abs: number;
}
const { cases } = JSON.parse(readFileSync(new URL('./sinkhorn.json', import.meta.url), 'utf8')) as { cases: SinkhornCase[] };

describe.each(cases.map((c) => [c.name, c] as const))('%s', (_, c) => {
  const x = Uint8Array.from(c.x.flat());
  const y = Uint8Array.from(c.y.flat());
  const { value, gradient } = sinkhornDivergence(x, y, c.T, c.outputs, true, { blur: c.blur, scaling: c.scaling });
  it('has the golden value', () => {
    expect(Math.abs(value / c.value - 1)).toBeLessThan(1e-10);
  });
  it('has the golden gradient', () => {
    const norm = Math.sqrt(gradient!.reduce((sum, g) => sum + g * g, 0));
    const sum = gradient!.reduce((total, g) => total + Math.abs(g), 0);
    expect(Math.abs(norm / c.grad_norm - 1)).toBeLessThan(1e-9);
    expect(Math.abs(sum / c.grad_sum_abs - 1)).toBeLessThan(1e-9);
    c.grad_first_row.forEach((g, i) => {
      expect(Math.abs(gradient![i]! - g)).toBeLessThan(1e-10);
    });
  });
});
