import { describe, expect, it } from 'vitest';
import { shortLabel } from '../../../../src/hmm/sequences/missing';
import { parseSequenceFile, parseSequences } from '../../../../src/hmm/sequences/parse';
import { SequenceError } from '../../../../src/hmm/sequences/reading';

/** Tables as other programs write them; each kind with several inputs. */

type Overrides = Parameters<typeof parseSequences>[2];
const read = (text: string, overrides?: Overrides) => {
  const { names, sequences, notes, reading } = parseSequences(text, 'auto', overrides);
  return { rows: sequences.map((sequence) => sequence.map((k) => names[k]!).join('')), names, notes: notes.join(' '), reading };
};
const STEPS = ['a', 'a', 'b', 'b', 'c', 'b', 'a', 'a'];
const ONE = [STEPS.join('')];
const lines = (row: (label: string, i: number) => string, ...before: string[]) => [...before, ...STEPS.map(row)].join('\n');
const REPEATS = /never repeats, so it looks like row names, an index or times/;

describe('a column that never repeats is no sequence id', () => {
  it.each([
    ['R, write.csv', lines((label, i) => `"${i + 1}","${label}"`, '"","x"')],
    ['R, write.table', lines((label, i) => `"${i + 1}" "${label}"`, '"x"')],
    ['R, named rows', lines((label, i) => `"day ${i}","${label}"`, '"","x"')],
    ['pandas, a series', lines((label, i) => `${i},${label}`, ',0')],
    ['pandas, a named column', lines((label, i) => `${i},${label}`, ',state')],
    ['frames', lines((label, i) => `${i},${label}`, 'frame,class')],
    ['times', lines((label, i) => `${(i / 25).toFixed(2)},${label}`, 'time,state')],
    ['dates', lines((label, i) => `2026-01-0${i + 1};${label}`, 'date;weather')],
    ['ids that never repeat', lines((label, i) => `${i},${label}`, 'id,label')],
    ['events without a header', lines((label, i) => `${i * 1.3}\tmouse A\t${label}\t\t`)],
    ['an index without a header', lines((label, i) => `${i},${label}`)],
    ['records', JSON.stringify(STEPS.map((label, id) => ({ id, label })))],
  ])('%s', (_, text) => {
    const { rows, notes } = read(text);
    expect(rows).toEqual(ONE);
    expect(notes).toMatch(text.startsWith('[') ? /one long sequence/ : REPEATS);
  });
  it('beside an id that does', () => {
    const text = lines((label, i) => `${i * 2},${i < 4 ? 'one' : 'two'},${label}`);
    expect(read(text)).toMatchObject({ rows: ['aabb', 'cbaa'], reading: { sequenceColumn: 1, labelColumn: 2 } });
    expect(read(`time,who,what\n${text}`).rows).toEqual(['aabb', 'cbaa']);
  });
});

describe('missing entries break a sequence and are counted', () => {
  it.each(['NA', 'NaN', '%', '*', 'null', 'N/A'])('%s', (mark) => {
    for (const text of [`a,b,${mark},${mark},b,a\nb,a,a,a,a,${mark}`, `["a b ${mark} ${mark} b a", "b a a a a ${mark}"]`]) {
      const { rows, notes, names, reading } = read(text);
      expect(rows).toEqual(['ab', 'ba', 'baaaa']);
      expect(names).toEqual(['a', 'b']);
      expect(notes).toContain(
        `3 entries are missing ("${mark}" 3×). A sequence ends there and another one begins; one sequence was cut, which makes 3 in all.`,
      );
      expect(reading.missing).toEqual([{ mark, count: 3 }]);
    }
  });
  it('empty cells, where every row is as wide; labels of long tables; null', () => {
    expect(read('a,b,,b\nb,a,a,a').rows).toEqual(['ab', 'b', 'baaa']);
    expect(read('id,label\n1,a\n1,\n1,b\n2,b\n2,a').rows).toEqual(['a', 'b', 'ba']);
    expect(read('[["a","b",null,"a"]]').rows).toEqual(['ab', 'a']);
  });
  it('as said: other marks, or none', () => {
    expect(read('a,b,x,b', { missing: ['x'] }).rows).toEqual(['ab', 'b']);
    expect(read('a,b,NA,b', { missing: [] }).names).toEqual(['a', 'b', 'NA']);
    expect(read('a,b\nb,,a', { missing: [''] }).rows).toEqual(['ab', 'b', 'a']);
    // An empty cell is no label, even where nothing is to be taken as missing; nor is a blank among letters.
    expect(read(',x\n0,a\n1,b\n2,\n3,a', { missing: [] }).names).toEqual(['a', 'b']);
    expect(read('a b,x\nba,x', { orientation: 'letters', labelColumn: 0 }).rows).toEqual(['ab', 'ba']);
  });
});

