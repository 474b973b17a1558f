import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAPER_HMMS } from '../../../../src/hmm/models';
import { sampleHmm } from '../../../../src/hmm/sample';
import { parseSequences } from '../../../../src/hmm/sequences/parse';
import { SequenceError } from '../../../../src/hmm/sequences/reading';
import { sequenceEmissions, sequenceSet, suggestedLength, windows } from '../../../../src/hmm/sequences/windows';

const parsed = (text: string, format?: Parameters<typeof parseSequences>[1]) => {
  const { names, sequences } = parseSequences(text, format);
  return sequences.map((sequence) => sequence.map((k) => names[k]));
};
const message = (text: string, format?: Parameters<typeof parseSequences>[1]): string => {
  try {
    parseSequences(text, format);
  } catch (error) {
    expect(error).toBeInstanceOf(SequenceError);
    return (error as SequenceError).message;
  }
  throw new Error('nothing was thrown');
};

describe('parsing one sequence per row', () => {
  const rows = [['a', 'b', 'a'], ['b', 'b']]; // biome-ignore format: rows
  it.each([
    ['commas', 'a,b,a\nb,b'],
    ['spaces', 'a b  a\n b b'],
    ['semicolons', 'a;b;a\nb;b'],
    ['tabs', 'a\tb\ta\nb\tb'],
    ['CRLF, a byte order mark, comments and empty rows', '\uFEFF# mine\r\na,b,a\r\n\r\n  # more\r\nb,b\r\n'],
    ['empty cells at the end', 'a,b,a\nb,b,'],
    ['quotes', '"a", "b",a\n"b",b'],
    ['quotes between tabs', '"a"\t"b"\t"a"\n"b"\tb'],
    ['quotes between spaces', '"a" "b" a \n"b" b'],
  ])('with %s', (_, text) => {
    expect(parsed(text)).toEqual(rows);
  });
  it('keeps separators and quotes inside quotes', () => {
    expect(parsed('"a,1","say ""b""","a,1"')).toEqual([['a,1', 'say "b"', 'a,1']]);
  });
  it('sorts numbers by size, names by first appearance', () => {
    expect(parseSequences('10,2,-1\n2,2')).toMatchObject({ names: ['-1', '2', '10'], sequences: [[2, 1, 0], [1, 1]] }); // biome-ignore format: rows
    expect(parseSequences('run,walk,rest,run').names).toEqual(['run', 'walk', 'rest']);
  });
  it('does not take labels for a header because they sound like one', () => {
    expect(parsed('run,walk,run\nwalk,run,walk')).toEqual([['run', 'walk', 'run'], ['walk', 'run', 'walk']]); // biome-ignore format: rows
  });
});

describe('parsing columns', () => {
  it('takes a single column for one long sequence, with or without header', () => {
    expect(parsed('0\n1\n1\n2')).toEqual([['0', '1', '1', '2']]);
    expect(parsed('state\n0\n1\n1')).toEqual([['0', '1', '1']]);
    expect(parsed('whatever\n0\n1\n1')).toEqual([['0', '1', '1']]);
  });
  it('takes letters of a single row, or of rows that would be too many labels, one by one', () => {
    expect(parsed('001220')).toEqual([['0', '0', '1', '2', '2', '0']]);
    const words = ['ab', 'ba', 'aab', 'abb', 'bab', 'bba', 'bbb'];
    expect(parsed(words.join('\n'))).toEqual(words.map((word) => [...word]));
  });
  it('reads long format by the names of columns, wherever they stand', () => {
    const text = 'time,Label,session\n0,a,s1\n1,b,s1\n0,b,s2\n1,a,s2';
    expect(parsed(text)).toEqual([['a', 'b'], ['b', 'a']]); // biome-ignore format: rows
    expect(parseSequences(text).notes[0]).toContain('"session" says which sequence');
  });
  it('takes the first of two columns with an unknown header for the id', () => {
    expect(parsed('fly,did\n1,0\n1,1\n2,1\n2,1')).toEqual([['0', '1'], ['1', '1']]); // biome-ignore format: rows
  });
  it('joins the rows of one id, and says so when they do not follow each other', () => {
    const { sequences, notes } = parseSequences('id,label\n1,a\n2,b\n1,b\n2,b');
    expect(sequences).toEqual([[0, 1], [1, 1]]); // biome-ignore format: rows
    expect(notes.join(' ')).toContain('joined');
  });
});

