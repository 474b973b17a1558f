/** Texts in files of any origin: which encoding the bytes are in, and the text. */

export interface DecodedText {
  text: string;
  /** How the bytes were read; windows-1252 (latin-1) is what is left when they are no UTF-8. */
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
}

/** Bytes looked at for zeros: UTF-8 has none, and UTF-16 one for each comma and line end, all at odd or all at even places. */
const SAMPLE = 512;

/** The byte order when the bytes are UTF-16, with or without a byte order mark; undefined when they are not. */
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

/** The text of a file without its byte order mark. Never fails: bytes that are no UTF-8 are read as windows-1252. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const utf16 = utf16Of(bytes);
  if (utf16) return { text: new TextDecoder(utf16).decode(bytes), encoding: utf16 };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  }
}

/** Parts of strangers' files in sentences: cut to what can be read, and never turned into text by methods of their own. */

const MAX_CHARACTERS = 60;

/** The beginning of a text, with an ellipsis where it was cut. */
export const excerpt = (text: string, most = MAX_CHARACTERS): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/** A value of a JSON file in a few words. */
export function excerptOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(excerpt(value, 40));
  if (Array.isArray(value)) return 'a list';
  if (value === undefined) return 'nothing';
  return typeof value === 'object' && value !== null ? 'a table' : String(value);
}
