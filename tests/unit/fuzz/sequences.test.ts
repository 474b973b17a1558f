import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSequences } from '../../../src/hmm/sequences/parse';
import { CASES, fuzz } from './cases';
import { damageText, trap } from './damage';
import { jsonEdits, oddValue, toJson } from './jsonEdits';
import { sequences } from './readers';

const label = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('a', 'b', 'c', '0', '1', '2', 'run', 'rest') },
  { weight: 1, arbitrary: trap },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'NA',
      '%',
      '1.0',
      '1e0',
      'a-b-a',
      '',
      ' ',
      '-1',
      '1e9',
      'NaN',
      'x'.repeat(41),
      'y'.repeat(3000),
      '\ufeff',
      '😀',
      '\ud83d',
      '\0',
    ),
  },
);
const header = fc.constantFrom(
  't1',
  't2',
  't3',
  'trial1',
  'time',
  'id',
  'seq',
  'label',
  'state',
  'x',
  '',
  'label',
  'session nr',
  '__proto__',
);
const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const cell = fc.oneof(
  { weight: 6, arbitrary: label },
  { weight: 1, arbitrary: label.map(quote) },
  { weight: 1, arbitrary: fc.constantFrom('"', '""', '"a', 'a"b', '#', ' a ', 'a,b', '"a\tb"') },
);
const lineEnd = fc.constantFrom('\n', '\r\n', '\r', '\n\n', '\n# a comment\n', '\u2028');

/** Rows of cells between separators; now and then a header above, another separator within, or all of it harmed. */
const table = (...separators: string[]): fc.Arbitrary<string> => {
  const separator = fc.oneof(
    { weight: 9, arbitrary: fc.constant(separators[0]!) },
    { weight: 1, arbitrary: fc.constantFrom(...separators) },
  );
  const row = fc.tuple(fc.array(cell, { maxLength: 8 }), separator).map(([cells, between]) => cells.join(between));
  const heading = fc.array(header, { minLength: 1, maxLength: 4 }).map((names) => names.join(separators[0]));
  const rows = fc
    .tuple(
      fc.constantFrom('', '\ufeff', '# made for the tests\n', 'sep=,\n', '>one\n'),
      fc.option(heading),
      fc.array(row, { maxLength: 8 }),
      lineEnd,
    )
    .map(([start, above, lines, end]) => start + (above === null ? lines : [above, ...lines]).join(end));
  return fc.oneof(
    { weight: 4, arbitrary: rows },
    { weight: 2, arbitrary: fc.tuple(rows, damageText).map(([text, harmed]) => harmed(text)) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  );
};

/** The forms that JSON may have. */
const sound = fc.oneof(
  fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 1, 2, true), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
  fc.array(fc.constantFrom('abba', 'a b a', 'b;a,b'), { minLength: 1, maxLength: 4 }),
  fc.array(fc.constantFrom('a', 'b', 0, 1), { minLength: 1, maxLength: 9 }),
  fc.dictionary(fc.constantFrom('first', 'second'), fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 5 }), {
    minKeys: 1,
  }),
  fc.array(fc.record({ id: fc.nat(2), label: fc.constantFrom('a', 'b') }), { minLength: 2, maxLength: 6 }),
);
const json = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(sound, jsonEdits).map(([value, edited]) => toJson(edited(value))) },
  { weight: 1, arbitrary: sound.map(toJson) },
  { weight: 2, arbitrary: fc.tuple(sound, damageText).map(([value, harmed]) => harmed(toJson(value))) },
  { weight: 1, arbitrary: oddValue.map(toJson) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
);

/** What a person may say of a table, true or not. */
const overrides = fc.record(
  {
    separator: fc.constantFrom(',' as const, ';' as const, '\t' as const, ' ' as const, '-' as const),
    header: fc.boolean(),
    orientation: fc.constantFrom('rows' as const, 'columns' as const, 'long' as const, 'one-hot' as const, 'letters' as const),
    labelColumn: fc.oneof(fc.nat(4), fc.constantFrom(-1, 0.5, 1e9)),
    sequenceColumn: fc.oneof(fc.nat(4), fc.constant(null)),
    missing: fc.constantFrom([], [''], ['NA', 'a']),
  },
  { requiredKeys: [] },
);

/** Rows behind row names, in the forms of R and pandas; one-hot rows; columns that are sequences. */
const formed = fc
  .tuple(
    fc.array(fc.constantFrom('a', 'b', 'c', 'NA', '', '1', '1.0'), { minLength: 1, maxLength: 30 }),
    fc.constantFrom<(label: string, i: number) => string>(
      (label, i) => `${i},${label}`,
      (label, i) => `"${i + 1}","${label}"`,
      (label, i) => `${i / 4},mouse,${label},`,
      (label, i) => `day ${i},${label},${label}`,
      (label) => ['a', 'b', 'c'].map((name) => Number(name === label)).join(),
      (label) => `${label},b,${label}`,
    ),
    fc.constantFrom('', ',x\n', '"x"\n', 'frame,class\n', ',0,1\n', 't1,t2,t3\n', 'trial1,trial2,trial3\n'),
    fc.option(damageText),
  )
  .map(([labels, row, above, harmed]) => {
    const text = above + labels.map(row).join('\n');
    return harmed ? harmed(text) : text;
  });

describe('sequences', () => {
  it(`in other programs' forms are read or refused with a sentence, ${CASES} times`, () => {
    let read = 0;
    fuzz(CASES, fc.tuple(fc.oneof(formed, table(',', ';', ' ')), fc.option(overrides)), ([text, said]) => {
      if (sequences(text, 'auto', said ?? {})) read++;
    });
    expect(read).toBeGreaterThan(CASES / 50);
  });
  it.each([
    ['CSV', table(',', ';', '\t', ' '), ['csv', 'auto']],
    ['TSV', table('\t', ',', ' '), ['tsv', 'auto']],
    ['text between spaces', table(' ', '\t', ','), ['auto', 'csv']],
    ['JSON', json, ['json', 'auto']],
  ] as const)(`as %s are read or refused with a sentence, ${CASES} times`, (_, texts, formats) => {
    let read = 0;
    fuzz(CASES, fc.tuple(texts, fc.constantFrom(...formats)), ([text, format]) => {
      if (sequences(text, format)) read++;
    });
    expect(read).toBeGreaterThan(CASES / 50);
  });
  it.each([
    ['rows', 'a\n'.repeat(1_100_000), /more than 1 million symbols/],
    ['cells', 'a,b,'.repeat(4_100_000), /more than 8 million cells/],
    ['cells in quotes', '"",'.repeat(8_100_000), /more than 8 million cells/],
    ['lines', `${'\n'.repeat(8_100_000)}a,b`, /more than 8 million lines/],
    ['letters', 'ab'.repeat(1_100_000), /more than 1 million symbols/],
    [
      'rows of letters',
      'a ab aab abb bab bba bbb baa '.replaceAll(' ', `${'ab'.repeat(30)}\n`).repeat(3000),
      /more than 1 million symbols/,
    ],
    ['lists', `[${'[],'.repeat(4_100_000)}[]]`, /more than 8 million brackets and commas/],
    ['tables', `[${'{},'.repeat(4_100_000)}{}]`, /more than 8 million brackets and commas/],
    ['texts in JSON', JSON.stringify(Array(6).fill('ab'.repeat(100_000))), /more than 1 million symbols/],
    ['words in JSON', JSON.stringify(['a b '.repeat(600_000)]), /more than 1 million symbols/],
  ])('of too many %s are given up on the way', (_, text, reason) => {
    expect(() => parseSequences(text)).toThrow(reason);
  });
});