describe('equal numbers are one label, shown short', () => {
  it.each([
    ['1.0', '1'],
    ['1e0', '1'],
    ['0.000000000000000000e+00', '0'],
    ['+2', '2'],
    ['-0.0', '0'],
    ['.5', '0.5'],
    ['01', '01'],
    ['1e400', '1e400'],
    ['1e-400', '1e-400'],
    ['12345678901234567890', '12345678901234567890'],
    ['0x1', '0x1'],
    ['run', 'run'],
  ])('%s is %s', (name, short) => {
    expect(shortLabel(name)).toBe(short);
  });
  it('in one file', () => {
    expect(read('0,1,2.0\n0.0 , 1e0,2.00\n2,1.0,0').names).toEqual(['0', '1', '2']);
  });
});

describe('wide tables', () => {
  const header = (prefix: string, n: number, first = 1) => Array.from({ length: n }, (_, i) => prefix + (i + first)).join(',');
  const cells = 'a,a,b\nb,a,b\na,b,b\na,a,a';
  it.each([
    ['t1 … tn', `${header('t', 3)}\n${cells}`],
    ['V1 … Vn and an id', `id,${header('V', 3)}\ns0,${cells.replaceAll('\n', '\ns,')}`],
    ['pandas, numbers and an index', `,${header('', 3, 0)}\n${cells.split('\n').map((row, i) => `${i},${row}`).join('\n')}`], // biome-ignore format: a table
  ])('%s: each row is one', (_, text) => {
    expect(read(text).rows).toEqual(['aab', 'bab', 'abb', 'aaa']);
  });
  it.each([
    ['trials', `${header('trial', 3)}\n${cells}`],
    ['subjects, numbered with a blank', `${header('Subject ', 3)}\n${cells}`],
    ['names', `anna,ben,carl\n${cells}\n${cells}`],
  ])('%s: each column is one', (_, text) => {
    const { rows, reading } = read(text);
    expect(rows.slice(0, 3).map((row) => row.slice(0, 4))).toEqual(['abaa', 'aaba', 'bbba']);
    expect(reading).toMatchObject({ orientation: 'columns', header: true });
  });
  it('names before each row are not used', () => {
    const text = Array.from({ length: 9 }, (_, i) => `person ${i},a,b,b,a`).join('\n');
    expect(read(text).rows).toEqual(new Array(9).fill('abba'));
  });
});

