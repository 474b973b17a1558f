/** Which key was meant, on keyboards of any alphabet and with any way of typing. */

interface KeyPress {
  key: string;
  code: string;
}

/** Letters and digits by the place of the key. */
const BY_PLACE = /^(?:Key([A-Z])|Digit(\d))$/;
/** Marks by the place of the key. */
const MARKS: Readonly<Record<string, string>> = { Period: '.', Comma: ',', Slash: '?' };

/**
 * What a key writes, in lower case; where it writes another alphabet than the Latin one, what stands at its place on a Latin keyboard:
 * a Cyrillic т is N.
 */
export function keyOf({ key, code }: KeyPress): string {
  const written = key.toLowerCase();
  if (key.length !== 1 || key.charCodeAt(0) < 128) return written;
  const [, letter, digit] = BY_PLACE.exec(code) ?? [];
  return letter?.toLowerCase() ?? digit ?? MARKS[code] ?? written;
}

/** The number of a key that an input method takes: some browsers tell of the first and the last of them in no other way. */
const TAKEN_BY_INPUT_METHOD = 229;

/** Whether a word is being composed, of Chinese or Japanese for example: its keys, Enter too, belong to the input method. */
export const isComposing = (event: { isComposing: boolean; keyCode: number }): boolean =>
  event.isComposing || event.keyCode === TAKEN_BY_INPUT_METHOD;
