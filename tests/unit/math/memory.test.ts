import { describe, expect, it, vi } from 'vitest';
import { createMemory, createPromiseMemory, forgetAll, memoizeLast } from '../../../src/math/memory';

describe('what is remembered', () => {
  it('is there until it is deleted; beyond the limit the oldest goes', () => {
    const memory = createMemory<number>(2);
    for (const [n, key] of ['a', 'b', 'c'].entries()) memory.set(key, n);
    expect(['a', 'b', 'c'].map(memory.get)).toEqual([undefined, 1, 2]);
    memory.delete('b');
    expect(memory.get('b')).toBeUndefined();
  });
  it('is the last value, as long as it is made from the same parts', () => {
    const make = vi.fn((a: number, b: { n: number }) => ({ sum: a + b.n }));
    const last = memoizeLast(make);
    const part = { n: 2 };
    const first = last(1, part);
    expect(last(1, part)).toBe(first);
    expect(last(1, { n: 2 })).not.toBe(first);
    expect(make).toHaveBeenCalledTimes(2);
  });
  it('is on its way once for all who ask; what failed is asked for again', async () => {
    const once = createPromiseMemory<number>();
    const ask = vi.fn(async () => 1);
    const fail = vi.fn(() => Promise.reject(new Error('no connection')));
    expect(await Promise.all([once('a', ask), once('a', ask)])).toEqual([1, 1]);
    expect(ask).toHaveBeenCalledTimes(1);
    await expect(once('b', fail)).rejects.toThrow('no connection');
    expect(await once('b', ask)).toBe(1);
    expect([ask, fail].map(({ mock }) => mock.calls.length)).toEqual([2, 1]);
  });
  it('can be forgotten as a whole', () => {
    const memory = createMemory<number>();
    const last = memoizeLast((n: number) => ({ n }));
    memory.set('a', 1);
    const first = last(1);
    forgetAll();
    expect(memory.get('a')).toBeUndefined();
    expect(last(1)).not.toBe(first);
    expect(last(1)).toEqual(first);
  });
});
