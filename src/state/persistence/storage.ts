import { notify } from '../page/slice';
import type { AppStore } from '../store';
import { PERSISTENCE_TEXT } from './text';

/** The storage in this browser: tables of records by key. The app uses this interface; `indexedDbStorage.ts` implements it. */
export const TABLES = ['runs', 'windows', 'snapshots', 'networks'] as const;
export type Table = (typeof TABLES)[number];

/** One change: a record put in place, a record removed (no value), or all records whose key begins with `prefix` removed. */
export type Change = { table: Table; key: string; value?: unknown } | { table: Table; prefix: string };

export interface StorageBackend {
  /**
   * The record as it was written; undefined when there is none.
   * @throws StorageError
   */
  read(table: Table, key: string): Promise<unknown>;
  /** Records whose key begins with `prefix`, in the order of their keys. @throws StorageError */
  list(table: Table, prefix?: string): Promise<{ key: string; value: unknown }[]>;
  /**
   * Makes all the changes or none, after those of earlier calls. Once the storage is open, they are passed on before this
   * returns, so that a closing page can still write.
   * @throws StorageError
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

/** Any failure of a storage as a StorageError. */
export function storageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) };
  return new StorageError(name === 'QuotaExceededError' ? 'full' : 'unusable', message || name);
}

/**
 * The storage as the rest of the app uses it: nothing is thrown, and notices tell the user about failures. Nothing is deleted to
 * make room: some browsers free no space at once, and then neither the new nor the old would remain.
 */
export interface AppStorage {
  /**
   * @param asked whether the user asked for it and waits: then every refusal is reported, otherwise only the first
   * @returns whether it was stored; if not, the user has been told
   */
  write(changes: readonly Change[], asked?: boolean): Promise<boolean>;
  /** @returns the records; undefined when the storage cannot be used */
  list(table: Table, prefix?: string): Promise<{ key: string; value: unknown }[] | undefined>;
  read(table: Table, key: string): Promise<unknown>;
  /** Removes the records of `count` damaged things, and tells the user. */
  dropDamaged(count: number, changes: readonly Change[]): Promise<void>;
}

/** A record that cannot be read counts as missing. */
const nothing = (): undefined => undefined;

export function createStorage(store: AppStore, keep: StorageBackend): AppStorage {
  const told = new Set<StorageError['code']>();

  const tell = ({ code, message }: StorageError, asked: boolean) => {
    if (told.has(code) && !asked) return;
    told.add(code);
    notify(store, 'warning', code === 'full' ? PERSISTENCE_TEXT.full : PERSISTENCE_TEXT.unusable(message));
  };
  const attempt = async (changes: readonly Change[]): Promise<StorageError | undefined> => {
    try {
      await keep.write(changes);
      return undefined;
    } catch (error) {
      return storageError(error);
    }
  };
  return {
    async write(changes, asked = false) {
      const problem = await attempt(changes);
      if (problem) tell(problem, asked);
      return problem === undefined;
    },
    list: (table, prefix) => keep.list(table, prefix).catch(nothing),
    read: (table, key) => keep.read(table, key).catch(nothing),
    async dropDamaged(count, changes) {
      if (count === 0) return;
      notify(store, 'warning', PERSISTENCE_TEXT.damaged(count));
      await attempt(changes);
    },
  };
}
