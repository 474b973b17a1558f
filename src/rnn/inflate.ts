import { Inflate } from 'fflate';

/** Output of one step stays below 1032 times this. */
const STEP = 4096;

/** The content, or what is wrong with it: it is longer than it should be, or it is shorter or no deflate stream at all. */
export type Inflated = Uint8Array<ArrayBuffer> | 'too long' | 'damaged';

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
