import { describe, expect, it } from 'vitest';
import { thirdsOfKinds } from '../../soak/trend';

/** Rounds of two kinds that take turns, the first of which is left out; `growth` is what is added each round. */
const rounds = (count: number, growth = 0) =>
  Array.from({ length: count }, (_, n) => (n === 0 ? 99 : (n % 2 ? 5.6 : 7.7) + growth * n));

describe('the thirds of a sitting', () => {
  it.each([5, 6, 7, 8, 9, 12, 40])('do not take the kind of a round for a change, of %d rounds', (count) => {
    const { first, last } = thirdsOfKinds(rounds(count), Number, 2);
    expect(first).toBeCloseTo(6.65, 9);
    expect(last).toBeCloseTo(first, 9);
  });

  it.each([5, 6, 9, 40])('tell of growth, of %d rounds', (count) => {
    const { first, last } = thirdsOfKinds(rounds(count, 1), Number, 2);
    expect(last - first).toBeGreaterThanOrEqual(2);
  });
});