describe('parsing JSON', () => {
  const rows = [['a', 'b'], ['b', 'b', 'a']]; // biome-ignore format: rows
  it.each([
    ['arrays', '[["a","b"],["b","b","a"]]'],
    ['strings of letters', '["ab","bba"]'],
    ['strings of words', '["a b","b, b;a"]'],
    ['an object of arrays', '{"x":["a","b"],"__proto__":["b","b","a"]}'],
    ['records', '[{"id":1,"label":"a"},{"id":1,"label":"b"},{"id":2,"label":"b"},{"id":2,"label":"b"},{"id":2,"label":"a"}]'],
  ])('as %s', (_, text) => {
    expect(parsed(text)).toEqual(rows);
    expect(parsed(text, 'json')).toEqual(rows);
  });
  it('takes a flat array for one sequence', () => {
    expect(parsed('[0,1,1,2]')).toEqual([['0', '1', '1', '2']]);
  });
});

describe('refusals name place and remedy', () => {
  it.each([
    ['', 'is empty'],
    ['# nothing\n', 'nothing in the text'],
    ['a,b\nb,,a', 'Row 2, column 2 is empty'],
    ['a,a\na,a', 'only one label, "a"'],
    ['a,b\nc,d\ne,f,g', '"g" at row 3, column 3 is a seventh label'],
    [`a,b\na,${'x'.repeat(41)}`, 'row 2, column 2 has 41 characters'],
    ['a,"b\nb,a', 'Row 1, column 2 has a quote'],
    ['a,b"c\nb,a', 'Row 1, column 2 has a quote'],
    ['id,time,what\n1,0,a\n1,1,b', 'none of the others is called label'],
    ['id,label\n1,a\n,b', 'row 3, column 2 is empty'],
    ['[1,', 'not valid JSON'],
    ['[]', 'is empty'],
    ['{"a":3}', '"a" is not an array'],
    ['{"a":["x",null]}', 'entry 2 of "a" is not a label'],
    ['[{"id":1,"label":"a"},{"id":1}]', '"label" of entry 2 is missing'],
    ['[[],[]]', 'not a single label'],
  ])('%j', (text, part) => {
    expect(message(text)).toContain(part);
  });
  it('too many symbols', () => {
    expect(message('0 1 '.repeat(500_001))).toContain('1000002 symbols');
  });
  it('says what to mind: rare labels, single symbols, empty sequences', () => {
    const { notes, sequences } = parseSequences('[["a","b","a"],[],["a"]]');
    expect(notes).toEqual([
      'The label "b" occurs only once, at sequence 1, entry 2.',
      'One empty sequence was skipped.',
      'One sequence has a single symbol and no step to learn from.',
    ]);
    expect(sequences).toHaveLength(2);
  });
});