describe('other forms', () => {
  it('single-entry rows are one sequence', () => {
    expect(read(JSON.stringify(STEPS.map((label) => [label]))).rows).toEqual(ONE);
    expect(read(JSON.stringify(Object.fromEntries(STEPS.map((label, i) => [i, [label]])))).rows).toEqual(ONE);
  });
  it('lengths cut a list, of labels or of single entries', () => {
    expect(read(JSON.stringify({ X: STEPS, lengths: [3, 5] })).rows).toEqual(['aab', 'bcbaa']);
    expect(read(JSON.stringify({ lengths: [3, 5], X: STEPS.map((label) => [label]) })).rows).toEqual(['aab', 'bcbaa']);
    expect(() => read('{"X":["a","b"],"lengths":[1,2]}')).toThrow('add up to 3, but "X" has 2 entries');
  });
  it('one-hot rows are one label each', () => {
    const hot = STEPS.map((label) => ['a', 'b', 'c'].map((name) => (name === label ? 1 : 0)));
    const table = (before: string[], row: (cells: number[], i: number) => string) => [...before, ...hot.map(row)].join('\n');
    expect(read(table([], (cells) => cells.join(','))).rows).toEqual(['00112100']);
    expect(read(table([], (cells) => cells.map((x) => x.toFixed(1)).join(' '))).rows).toEqual(['00112100']);
    expect(read(table(['a,b,c'], (cells) => cells.join(','))).rows).toEqual(ONE);
    expect(read(table([',a,b,c'], (cells, i) => `${i},${cells.join(',')}`)).rows).toEqual(ONE);
    expect(read(JSON.stringify(hot)).rows).toEqual(['00112100']);
    expect(read('0,1\n1,0\n0,1').rows).toEqual(['01', '10', '01']);
  });
  it('a sep= line sets the separator', () => {
    expect(read('sep=;\na;b;a').rows).toEqual(['aba']);
    expect(read('"sep=\t"\na\tb\ta').rows).toEqual(['aba']);
    expect(read('SEP=,\r\na,b,a').rows).toEqual(['aba']);
  });
  it('strings with dashes', () => {
    expect(read('A-A-B-C\nB-B-A-A').rows).toEqual(['AABC', 'BBAA']);
    expect(read('work-work-home-%\nhome-home-work-work').rows).toEqual(['workworkhome', 'homehomeworkwork']);
    expect(read('pre-post\npost-post\npre-post').names).toEqual(['pre-post', 'post-post']);
  });
  it('FASTA', () => {
    const { rows, reading } = read('>one\nAC\nGT\n\n>two words\nacgNt-a\n');
    expect(rows).toEqual(['ACGT', 'ACG', 'T', 'A']);
    expect(reading).toMatchObject({ source: 'fasta', orientation: 'letters' });
    expect(() => read('>one\nACDEFGH')).toThrow(/letter 7 of the sequence named in row 1 is a seventh|seventh label/);
  });
});

describe('encodings', () => {
  const text = 'mähen,Ruhe\nRuhe,mähen\n';
  const utf16 = (bigEndian: boolean, content: string) =>
    Uint8Array.from([...content].flatMap((character) => {
      const code = character.charCodeAt(0);
      return bigEndian ? [code >> 8, code & 255] : [code & 255, code >> 8];
    })); // biome-ignore format: bytes
  it.each<[string, Uint8Array]>([
    ['UTF-8', new TextEncoder().encode(text)],
    ['UTF-8 with a mark', new TextEncoder().encode(`\ufeff${text}`)],
    ['UTF-16, little-endian', utf16(false, text)],
    ['UTF-16, little-endian with a mark', utf16(false, `\ufeff${text}`)],
    ['UTF-16, big-endian', utf16(true, text)],
    ['UTF-16, big-endian with a mark', utf16(true, `\ufeff${text}`)],
  ])('%s', (_, bytes) => {
    expect(parseSequenceFile(bytes)).toMatchObject({ names: ['mähen', 'Ruhe'], notes: [] });
  });
  it('Cyrillic in UTF-16 without a mark', () => {
    expect(parseSequenceFile(utf16(false, 'сон,бег,сон\nбег,сон,сон\n')).names).toEqual(['сон', 'бег']);
  });
  it('latin-1 is named', () => {
    const { names, notes } = parseSequenceFile(Uint8Array.from(text, (character) => character.charCodeAt(0)));
    expect(names).toEqual(['mähen', 'Ruhe']);
    expect(notes[0]).toMatch(/read as latin-1/);
  });
});

