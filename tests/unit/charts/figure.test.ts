import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv } from '../../../src/charts/figure';

/** A reader of RFC 4180 that knows nothing of the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') cell += text[++i];
      else if (c === '"') quoted = false;
      else cell += c;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\n') {
      row.push(cell.replace(/\r$/, ''));
      cell = '';
      if (c === '\n') {
        rows.push(row);
        row = [];
      }
    } else cell += c;
  }
  return rows;
}

describe('CSV files', () => {
  it('give every number and every text back, digit by digit', () => {
    const cells = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.string().filter((text) => !text.endsWith('\r') && !text.startsWith('#')),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cells, cells, cells), { maxLength: 20 }), (rows) => {
        const [header, ...back] = readCsv(toCsv({ columns: ['a', 'b, c', 'd "e"'], rows }));
        expect(header).toEqual(['a', 'b, c', 'd "e"']);
        expect(back).toEqual(rows.map((row) => row.map(String)));
        back.forEach((row, n) => {
          row.forEach((text, k) => {
            const value = rows[n]![k]!;
            // −0 is written 0: the same number.
            if (typeof value === 'number') expect(Number(text) === value).toBe(true);
          });
        });
      }),
    );
  });
  it('leave numbers that do not exist empty, and say what the file shows', () => {
    const text = toCsv({ columns: ['x'], rows: [[Number.NaN], [1]] }, ['n = 3\n, settings']);
    expect(text).toBe('# n = 3 , settings\r\nx\r\n\r\n1\r\n');
  });
});
