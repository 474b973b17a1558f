/** Whole numbers of a few bits each, one after the other, highest bit first; what is left of the last byte is zero. */

export interface BitWriter {
  bytes: Uint8Array<ArrayBuffer>;
  /** @param width 1 … 32 */
  write(value: number, width: number): void;
}

export function bitWriter(totalBits: number): BitWriter {
  const bytes = new Uint8Array(Math.ceil(totalBits / 8));
  let at = 0;
  return {
    bytes,
    write(value, width) {
      for (let bit = width - 1; bit >= 0; bit--, at++) if ((value >>> bit) & 1) bytes[at >>> 3]! |= 0x80 >>> (at & 7);
    },
  };
}

export interface BitReader {
  /** The next number of `width` (1 … 32) bits; zeros follow the last byte. */
  read(width: number): number;
}

export function bitReader(bytes: Uint8Array): BitReader {
  let at = 0;
  return {
    read(width) {
      let value = 0;
      for (let bit = 0; bit < width; bit++, at++) value = (value << 1) | (((bytes[at >>> 3] ?? 0) >>> (7 - (at & 7))) & 1);
      return value >>> 0;
    },
  };
}