describe('the description, and what is said instead of guessed', () => {
  it('tells how a text was understood', () => {
    expect(read('id;label\n1;a\n1;NA\n2;b\n2;b').reading).toEqual({
      source: 'table',
      separator: ';',
      header: true,
      orientation: 'long',
      labelColumn: 1,
      sequenceColumn: 0,
      columns: ['id', 'label'],
      firstRows: [['id', 'label'], ['1', 'a'], ['1', 'NA'], ['2', 'b'], ['2', 'b']],
      leftOut: [],
      missing: [{ mark: 'NA', count: 1 }],
      nSequences: 2,
      nWhole: 2,
      lengths: [1, 2],
      labels: [{ name: 'a', count: 1 }, { name: 'b', count: 2 }],
    }); // biome-ignore format: rows
  });
  const table = 'x,y,z\na,b,1\na,a,1\nb,a,2';
  it.each<[string, string, Overrides, string[]]>([
    ['separator', 'a;b,a;a', { separator: ';' }, ['ab,aa']],
    ['no header', 'state\n0\n1', { header: false }, ['state01']],
    ['a header', 'a,b,a\nb,a,a\na,b,b', { header: true }, ['baa', 'abb']],
    ['columns', 'a,b\na,a\nb,a', { orientation: 'columns' }, ['aab', 'baa']],
    ['rows', 'trial1,trial2,trial3\na,b,a\nb,b,a', { orientation: 'rows' }, ['aba', 'bba']],
    ['label column', table, { header: true, labelColumn: 1, sequenceColumn: null }, ['baa']],
    ['label column, the sequences guessed', table, { header: true, labelColumn: 1 }, ['ba', 'a']],
    ['label and sequence column', table, { header: true, labelColumn: 0, sequenceColumn: 2 }, ['aa', 'b']],
    ['no sequence column', 'id,label\n1,a\n1,b\n2,b', { sequenceColumn: null }, ['abb']],
    ['letters', 'ab\nba\nab', { orientation: 'letters' }, ['ab', 'ba', 'ab']],
    ['one-hot', '1,0\n0,1\n0,1', { orientation: 'one-hot' }, ['011']],
  ])('%s', (_, text, overrides, rows) => {
    expect(read(text, overrides).rows).toEqual(rows);
  });
  it('what cannot be is refused with a sentence', () => {
    expect(() => read(table, { labelColumn: 3 })).toThrow('There is no column 4; the table has 3.');
    expect(() => read('1,0\n1,1\n0,1', { orientation: 'one-hot' })).toThrow('Row 2 has 2 entries other than 0');
    expect(() => read('a,b', { header: true })).toThrow(SequenceError);
  });
});

describe('tables of a spreadsheet with decimal commas', () => {
  const cells = (row: (label: string, i: number) => string, ...before: string[]) => lines(row, ...before);
  it.each<[string, string, readonly string[]]>([
    [
      'labels that are numbers',
      cells((label) => `${'abc'.indexOf(label)},0`, 'state;').replaceAll(/^(\d,0)$/gm, '$1;'),
      ['0', '1', '2'],
    ],
    ['1,0 beside 1', cells((label, i) => `${i};${label === 'a' ? (i % 2 ? '1,0' : '1') : '2'}`, 'nr;zustand'), ['1', '2']],
    ['an index, an id, times and temperatures', cells((label, i) => `${i + 1};Anna;${i / 2},5;37,${i % 3};${label}`, 'Nr;Tier;Zeit;Temperatur;Verhalten'), ['a', 'b', 'c']], // biome-ignore format: a table
  ])('%s', (_, text, expected) => {
    const { names, rows } = read(text);
    expect(names.toSorted()).toEqual(expected);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toHaveLength(STEPS.length);
  });
  it('one-hot rows, too', () => {
    const text = [0, 0, 1, 2, 2, 1, 0, 1]
      .map((k) => [0, 1, 2].map((column) => (column === k ? '1,0' : '0,0')).join(';'))
      .join('\n');
    expect(read(text)).toMatchObject({ rows: ['00122101'], reading: { orientation: 'one-hot' } });
  });
  it.each(['1,0', '+1,0', '1,00', '1.0', '1e0'])('%s is 1', (spelling) => expect(shortLabel(spelling)).toBe('1'));
  it.each(['1,2,3', 'a,1', ',5', '1,'])('%s is a name', (name) => expect(shortLabel(name)).toBe(name));
});

