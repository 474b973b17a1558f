import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HISTORY } from '../../../src/state/live/liveRun';
import { outputsText, portraitText } from '../../../src/ui/figure/LiveText';
import { spoken, summariseTable } from '../../../src/ui/figure/Summary';

/** Rows of a curve: x = 0 … n − 1. */
const curve = (n: number, y: (x: number) => number) => Array.from({ length: n }, (_, x) => [x, y(x)]);

describe('numbers as they are read out', () => {
  it.each([
    [1234, '1,234'],
    [-3, '−3'],
    [0.123456, '0.123'],
    [-0.00001234, '−0.0000123'],
    [-5209.7, '−5,210'],
    [1.5e-9, '1.5e−9'],
  ])('%s is “%s”', (value, text) => expect(spoken(value)).toBe(text));
});

describe('summary of a table', () => {
  it('says so when there is nothing', () => {
    expect(summariseTable({ columns: ['a'], rows: [] })).toBe('There is nothing in it yet.');
  });

  it('reads a small table out, cell by cell, without its empty cells', () => {
    const table = {
      columns: ['', 'loss', 'low'],
      rows: [
        ['this batch', 3.25, ''],
        ['floor', 1.5, 1.25],
      ],
    };
    expect(summariseTable(table)).toBe('this batch, loss 3.25. floor, loss 1.5, low 1.25.');
  });

  it('tells range and extremes with their place', () => {
    const text = summariseTable({ columns: ['step', 'PC1'], rows: curve(20, (x) => (x - 7) ** 2 / 2) });
    expect(text).toBe('20 rows. step: 0 to 19. PC1: 0 (step 7) to 72 (step 19).');
  });

  it('leaves the ends of intervals to the file and says where they are', () => {
    const rows = Array.from({ length: 12 }, (_, n) => [n, n / 8, n / 8 - 1, n / 8 + 1]);
    for (const names of [
      ['rate', 'rate low', 'rate high'],
      ['hazard', 'low', 'high'],
      ['model mean', 'model low', 'model high'],
    ])
      expect(summariseTable({ columns: ['gain', ...names], rows })).toBe(
        `12 rows. gain: 0 to 11. ${names[0]}: 0 (gain 0) to 1.38 (gain 11). Intervals are in the CSV file.`,
      );
  });

  it('tells the shares of labels, and of names', () => {
    const rows = Array.from({ length: 40 }, (_, n) => [n, n % 4 === 0 ? 1 : 0, n < 10 ? 'a' : 'b', 7]);
    expect(summariseTable({ columns: ['step', 'label', 'zone', 'n'], rows })).toBe(
      '40 rows. step: 0 to 39. label: 0 in 75 %, 1 in 25 %. zone: a in 25 %, b in 75 %. n: always 7.',
    );
  });

  it('names a row by as many columns as it takes, or by its number', () => {
    const rows = [0, 1].flatMap((from) => curve(10, (x) => x * (from + 1)).map(([x, y]) => [from, x!, y! + 0.5]));
    expect(summariseTable({ columns: ['from', 'clamped', 'exits'], rows })).toContain(
      'exits: 0.5 (from 0, clamped 0) to 18.5 (from 1, clamped 9)',
    );
    const twice = [...curve(9, (x) => x / 3), ...curve(9, (x) => x / 3)];
    expect(summariseTable({ columns: ['x', 'y'], rows: twice })).toContain('y: 0 (row 1) to 2.67 (row 9)');
  });

  it('tells of few that they are few, and of an empty column that it is empty', () => {
    const rows = Array.from({ length: 400 }, (_, n) => [n, n === 0 ? 1 : 0, '']);
    expect(summariseTable({ columns: ['step', 'label', 'twin'], rows })).toBe(
      '400 rows. step: 0 to 399. label: 0 in 100 %, 1 in under 1 %. twin: no values.',
    );
  });

  it('counts what is missing', () => {
    const rows = curve(12, (x) => (x < 3 ? Number.NaN : x + 0.5));
    expect(summariseTable({ columns: ['x', 'y'], rows })).toContain('y: 3.5 (x 3) to 11.5 (x 11), 3 without a value');
  });

  it('takes many columns as one matrix', () => {
    const columns = ['unit', ...Array.from({ length: 30 }, (_, n) => `update ${100 * n}`)];
    const rows = Array.from({ length: 16 }, (_, unit) => [unit, ...Array.from({ length: 30 }, (_, n) => unit * n + 0.5)]);
    expect(summariseTable({ columns, rows })).toBe(
      '16 rows. unit: 0 to 15. 30 columns, update 0 to update 2900: 0.5 (unit 0, update 0) to 436 (unit 15, update 2900).',
    );
  });

  it('names the true extremes of any curve, and is short for any table', () => {
    const cell = fc.oneof(
      fc.double({ min: -1e300, max: 1e300 }),
      fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY),
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom('', 'a', 'b'),
    );
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 8, maxLength: 50 }), (values) => {
        const ys = values.map((value) => value + 0.5);
        const text = summariseTable({ columns: ['x', 'y'], rows: ys.map((y, x) => [x, y]) });
        if (new Set(ys).size === 1) return;
        const least = Math.min(...ys);
        expect(text).toContain(`${spoken(least)} (x ${ys.indexOf(least)})`);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell, cell), { maxLength: 60 }), (rows) => {
        const text = summariseTable({ columns: ['a', 'b', 'c', 'c low'], rows });
        expect(text.length).toBeLessThan(1200);
        expect(text).not.toMatch(/NaN|Infinity|undefined/);
      }),
    );
  });
});

describe('the live run in words', () => {
  const run = (step: number) => ({
    step,
    norm: 4.2,
    divergent: false,
    outputLabels: new Uint8Array(HISTORY).fill(2),
    sampledOutputs: Uint8Array.from({ length: HISTORY }, (_, n) => (n % 4 === 3 ? 1 : 0)),
    hmmOutputs: Uint8Array.from({ length: HISTORY }, (_, n) => n % 2),
  });

  it('tells step, noise, label, length and turns of the portrait', () => {
    const orbit = { drivenNorm: 8.4, turns: 0.98, noiseOn: true };
    expect(portraitText(run(1200), orbit)).toBe(
      'Step 1,200. Noise on. Label now 2. Length of the state 4.2, 50 % of its driven mean. 0.98 turns per round trip in this plane when driven.',
    );
    expect(portraitText(run(1200), { ...orbit, turns: undefined, noiseOn: false })).toMatch(/Noise off.*driven mean\.$/);
    expect(portraitText(run(0), orbit)).toBe('The run has not begun.');
    expect(portraitText({ ...run(9), divergent: true }, orbit)).toContain('grew without bound');
  });

  it('tells the shares of the outputs that the strip shows, looked back too', () => {
    expect(outputsText(run(1000), 2, 0, 300)).toBe(
      'Last 300 steps. Network: output 0 in 75 %, 1 in 25 %. Model: output 0 in 50 %, 1 in 50 %.',
    );
    // Four steps, of which the last is the only 1 of the network.
    expect(outputsText(run(1000), 2, 996, 300)).toContain('Last 4 steps. Network: output 0 in 75 %, 1 in 25 %');
    expect(outputsText(run(10), 2, 10, 300)).toBe('No outputs yet.');
  });
});
