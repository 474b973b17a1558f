import * as v from 'valibot';

const Metadata = v.record(v.string(), v.string());

/** Name of the record that carries metadata in formats that have no place of their own for it. */
export const METADATA_RECORD = 'metadata.json';

export const encodeMetadata = (metadata: Record<string, string>): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(metadata));

/** Metadata from the JSON of a record; nothing, with a note, when it is not a table of texts. */
export function decodeMetadata(bytes: Uint8Array | undefined): { metadata: Record<string, string>; notes: string[] } {
  if (!bytes) return { metadata: {}, notes: [] };
  try {
    return checkMetadata(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return checkMetadata(undefined);
  }
}

/** The value when it is a table of texts; nothing, with a note, when it is anything else. */
export function checkMetadata(value: unknown): { metadata: Record<string, string>; notes: string[] } {
  const parsed = v.safeParse(Metadata, value, { abortEarly: true });
  return parsed.success
    ? { metadata: parsed.output, notes: [] }
    : { metadata: {}, notes: ['The metadata is not a table of texts and was left out.'] };
}
