import fc from 'fast-check';

/** Ways to harm valid input. All are pure functions of what fast-check draws, so a failing case is found again from its seed. */

/** Numbers that readers of lengths, offsets and shapes get wrong. */
const AWKWARD = [
  ...[0, -0, 1, 2, 3, 7, 8, 255, 256, 4095, 65_535, 65_536, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 2 ** 32, 2 ** 33 + 1],
  ...[2 ** 52 + 1, 2 ** 53 - 1, 2 ** 53, 2 ** 64, 1e21, 1e300, -1, -8, -65_536, -(2 ** 31), -(2 ** 53), 0.5, 1.5, -0.1, 1e-300],
] as const;
export const awkward = fc.constantFrom<number>(...AWKWARD);

/** Names that mean something to JavaScript objects. */
const TRAPS = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'length', '', '0'] as const;
export const trap = fc.constantFrom<string>(...TRAPS);

type Harm =
  | { kind: 'flip'; at: number; bit: number }
  | { kind: 'set'; at: number; byte: number }
  | { kind: 'number'; at: number; value: number; width: 2 | 4 | 8 }
  | { kind: 'cut'; at: number; length: number }
  | { kind: 'end'; at: number }
  | { kind: 'copy'; from: number; length: number; at: number }
  | { kind: 'insert'; at: number; bytes: Uint8Array };

const harm: fc.Arbitrary<Harm> = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), bit: fc.nat(7) }),
  fc.record({
    kind: fc.constant('set' as const),
    at: fc.nat(),
    byte: fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)),
  }),
  fc.record({ kind: fc.constant('number' as const), at: fc.nat(), value: awkward, width: fc.constantFrom(2, 4, 8) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat(), length: fc.nat(60) }),
  fc.record({ kind: fc.constant('end' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('copy' as const), from: fc.nat(), length: fc.nat(60), at: fc.nat() }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), bytes: fc.uint8Array({ maxLength: 12 }) }),
);

function inflict(content: Uint8Array, what: Harm): Uint8Array {
  const { length } = content;
  if (length === 0) return what.kind === 'insert' ? what.bytes : content;
  const place = (at: number) => at % length;
  const joined = (...parts: Uint8Array[]) => Uint8Array.from(Buffer.concat(parts));
  if (what.kind === 'end') return content.slice(0, place(what.at));
  const at = place(what.at);
  if (what.kind === 'cut') return joined(content.subarray(0, at), content.subarray(at + what.length));
  if (what.kind === 'insert') return joined(content.subarray(0, at), what.bytes, content.subarray(at));
  if (what.kind === 'copy') {
    const from = place(what.from);
    return joined(content.subarray(0, at), content.subarray(from, from + what.length), content.subarray(at));
  }
  const harmed = content.slice();
  if (what.kind === 'flip') harmed[at]! ^= 1 << what.bit;
  else if (what.kind === 'set') harmed[at] = what.byte;
  else {
    const number = BigInt.asUintN(8 * what.width, BigInt(Math.trunc(what.value)));
    for (let k = 0; k < what.width; k++) if (at + k < length) harmed[at + k] = Number((number >> BigInt(8 * k)) & 0xffn);
  }
  return harmed;
}

/** One to five harms, one after the other. */
export const damage: fc.Arbitrary<(content: Uint8Array) => Uint8Array> = fc
  .array(harm, { minLength: 1, maxLength: 5 })
  .map((harms) => (content) => harms.reduce(inflict, content));

/** The same for text; characters stand for bytes where they can, so that ordinary ones stay as they are. */
export const damageText: fc.Arbitrary<(text: string) => string> = fc
  .tuple(
    damage,
    fc.option(
      fc.tuple(
        fc.nat(),
        fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom('\0', '\ufeff', '\ud83d', '\u2028', '"', '\\')),
      ),
    ),
  )
  .map(([harmed, inserted]) => (text) => {
    const again = toText(harmed(Uint8Array.from(text, (character) => Math.min(255, character.charCodeAt(0)))));
    if (!inserted) return again;
    const at = inserted[0] % (again.length + 1);
    return again.slice(0, at) + inserted[1] + again.slice(at);
  });

/** Bytes as characters below 256. */
export const toText = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
export const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
