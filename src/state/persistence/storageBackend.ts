/** What is kept in this browser: tables of records by key. The app writes against this interface; `indexedStore.ts` is the real one. */
export const TABLES = ['runs', 'windows', 'snapshots', 'networks'] as const;
export type Table = (typeof TABLES)[number];

/** One change: a record put in place, a record removed (no value), or all records whose key begins with `prefix` removed. */
export type Change = { table: Table; key: string; value?: unknown } | { table: Table; prefix: string };

export interface StorageBackend {
  /** The record, as it was put; undefined when there is none. @throws StorageError */
  read(table: Table, key: string): Promise<unknown>;
  /** Records whose key begins with `prefix`, in the order of their keys. @throws StorageError */
  list(table: Table, prefix?: string): Promise<{ key: string; value: unknown }[]>;
  /**
   * All the changes or none, after those of earlier calls. Once the storage is open they are handed over before this returns, so that a
   * page that is being closed can still write. @throws StorageError
   */
  write(changes: readonly Change[]): Promise<void>;
}

/** 'full': there is no room. 'unusable': the browser forbids it, or it is broken. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  constructor(
    readonly code: 'full' | 'unusable',
    message: string,
  ) {
    super(message);
  }
}

/** Any failure of a storage as one of the two kinds. */
export function storageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  return new StorageError(name === 'QuotaExceededError' ? 'full' : 'unusable', message || name);
}