describe('columns that are not used are named', () => {
  it.each([
    ['beside a known label', 'id;label;mood;light'],
    ['where the only column that can hold labels has a name of its own', 'animal;what;mood;light'],
  ])('%s', (_, header) => {
    const rows = STEPS.map((label, i) => `${i < 4 ? 'x' : 'y'};${label};${20 + i * 1.5};${100 + 2 * (i % 4)}`);
    // Of the second table, "light" could hold labels as well, were it not numbers that all differ.
    const text = [header, ...rows.map((row, i) => (header.startsWith('id') ? row : `${row}${i}`))].join('\n');
    const { rows: found, reading } = read(text);
    expect(found).toEqual(['aabb', 'cbaa']);
    for (const name of ['mood', 'light']) expect(reading.leftOut.join(' ')).toMatch(new RegExp(`"${name}"[^.]* not used`));
  });
});

describe('a sequence that is cut', () => {
  it.each([
    ['not at all', 'id;label\n1;a\n1;b\n2;b\n2;a', 2, 2],
    ['at its end', 'id;label\n1;a\n1;NA\n2;b\n2;a', 2, 2],
    ['in the middle', 'id;label\n1;a\n1;NA\n1;b\n2;b\n2;a', 2, 3],
    ['twice', 'a,b,NA,a,NA,b\nb,a,b,a,b,a', 2, 4],
  ])('%s: whole ones and pieces are counted', (_, text, nWhole, nSequences) =>
    expect(read(text).reading).toMatchObject({ nWhole, nSequences }),
  );
});

describe('files that are no text are named, with what to do', () => {
  const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
  it.each([
    ['a spreadsheet', 'PK\x03\x04\x14\0\x06\0[Content_Types].xml', /spreadsheet.*as CSV/],
    [
      'a spreadsheet of another program',
      'PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet',
      /spreadsheet.*as CSV/,
    ],
    ['an old spreadsheet', '\xd0\xcf\x11\xe0\xa1\xb1', /old spreadsheet/],
    ['another zip', 'PK\x03\x04\x14\0\0\0notes.txt', /zip archive/],
    ['R data', '\x1f\x8b\x08\0', /write\.csv/],
    ['Parquet', 'PAR1\x15\x04', /to_csv/],
    ['Feather', 'ARROW1\0\0', /to_csv/],
    ['HDF5', '\x89HDF\r\n', /HDF5/],
    ['MATLAB', 'MATLAB 5.0 MAT-file', /writetable/],
    ['NumPy', '\x93NUMPY\x01\0', /savetxt/],
    ['a pickle', '\x80\x04\x95', /never executed/],
    ['a picture', '\x89PNG\r\n', /picture/],
    ['a git-lfs pointer', 'version https://git-lfs.github.com/spec/v1\noid', /git-lfs pointer/],
    ['a web page', '\xef\xbb\xbf\n<!DOCTYPE html><html>', /web page/],
    ['XML', '<?xml version="1.0"?>', /web page or XML/],
  ])('%s', (_, text, sentence) => expect(() => parseSequenceFile(bytes(text))).toThrow(sentence));
  it('a text that begins alike is read', () =>
    expect(parseSequenceFile(bytes('PK,PK,MATLAB,PK,MATLAB')).names).toEqual(['PK', 'MATLAB']));
});
