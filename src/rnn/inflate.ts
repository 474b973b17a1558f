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

/** Bytes of input per step. The output of a step is less than 1032 times as long. */
const STEP = 4096;

/** The content, or what is wrong: it is longer than declared, or it is shorter or not a deflate stream. */
type Inflated = Uint8Array<ArrayBuffer> | 'too long' | 'damaged';

/** Thrown through fflate to stop it. */
class TooLong extends Error {}

/**
 * Unpacks a raw deflate stream into exactly `size` bytes. Whatever the stream contains, at most one step's output is produced
 * beyond them.
 */
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
