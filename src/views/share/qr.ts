import { encode } from 'uqr';

/** A QR code without its quiet zone. */
export interface Qr {
  /** Modules per side. */
  size: number;
  /** Row by row, true for black. */
  modules: readonly (readonly boolean[])[];
}

/** Modules of white around the code; the standard asks for four, and a screen in a hall is read at a slant. */
export const QUIET_ZONE = 6;

/** From this size on a telephone needs the code large, near and sharp (version 20 and above). */
const DENSE = 97;

/** Characters of the largest code there is (version 40 at its lowest error correction). */
export const MAX_CHARACTERS = 2953;

/** The code of a text, with as much error correction as its size has room for; undefined where the text is too long. */
export function qrOf(text: string): Qr | undefined {
  if (new TextEncoder().encode(text).length > MAX_CHARACTERS) return undefined;
  const { size, data } = encode(text, { border: 0, ecc: 'L', boostEcc: true });
  return { size, modules: data };
}

export const isDense = ({ size }: Qr): boolean => size >= DENSE;

/** The black modules as one SVG path, a rectangle for each run in a row; the quiet zone is outside it. */
export const qrPath = ({ modules, size }: Qr): string =>
  modules
    .flatMap((row, y) => {
      const runs: string[] = [];
      for (let x = 0; x < size; x++) {
        if (!row[x]) continue;
        const from = x;
        while (x + 1 < size && row[x + 1]) x++;
        runs.push(`M${from} ${y}h${x + 1 - from}v1h${from - x - 1}z`);
      }
      return runs;
    })
    .join('');
