import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWeightFile, writeWeightFile } from '../../../src/rnn/weightFiles';
import { initialWeights } from '../../../src/rnn/weights';
import { CASES, fuzz } from './cases';
import { damage, damageText, toText, utf8 } from './damage';
import { jsonEdits, oddValue, toJson } from './jsonEdits';
import { weightFile } from './readers';

const file = writeWeightFile('json', initialWeights({ hiddenSize: 3, inputDim: 2, nOutputs: 2 }, 1), { seed: '1' });
const text = toText(file);
const value: unknown = JSON.parse(text);
/** The other form: matrices at the top. */
const bare = (value as { weights: unknown }).weights;

const files: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom(value, bare), jsonEdits).map(([json, edited]) => utf8(toJson(edited(json)))) },
  { weight: 2, arbitrary: damageText.map((harmed) => utf8(harmed(text))) },
  { weight: 1, arbitrary: damage.map((harmed) => harmed(file)) },
  { weight: 1, arbitrary: oddValue.map((odd) => utf8(toJson(odd))) },
  { weight: 1, arbitrary: fc.json({ maxDepth: 4 }).map(utf8) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map((noise) => Uint8Array.from([0x7b, ...noise])) },
);

describe('JSON files', () => {
  it(`are read as networks or refused with a sentence, ${CASES} times`, () => {
    let read = 0;
    fuzz(CASES, files, (bytes) => {
      if (weightFile(bytes, 'network.json')) read++;
    });
    expect(read).toBeGreaterThan(CASES / 50);
  });
  it('larger than any network is are refused before they are parsed', () => {
    const large = new Uint8Array(24 * 2 ** 20 + 1).fill(0x5b);
    large[0] = 0x7b;
    expect(() => readWeightFile('network.json', large)).toThrow(/at most 24 MB are read/);
  });
});
