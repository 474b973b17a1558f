/** Text from files that other people or programs wrote: finds the encoding of the bytes. */

export interface DecodedText {
  text: string;
  /** How the bytes were read. Bytes that are not valid UTF-8 are read as windows-1252 (latin-1), which accepts any bytes. */
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

/**
 * How many bytes are searched for zeros. UTF-8 text has none. UTF-16 text has one for each comma and line end, either all at odd
 * or all at even positions.
 */
const SAMPLE = 512;

/** The byte order if the bytes are UTF-16, with or without a byte order mark; otherwise undefined. */
export function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  const length = Math.min(bytes.length, SAMPLE) & ~1;
  for (let at = 0; at < length; at++) if (bytes[at] === 0) zeros[at & 1]!++;
  const most = 0.05 * length;
  if (length < 4 || Math.min(zeros[0]!, zeros[1]!) > 0) return undefined;
  if (zeros[1]! > most) return 'utf-16le';
  return zeros[0]! > most ? 'utf-16be' : undefined;
}

/** The text of a file without its byte order mark. Never fails: bytes that are not UTF-8 are read as windows-1252. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const utf16 = utf16Of(bytes);
  if (utf16) return { text: new TextDecoder(utf16).decode(bytes), encoding: utf16 };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  }
}
