import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typedCell } from '../../../src/analyses/editor/MatrixTable';
import { withCell } from '../../../src/hmm/edit';

const OPEN = [false, false, false];

describe('a probability that is typed', () => {
  it.each([
    ['0.2', 0.2],
    [' 0,25 ', 0.25],
    ['1', 1],
    ['0', 0],
    ['1e-3', 0.001],
  ])('is taken as it is: %j', (typed, set) => {
    expect(typedCell(typed, [0.5, 0.3, 0.2], 0, OPEN)).toEqual({ set, said: '' });
  });
  it.each([
    ['', undefined, 'Nothing is not a number: the cell keeps 0.5.'],
    ['abc', undefined, '“abc” is not a number: the cell keeps 0.5.'],
    ['Infinity', undefined, '“Infinity” is not a number: the cell keeps 0.5.'],
    ['1.7', 1, '1.7 was made 1: a probability lies between 0 and 1.'],
    ['-2', 0, '-2 was made 0: a probability lies between 0 and 1.'],
  ])('or it is said what was done: %j', (typed, set, said) => {
    expect(typedCell(typed, [0.5, 0.3, 0.2], 0, OPEN)).toEqual({ set, said });
  });
  it('is limited by what is locked', () => {
    expect(typedCell('0.9', [0.5, 0.3, 0.2], 0, [false, true, false])).toEqual({
      set: 0.7,
      said: '0.9 was made 0.7: the locked cells of its row leave no other value.',
    });
  });
  it('alone in its row is 1', () => {
    expect(typedCell('0.4', [1], 0, [false])).toEqual({ set: 1, said: '0.4 was made 1: the row must sum to 1.' });
  });
  it('never leaves a row that does not sum to 1, and is silent only where the cell holds what was typed', () => {
    const row = fc
      .array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 5 })
      .filter((parts) => parts.some((p) => p > 0));
    const typed = fc.oneof(fc.string(), fc.double({ min: -2, max: 2, noNaN: true }).map(String));
    fc.assert(
      fc.property(row, typed, fc.nat(), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), (parts, text, at, held) => {
        const sum = parts.reduce((total, part) => total + part, 0);
        const values = parts.map((part) => part / sum);
        const cell = at % values.length;
        const locked = values.map((_, i) => held[i]!);
        const { set, said } = typedCell(text, values, cell, locked);
        if (set === undefined) {
          expect(said).toMatch(/is not a number: the cell keeps/);
          return;
        }
        const after = withCell(values, cell, set, locked);
        expect(after.reduce((total, p) => total + p, 0)).toBeCloseTo(1, 9);
        if (said === '') expect(after[cell]).toBeCloseTo(Number(text.trim().replace(',', '.')), 3);
        else expect(said).toMatch(/ was made /);
      }),
      { seed: 5, numRuns: 2000 },
    );
  });
});
