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