describe('any text', () => {
  const formats = fc.constantFrom<('auto' | 'csv' | 'tsv' | 'json')[]>('auto', 'csv', 'tsv', 'json');
  const safe = (text: string, format: 'auto' | 'csv' | 'tsv' | 'json') => {
    try {
      const { names, sequences } = parseSequences(text, format);
      expect(names.length).toBeGreaterThanOrEqual(2);
      expect(names.length).toBeLessThanOrEqual(6);
      expect(new Set(sequences.flat())).toEqual(new Set(names.keys()));
      expect(names.every((name) => name.trim() === name && name !== '')).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(SequenceError);
      expect((error as SequenceError).message).toMatch(/[.?]$/);
    }
  };
  it('is read or refused with a sentence', () => {
    const pieces = fc.constantFrom('a', 'b', '1', '0', ',', ';', '\t', ' ', '\n', '\r\n', '"', '""', '#', 'id', 'label', '[', ']', '{', '\uFEFF', '\u00A0'); // biome-ignore format: a list
    fc.assert(
      fc.property(
        fc.array(pieces).map((parts) => parts.join('')),
        formats,
        safe,
      ),
      { numRuns: 3000 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), formats, safe), { numRuns: 1000 });
    fc.assert(fc.property(fc.json(), formats, safe), { numRuns: 1000 });
  });
  it('may be long and strange', () => {
    for (const long of ['"', ' ', '\t', '[', '#', '",', 'a""', '\n'])
      for (const end of ['', 'a', '"']) safe(`${long.repeat(1_000_000)}${end}`, 'auto');
  });
  it('comes back: sequences written as rows are read as they were', () => {
    const sequences = fc.array(fc.array(fc.nat(3), { minLength: 2, maxLength: 30 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(sequences, fc.constantFrom(',', ';', '\t', ' '), (rows, separator) => {
        fc.pre(new Set(rows.flat()).size > 1);
        const written = rows.map((row) => row.map((k) => `s${k}`).join(separator)).join('\n');
        // Two columns whose first row is like no other are ids and labels under a header.
        fc.pre(rows.some((row) => row.length > 2));
        expect(parsed(written)).toEqual(rows.map((row) => row.map((k) => `s${k}`)));
      }),
    );
  });
});

describe('windows', () => {
  const lengths = fc.array(fc.nat(60), { maxLength: 10 });
  it('hold every symbol once, but for those counted as left out', () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 20 }), fc.nat(19), (sizes, seqLen, wish) => {
        const overlap = Math.min(wish, seqLen - 1);
        let next = 0;
        const sequences = sizes.map((size) => Array.from({ length: size }, () => next++ % 251));
        const total = sizes.reduce((a, b) => a + b, 0);
        const cut = windows(sequences, seqLen);
        expect(cut.labels.length).toBe(cut.windows * seqLen);
        expect(cut.labels.length + cut.leftOut).toBe(total);
        expect(Array.from(cut.labels)).toEqual(sequences.flatMap((s) => s.slice(0, s.length - (s.length % seqLen))));
        const lapped = windows(sequences, seqLen, { overlap });
        expect(lapped.windows).toBeGreaterThanOrEqual(cut.windows);
        expect(lapped.leftOut).toBeLessThanOrEqual(total);
        const shared = sequences.reduce(
          (n, s) => n + Math.max(0, Math.floor((s.length - seqLen) / (seqLen - overlap))) * overlap,
          0,
        );
        expect(lapped.labels.length - shared + lapped.leftOut).toBe(total);
      }),
    );
  });
  it('overlap by as much as wanted', () => {
    expect(Array.from(windows([[0, 1, 2, 3, 4, 5]], 3, { overlap: 2 }).labels)).toEqual([0, 1, 2, 1, 2, 3, 2, 3, 4, 3, 4, 5]);
    expect(windows([[0, 1, 2, 3, 4, 5]], 4, { overlap: 1 })).toMatchObject({ windows: 1, leftOut: 2 });
    expect(() => windows([[0, 1]], 2, { overlap: 2 })).toThrow(RangeError);
    expect(() => windows([[0, 1]], 0)).toThrow(RangeError);
  });
  it('are suggested some seven changes long, and shorter rather than wasteful', () => {
    const paper = [Array.from(sampleHmm(PAPER_HMMS['chain-3'], 1, 50_000, 1, 'data'))];
    expect(Math.abs(suggestedLength(paper) - 27)).toBeLessThanOrEqual(2);
    expect(suggestedLength([new Array<number>(10_000).fill(0)])).toBe(100);
    const short = Array.from({ length: 50 }, () => [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
    expect(suggestedLength(short)).toBe(12);
  });
});

describe('sequences as sets and counts', () => {
  it('follow each other in a set', () => {
    expect(sequenceSet([[0, 1], [1]], 2)).toEqual({
      labels: Uint8Array.from([0, 1, 1]),
      lengths: Uint32Array.from([2, 1]),
      nOutputs: 2,
    });
  });
  it('are counted without pairs across their borders', () => {
    const { frequency, outputTransitionMatrix, changeRate } = sequenceEmissions([[0, 0, 1], [1], [1, 1]], 2);
    expect(frequency[0]!.value).toBeCloseTo(1 / 3, 12);
    expect(outputTransitionMatrix[1]![0]).toMatchObject({ value: 0, n: 1 });
    expect(changeRate).toMatchObject({ value: 1 / 3, n: 3 });
  });
});
