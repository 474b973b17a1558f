import fc from 'fast-check';
import { type Zippable, zipSync } from 'fflate';
import { writeZip } from '../../../src/rnn/weightFiles/zip';
import { awkward, damage, trap } from './damage';

/** Zip archives that are harmed from outside, inside, or in their table of contents. */

export type Files = ReadonlyMap<string, Uint8Array>;

/** Bytes of a text of characters below 256. */
export const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);

const stored = (files: Files): Uint8Array => writeZip([...files].map(([name, bytes]) => ({ name, bytes })));
const deflated = (files: Files): Uint8Array => zipSync(Object.fromEntries(files) as Zippable);
/** Unpacked for the most part: deflating takes most of a case's time. */
export const pack = fc.constantFrom(stored, stored, stored, stored, deflated);

/** The archive with one file replaced. */
export const withRecord = (files: Files, name: string, content: string): Uint8Array =>
  stored(new Map(files).set(name, bytesOf(content)));

/** An archive harmed from outside, and with one of its files harmed, gone, or replaced. */
export const harmed = (files: Files): fc.Arbitrary<Uint8Array> => {
  const names = [...files.keys()];
  const whole = fc.tuple(pack, damage).map(([packed, harm]) => harm(packed(files)));
  const inner = fc
    .tuple(pack, fc.constantFrom(...names), damage)
    .map(([packed, name, harm]) => packed(new Map(files).set(name, harm(files.get(name)!))));
  const gone = fc.tuple(pack, fc.constantFrom(...names)).map(([packed, name]) => {
    const rest = new Map(files);
    rest.delete(name);
    return packed(rest);
  });
  // Zeros to be unpacked to more than the file could pay for; some lie about their size.
  const bombs = names.flatMap((name) =>
    [1000, 30_000, 250_000].map((size) => deflated(new Map(files).set(name, new Uint8Array(size)))),
  );
  const bomb = fc.tuple(fc.constantFrom(...bombs), fc.option(damage)).map(([file, harm]) => (harm ? harm(file) : file));
  const renamed = fc.tuple(fc.constantFrom(...names), fc.oneof(trap, fc.string({ maxLength: 20 }))).map(([name, other]) => {
    const all = new Map(files);
    all.delete(name);
    return stored(all.set(other, files.get(name)!));
  });
  return fc.oneof(
    { weight: 6, arbitrary: whole },
    { weight: 8, arbitrary: inner },
    { weight: 2, arbitrary: gone },
    { weight: 1, arbitrary: bomb },
    { weight: 2, arbitrary: renamed },
  );
};

/** The archive's central directory names a field of the n-th file; the place of each within its record. */
const FIELDS = [8, 10, 16, 20, 24, 28, 30, 32, 42] as const;
export const forged = (files: Files): fc.Arbitrary<Uint8Array> =>
  fc.tuple(pack, fc.nat(), fc.constantFrom(...FIELDS), awkward).map(([packed, nth, field, value]) => {
    const file = packed(files).slice();
    const view = new DataView(file.buffer);
    const records: number[] = [];
    for (let at = 0; at + 4 <= file.length; at++) if (view.getUint32(at, true) === 0x02014b50) records.push(at);
    const at = records[nth % records.length]! + field;
    if (field === 8 || field === 10 || (field >= 28 && field <= 32)) view.setUint16(at, Math.trunc(value) % 65_536, true);
    else view.setUint32(at, Math.trunc(value) % 2 ** 32, true);
    return file;
  });
