import { Inflate } from 'fflate';

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** The checksum of zip, PNG and gzip: an unsigned 32-bit number. */
export function crc32(bytes: Uint8Array): number {
  let checksum = 0xffffffff;
  for (const byte of bytes) checksum = TABLE[(checksum ^ byte) & 0xff]! ^ (checksum >>> 8);
  return ~checksum >>> 0;
}

/** Output of one step stays below 1032 times this. */
const STEP = 4096;

/** The content, or what is wrong with it: it is longer than it should be, or it is shorter or no deflate stream at all. */
type Inflated = Uint8Array<ArrayBuffer> | 'too long' | 'damaged';

/** Thrown through fflate to stop it. */
class TooLong extends Error {}

/** Unpacks a raw deflate stream into exactly `size` bytes; no more than one step's output is made beyond them, whatever the stream holds. */
export function inflateExactly(packed: Uint8Array, size: number): Inflated {
  const content = new Uint8Array(size);
  let filled = 0;
  const inflate = new Inflate((chunk) => {
    if (filled + chunk.length > size) throw new TooLong();
    content.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    for (let at = 0; at < packed.length; at += STEP) inflate.push(packed.slice(at, at + STEP), at + STEP >= packed.length);
  } catch (error) {
    return error instanceof TooLong ? 'too long' : 'damaged';
  }
  return filled === size ? content : 'damaged';
}
