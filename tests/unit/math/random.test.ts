import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fillGumbels,
  fillNormals,
  fillUniforms,
  randomSequence,
  STREAMS,
  shuffle,
  threefry4x32,
  toUniform,
} from '../../../src/math/random';

const at = (change = {}) => ({ seed: 1, stream: 'noise' as const, update: 0, sequence: 0, step: 0, ...change });
const normals = (n: number, change = {}) => {
  const out = new Float64Array(n);
  fillNormals(out, 0, n, at(change));
  return out;
};

describe('Threefry-4x32-20', () => {
  // Known answers of the Random123 distribution.
  const cases = [
    ['00000000 00000000 00000000 00000000', '00000000 00000000 00000000 00000000', '9c6ca96a e17eae66 fc10ecd4 5256a7d8'],
    ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff ffffffff ffffffff', '2a881696 57012287 f6c7446e a16a6732'],
    ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0 082efa98 ec4e6c89', '59cd1dbb b8879579 86b5d00c ac8b6d84'],
  ];
  it.each(cases)('counter %s', (counter, key, answer) => {
    const words = (text: string) =>
      text.split(' ').map((word) => Number.parseInt(word, 16) | 0) as [number, number, number, number];
    const out = new Uint32Array(4);
    threefry4x32(...words(key!), ...words(counter!), out);
    expect([...out].map((word) => word.toString(16).padStart(8, '0')).join(' ')).toBe(answer);
  });
});

describe('draws', () => {
  it('are a function of their address alone', () => {
    const one = normals(16);
    normals(16, { seed: 9 });
    expect(normals(16)).toEqual(one);
    // A shorter draw is the beginning of a longer one.
    expect(normals(5)).toEqual(one.slice(0, 5));
  });
  it('differ in every coordinate of the address', () => {
    const base = normals(8).join();
    for (const change of [{ seed: 2 }, { update: 1 }, { sequence: 1 }, { step: 1 }, { stream: 'gumbel' as const }])
      expect(normals(8, change).join()).not.toBe(base);
  });
  it('have streams with distinct numbers', () => {
    expect(new Set(Object.values(STREAMS)).size).toBe(Object.keys(STREAMS).length);
  });
  it('stay inside (0, 1) in float32 too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (word) => {
        const u = toUniform(word);
        return u > 0 && u < 1 && Math.fround(u) === u;
      }),
    );
    expect(toUniform(0)).toBeGreaterThan(0);
    expect(toUniform(0xffffffff)).toBeLessThan(1);
  });
  it('have the moments of their distributions', () => {
    const n = 200_000;
    const x = normals(n);
    const moment = (k: number) => x.reduce((sum, v) => sum + v ** k, 0) / n;
    // Five standard errors each.
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
    const lagged = x.slice(1).reduce((sum, v, i) => sum + v * x[i]!, 0) / n;
    expect(Math.abs(lagged)).toBeLessThan(5 / Math.sqrt(n));
    const g = new Float64Array(n);
    fillGumbels(g, 0, n, at({ stream: 'gumbel' }));
    expect(Math.abs(g.reduce((a, b) => a + b, 0) / n - 0.5772156649)).toBeLessThan((5 * Math.PI) / Math.sqrt(6 * n));
    const u = new Float64Array(n);
    fillUniforms(u, 0, n, at({ stream: 'data' }));
    expect(Math.abs(u.reduce((a, b) => a + b, 0) / n - 0.5)).toBeLessThan(5 / Math.sqrt(12 * n));
  });
  it('can be read in sequence', () => {
    const a = randomSequence(3, 'bootstrap');
    const b = randomSequence(3, 'bootstrap');
    const seen = new Set<number>();
    for (let i = 0; i < 200; i++) {
      const k = a.integer(6);
      expect(b.integer(6)).toBe(k);
      seen.add(k);
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('shuffling', () => {
  it('a shuffle keeps every entry, in the list itself, and each order is as likely as any other', () => {
    const random = randomSequence(3, 'evaluation');
    const counts = new Map<string, number>();
    const draws = 6000;
    for (let n = 0; n < draws; n++) {
      const list = ['a', 'b', 'c'];
      expect(shuffle(list, random)).toBe(list);
      expect([...list].sort()).toEqual(['a', 'b', 'c']);
      counts.set(list.join(''), (counts.get(list.join('')) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    const expected = draws / 6;
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 5 degrees of freedom: 20.5 is passed once in a thousand seeds.
    expect(chiSquare).toBeLessThan(20.5);
  });
  it('works on typed arrays, and leaves lists of none or one alone', () => {
    expect([...shuffle(Uint32Array.of(4, 5, 6, 7), randomSequence(1, 'groups'))].sort()).toEqual([4, 5, 6, 7]);
    expect(shuffle([], randomSequence(1, 'groups'))).toEqual([]);
    expect(shuffle([8], randomSequence(1, 'groups'))).toEqual([8]);
  });
});
