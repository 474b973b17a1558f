import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readZip, writeZip } from '../../../../src/rnn/weightFiles/zip';
import { latin1, refusal } from './fixtures';

const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** Overwrites a 32-bit field of the n-th record with a signature, as a liar would. */
function forge(zip: Uint8Array, signature: number, field: number, value: number, nth = 0): Uint8Array {
  const forged = zip.slice();
  const view = new DataView(forged.buffer);
  let found = 0;
  for (let at = 0; at + 4 <= forged.length; at++)
    if (view.getUint32(at, true) === signature && found++ === nth) view.setUint32(at + field, value, true);
  return forged;
}

const SIZE = 24;
const CHECKSUM = 16;
const content = latin1('some weights, some weights, some weights');
const packed = zipSync({ 'a/b.bin': content, empty: new Uint8Array() });

describe('a zip', () => {
  it.each([
    ['deflated', packed],
    ['stored', zipSync({ 'a/b.bin': content, empty: new Uint8Array() }, { level: 0 })],
    ['followed by a comment', zipSync({ 'a/b.bin': content, empty: new Uint8Array() }, { comment: 'x' })],
  ])('is read when %s', (_, zip) => {
    expect([...readZip(zip)].map(([name, bytes]) => [name, [...bytes]])).toEqual([
      ['a/b.bin', [...content]],
      ['empty', []],
    ]);
  });
  it('without checksums is read', () => {
    expect(readZip(forge(packed, CENTRAL, CHECKSUM, 0)).get('a/b.bin')).toEqual(content);
  });
  it('is written with data on 64-byte borders and without the time of day', () => {
    const files = ['a', 'longer/name', 'ü'].map((name) => ({ name, bytes: content }));
    const zip = writeZip(files);
    expect([...readZip(zip).keys()]).toEqual(files.map(({ name }) => name));
    expect(writeZip(files)).toEqual(zip);
    const text = String.fromCharCode(...zip);
    for (
      let at = text.indexOf('some weights, some weights, ');
      at >= 0;
      at = text.indexOf('some weights, some weights, ', at + 40)
    )
      expect(at % 64).toBe(0);
  });
});

describe('a zip is refused with a sentence', () => {
  const zeros = zipSync({ zeros: new Uint8Array(5e6) });
  it.each<[string, Uint8Array, RegExp]>([
    ['declared small, in truth large', forge(zeros, CENTRAL, SIZE, 100), /more than the 100 bytes it declares/],
    ['declared huge', forge(packed, CENTRAL, SIZE, 0xfffffff0), /at most 64 MB/],
    ['declared large beyond any ratio', forge(packed, CENTRAL, SIZE, 60e6), /never shrink more than/],
    ['of zeros beyond any ratio', zeros, /never shrink more than/],
    ['declared a little larger', forge(packed, CENTRAL, SIZE, content.length + 1), /damaged/],
    ['large in sum', largeInSum(), /at most 64 MB/],
    ['with a wrong checksum', forge(packed, CENTRAL, CHECKSUM, 1), /checksum of "a\/b.bin"/],
    [
      'with too many files',
      zipSync(Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`f${i}`, content]))),
      /lists 65 files/,
    ],
    ['out of the folder', zipSync({ '../a': content }), /plain relative names/],
    ['with a deep way out of the folder', zipSync({ 'a/../../b': content }), /plain relative names/],
    ['from the root', zipSync({ '/etc/x': content }), /plain relative names/],
    ['with a drive', zipSync({ 'c:x': content }), /plain relative names/],
    ['with a backslash', zipSync({ 'a\\b': content }), /plain relative names/],
    ['with a zero in a name', zipSync({ 'a\0b': content }), /plain relative names/],
    ['without a name', zipSync({ '': content }), /plain relative names/],
    ['encrypted', forge(packed, CENTRAL, 8, 1 | (8 << 16)), /encrypted/],
    ['packed otherwise', forge(packed, CENTRAL, 8, 14 << 16), /method 14/],
    ['with a name twice', writeTwice(), /two files named "b"/],
    ['with contents nowhere', forge(packed, END, 16, 0x7fffffff), /table of contents/],
    ['with a file nowhere', forge(packed, CENTRAL, 42, 0x7fffffff), /damaged \("a\/b.bin"\)/],
    ['with a file longer than the archive', forge(packed, CENTRAL, 20, 0x7fffffff), /damaged|64 MB/],
    ['empty of bytes', new Uint8Array(), /no table of contents/],
    ['followed by something', new Uint8Array([...packed, 0]), /no table of contents/],
  ])('%s', (_, zip, sentence) => {
    expect(refusal(() => readZip(zip))).toMatch(sentence);
  });
  it('cut off at any byte', () => {
    for (let length = 0; length < packed.length; length++)
      expect(refusal(() => readZip(packed.subarray(0, length)))).toBeDefined();
  });
});

/** Three files of 30 MB each by declaration, allowed one by one. */
function largeInSum(): Uint8Array {
  const noise = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7919) >>> 3);
  const zip = zipSync({ a: noise, b: noise, c: noise }, { level: 0 });
  return [0, 1, 2].reduce<Uint8Array>((forged, nth) => forge(forged, CENTRAL, SIZE, 30e6, nth), zip);
}

/** Two files, then the name of the first turned into that of the second. */
function writeTwice(): Uint8Array {
  const zip = zipSync({ a: content, b: content });
  return Uint8Array.from(zip, (byte) => (byte === 0x61 ? 0x62 : byte));
}
