import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeModel, encodeModel, grained } from '../../../src/hmm/modelText';
import type { HmmSpec } from '../../../src/hmm/spec';
import { CASES, fuzz } from './cases';
import { damageText } from './damage';
import { model } from './readers';

const row = (width: number): fc.Arbitrary<number[]> =>
  fc.array(fc.nat(1000), { minLength: width, maxLength: width }).map((parts) => grained(parts.map((part) => part + 1)));
const rows = (count: number, width: number) => fc.array(row(width), { minLength: count, maxLength: count });

/** Any model the editor can make, under any name. */
const anyModel: fc.Arbitrary<HmmSpec> = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 2, max: 6 }))
  .chain(([nStates, nOutputs]) =>
    fc.record({
      name: fc.oneof(
        fc.string({ maxLength: 70 }),
        fc.string({ unit: 'binary', maxLength: 70 }),
        fc.constantFrom('', '~', 'a~b', '😀'.repeat(40)),
      ),
      topology: fc.constantFrom('linear-chain' as const, 'fully-connected' as const, 'cyclic' as const, 'custom' as const),
      nStates: fc.constant(nStates),
      nOutputs: fc.constant(nOutputs),
      startProb: row(nStates),
      transitionMatrix: rows(nStates, nStates),
      emissionMatrix: rows(nStates, nOutputs),
    }),
  );
const anyText = anyModel.map(encodeModel);

const texts: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(anyText, damageText).map(([text, harmed]) => harmed(text)) },
  {
    weight: 4,
    // One number changed.
    arbitrary: fc
      .tuple(
        anyText,
        fc.nat(),
        fc.oneof(
          fc.constantFrom('', '0', 'zzzz', '-1', 'zzzzz', '7ps', '7pr', 'NaN', '.', '1e3'),
          fc.nat(10_001).map((n) => n.toString(36)),
        ),
      )
      .map(([text, at, other]) => {
        const [shape, numbers, name] = text.split('~') as [string, string, string];
        const parts = numbers.split('.');
        return [shape, parts.with(at % parts.length, other).join('.'), name].join('~');
      }),
  },
  {
    weight: 2,
    // Sizes that do not go with the numbers.
    arbitrary: fc
      .tuple(anyText, fc.constantFrom('l', 'f', 'c', 'x', 'L', ''), fc.nat(100), fc.nat(100))
      .map(([text, letter, states, outputs]) => text.replace(/^[^~]*/, `${letter}${states}.${outputs}`)),
  },
  {
    weight: 2,
    // Sound numbers under a harmed name.
    arbitrary: fc.tuple(anyText, damageText).map(([text, harmed]) => {
      const at = text.lastIndexOf('~') + 1;
      return text.slice(0, at) + harmed(text.slice(at));
    }),
  },
  {
    weight: 2,
    // Some of what one number has given to another: right within a row, wrong across rows.
    arbitrary: fc.tuple(anyText, fc.nat(), fc.nat(4), fc.nat(200)).map(([text, from, distance, amount]) => {
      const [shape, numbers, name] = text.split('~') as [string, string, string];
      const parts = numbers.split('.').map((part) => Number.parseInt(part, 36));
      const at = from % parts.length;
      const to = (at + distance) % parts.length;
      const given = Math.min(amount, parts[at]!);
      parts[at]! -= given;
      parts[to]! += given;
      return [shape, parts.map((part) => part.toString(36)).join('.'), name].join('~');
    }),
  },
  { weight: 1, arbitrary: fc.nat(5000).map((length) => `x1.2~${'7ps.'.repeat(length)}0~`) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
);

describe('models in links', () => {
  it(`are decoded or refused with a reason, ${CASES} times`, () => {
    let read = 0;
    fuzz(CASES, texts, (text) => {
      if (model(text)) read++;
    });
    expect(read).toBeGreaterThan(CASES / 50);
  });
  it('come back as they were, whatever their name', () => {
    fuzz(CASES / 5, anyModel, (spec) => {
      const decoded = decodeModel(encodeModel(spec));
      if (!decoded.ok) throw new Error(decoded.reason);
      expect({ ...decoded.spec, name: '' }).toEqual({ ...spec, name: '' });
      expect(model(encodeModel(spec))).toBe(true);
    });
  });
});
