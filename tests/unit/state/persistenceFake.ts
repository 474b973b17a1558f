import { type Change, type StorageBackend, StorageError, TABLES, type Table } from '../../../src/state/persistence/storage';

/** A storage in memory that can be made to fail, for tests of what is kept. */
export interface FakeStore extends StorageBackend {
  tables: Record<Table, Map<string, unknown>>;
  /** Bytes there is room for in networks and runs. */
  room: number;
  forbidden: boolean;
  writes: (readonly Change[])[];
}

const bytesOf = (value: unknown): number => {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value === 'object' && value !== null)
    return Object.values(value).reduce((sum: number, part) => sum + bytesOf(part), 0);
  return 8;
};

export function createFakeStore(): FakeStore {
  const tables = Object.fromEntries(TABLES.map((table) => [table, new Map()])) as FakeStore['tables'];
  const check = () => {
    if (fake.forbidden) throw new StorageError('unusable', 'storage is forbidden here');
  };
  const apply = (to: FakeStore['tables'], change: Change) => {
    const table = to[change.table];
    if ('prefix' in change) for (const key of [...table.keys()].filter((one) => one.startsWith(change.prefix))) table.delete(key);
    else if (change.value === undefined) table.delete(change.key);
    else table.set(change.key, structuredClone(change.value));
  };
  const fake: FakeStore = {
    tables,
    room: Number.POSITIVE_INFINITY,
    forbidden: false,
    writes: [],
    async read(table, key) {
      check();
      return structuredClone(tables[table].get(key));
    },
    async list(table, prefix = '') {
      check();
      return [...tables[table]]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => ({ key, value: structuredClone(value) }));
    },
    async write(changes) {
      check();
      const after = Object.fromEntries(TABLES.map((table) => [table, new Map(tables[table])])) as FakeStore['tables'];
      for (const change of changes) apply(after, change);
      const bytes = TABLES.reduce((sum, table) => sum + bytesOf(Object.fromEntries(after[table])), 0);
      // Removing is possible in a full storage, adding is not.
      const adds = changes.some((change) => 'value' in change && change.value !== undefined);
      if (adds && bytes > fake.room) throw new StorageError('full', 'no room');
      for (const table of TABLES) {
        tables[table].clear();
        for (const [key, value] of after[table]) tables[table].set(key, value);
      }
      fake.writes.push(changes);
    },
  };
  return fake;
}
