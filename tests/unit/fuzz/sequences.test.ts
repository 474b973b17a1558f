import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSequences } from '../../../src/hmm/sequences';
import { CASES, fuzz } from './cases';
import { damageText, trap } from './damage';
import { jsonEdits, oddValue, toJson } from './jsonEdits';
import { sequences } from './readers';

const label = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('a', 'b', 'c', '0', '1', '2', 'run', 'rest') },
  { weight: 1, arbitrary: trap },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', ' ', '-1', '1e9', 'NaN', 'x'.repeat(41), 'y'.repeat(3000), '\ufeff', '😀', '\ud83d', '\0'),
  },
);
const header = fc.constantFrom('id', 'seq', 'label', 'state', 'x', '', 'label', 'session nr', '__proto__');
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
    .tuple(fc.constantFrom('', '\ufeff', '# made for the tests\n'), fc.option(heading), fc.array(row, { maxLength: 8 }), lineEnd)
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

describe('sequences', () => {
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
