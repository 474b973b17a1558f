import fc from 'fast-check';
import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../src/rnn/inflate';
import { initialWeights } from '../../../src/rnn/weights';
import { packWeightText, TEXT_BITS } from '../../../src/rnn/weightText';
import { CASES, fuzz } from './cases';
import { damage, damageText } from './damage';
import { weightText } from './readers';

const texts = TEXT_BITS.map((bits) => packWeightText(initialWeights({ hiddenSize: 4, inputDim: 3, nOutputs: 2 }, 1), { bits }));
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'));

/** A text of these parts with the right checksum, so that what lies behind it is met. */
const sealed = (header: readonly number[], packed: Uint8Array): string => {
  const content = Buffer.concat([Uint8Array.from(header), packed]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(crc32(content));
  return Buffer.concat([content, checksum]).toString('base64url');
};
const header = fc.tuple(
  fc.constantFrom(1, 1, 1, 1, 0, 2),
  fc.constantFrom(8, 10, 12, 8, 10, 12, 0, 7, 255),
  fc.oneof(fc.integer({ min: 1, max: 5 }), fc.nat(255)),
  fc.oneof(fc.integer({ min: 1, max: 5 }), fc.nat(255)),
  fc.oneof(fc.integer({ min: 2, max: 6 }), fc.nat(255)),
);
/** Bits of the rows of a network of these sizes. */
const rowBytes = ([, bits, H, d, K]: readonly number[]): number =>
  Math.ceil((H! * (20 + d! * bits!) + H! * (20 + H! * bits!) + K! * (20 + H! * bits!)) / 8);
/** Rows of the right length: any bits, so that steps are huge, infinite and none, and weights lie outside their rows. */
const anyRows = fc.tuple(header, fc.uint8Array({ minLength: 40, maxLength: 200 }), fc.nat(255)).map(([sizes, noise, fill]) => {
  const rows = new Uint8Array(Math.min(60_000, rowBytes(sizes))).fill(fill);
  for (let at = 0; at < rows.length; at++) if (at < 4 * noise.length) rows[at] = noise[at % noise.length]!;
  return sealed(sizes, deflateSync(rows, { level: 1 }));
});

const inputs: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...texts), damageText).map(([text, harmed]) => harmed(text)) },
  { weight: 3, arbitrary: anyRows },
  {
    weight: 3,
    // Header or deflated rows harmed, the checksum made right again.
    arbitrary: fc.tuple(fc.constantFrom(...texts), damage).map(([text, harmed]) => {
      const content = harmed(bytesOf(text).slice(0, -4));
      return sealed([...content.subarray(0, 5)], content.subarray(5));
    }),
  },
  {
    weight: 1,
    // Zeros without end behind a small network.
    arbitrary: fc
      .constantFrom(10_000, 100_000, 200_000)
      .map((size) => sealed([1, 8, 4, 3, 2], deflateSync(new Uint8Array(size), { level: 1 }))),
  },
  { weight: 1, arbitrary: fc.tuple(header, fc.uint8Array({ maxLength: 60 })).map(([sizes, noise]) => sealed(sizes, noise)) },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...'AQgabcXYZ019-_'), maxLength: 80 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

describe('networks in links', () => {
  it(`are read or refused with a sentence, ${CASES} times`, () => {
    let read = 0;
    fuzz(CASES, inputs, (text) => {
      if (weightText(text)) read++;
    });
    expect(read).toBeGreaterThan(CASES / 50);
  });
  it('are refused after any single change', () => {
    fuzz(
      CASES / 2,
      fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.constantFrom(...'AQgwabcXYZ019-_')),
      ([text, nth, character]) => {
        const at = nth % text.length;
        if (text[at] !== character) expect(weightText(text.slice(0, at) + character + text.slice(at + 1))).toBe(false);
      },
    );
  });
});
