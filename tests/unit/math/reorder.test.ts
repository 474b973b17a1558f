import { describe, expect, it } from 'vitest';
import { randomSequence } from '../../../src/math/random';
import { gatherRows, shuffle } from '../../../src/math/reorder';

describe('putting lists into another order', () => {
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
  it('gathers rows in the order asked for, some twice, some not at all', () => {
    const table = Float32Array.of(0, 1, 10, 11, 20, 21);
    expect(gatherRows(table, [2, 0, 2], 2)).toEqual(Float32Array.of(20, 21, 0, 1, 20, 21));
    expect(gatherRows(Uint8Array.of(7, 8), Uint32Array.of(), 1)).toEqual(new Uint8Array(0));
  });
});
