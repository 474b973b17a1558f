/** Short texts kept by the browser. It may forbid that or have no room: then there is no text, and nothing is thrown. */

export type TextArea = 'local' | 'session';

const PREFIX = 'noisy-orbits.';

/** Reading the property alone may throw where storage is forbidden. */
const areaOf = (area: TextArea): Storage => (area === 'local' ? globalThis.localStorage : globalThis.sessionStorage);

export function readText(area: TextArea, key: string): string | undefined {
  try {
    return areaOf(area).getItem(PREFIX + key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param text undefined: the text is removed. @returns whether it was done */
export function writeText(area: TextArea, key: string, text: string | undefined): boolean {
  try {
    if (text === undefined) areaOf(area).removeItem(PREFIX + key);
    else areaOf(area).setItem(PREFIX + key, text);
    return true;
  } catch {
    return false;
  }
}
