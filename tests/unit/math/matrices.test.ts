import { describe, expect, it } from 'vitest';
import { gatherRows } from '../../../src/math/matrices';

describe('rows of a table', () => {
  it('gathers rows in the order asked for, some twice, some not at all', () => {
    const table = Float32Array.of(0, 1, 10, 11, 20, 21);
    expect(gatherRows(table, [2, 0, 2], 2)).toEqual(Float32Array.of(20, 21, 0, 1, 20, 21));
    expect(gatherRows(Uint8Array.of(7, 8), Uint32Array.of(), 1)).toEqual(new Uint8Array(0));
  });
});
