import { type IDBPDatabase, openDB } from 'idb';
import { type Change, type StorageBackend, storageError, TABLES } from './storage';

const NAME = 'noisy-orbits';
const VERSION = 1;
/** No key holds a character beyond this one. */
const LAST = '\uffff';

/** The storage of this browser. It is opened at the first call. A failure is not remembered, so that a later call tries again. */
export function createIndexedDbStorage(): StorageBackend {
  let opening: Promise<IDBPDatabase> | undefined;
  let opened: IDBPDatabase | undefined;
  const forget = () => {
    opening = opened = undefined;
  };
  const open = async (): Promise<IDBPDatabase> => {
    opened = await openDB(NAME, VERSION, {
      upgrade(database) {
        for (const table of TABLES)
          if (!database.objectStoreNames.contains(table)) database.createObjectStore(table, { autoIncrement: false });
      },
      // A newer version of the app in another tab needs exclusive access for a moment.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
    return opened;
  };
  const connect = (): Promise<IDBPDatabase> => {
    opening ??= open();
    opening.catch(forget);
    return opening;
  };
  const guarded = async <T>(work: (database: IDBPDatabase) => Promise<T>): Promise<T> => {
    try {
      return await work(opened ?? (await connect()));
    } catch (error) {
      throw storageError(error);
    }
  };
  return {
    read: (table, key) => guarded((database) => database.get(table, key)),
    list: (table, prefix = '') =>
      guarded(async (database) => {
        const store = database.transaction(table).store;
        const range = IDBKeyRange.bound(prefix, prefix + LAST);
        const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
        return keys.map((key, i) => ({ key: String(key), value: values[i] as unknown }));
      }),
    write: (changes) => guarded((database) => transact(database, changes)),
  };
}

async function transact(database: IDBPDatabase, changes: readonly Change[]): Promise<void> {
  const tables = [...new Set(changes.map(({ table }) => table))];
  if (tables.length === 0) return;
  const transaction = database.transaction(tables, 'readwrite', { durability: 'relaxed' });
  const requests: Promise<unknown>[] = [transaction.done];
  try {
    for (const change of changes) {
      const store = transaction.objectStore(change.table);
      if ('prefix' in change) requests.push(store.delete(IDBKeyRange.bound(change.prefix, change.prefix + LAST)));
      else if (change.value === undefined) requests.push(store.delete(change.key));
      else requests.push(store.put(change.value, change.key));
    }
  } catch (error) {
    transaction.abort();
    await Promise.allSettled(requests);
    throw error;
  }
  // If one request fails, all fail; the reasons of the others only repeat it.
  const failed = (await Promise.allSettled(requests)).filter((result) => result.status === 'rejected');
  if (failed.length > 0) throw failed.map(({ reason }) => reason as unknown).find(isTelling) ?? failed[0]!.reason;
}

/** An aborted transaction rejects with an AbortError beside the reason for it. */
const isTelling = (reason: unknown): boolean => reason instanceof Error && reason.name !== 'AbortError';
