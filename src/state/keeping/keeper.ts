import { type AppStore, notify } from '../store';
import { type Change, type KeepError, type KeepStore, keepError, type Table } from './keepStore';
import { type KeptNetwork, networkRecord, readNetwork } from './networkRecord';
import { KEEPING } from './text';

/** The storage as the rest of the app uses it: nothing is thrown, room is made where there is none, and the user is told once. */
export interface Keeper {
  /** @param bytes about how much is written. @returns whether it is kept; when not, the user knows */
  write(changes: readonly Change[], bytes?: number): Promise<boolean>;
  /** @returns the records; undefined when the storage cannot be used */
  list(table: Table, prefix?: string): Promise<{ key: string; value: unknown }[] | undefined>;
  read(table: Table, key: string): Promise<unknown>;
  /** Takes out what belongs to `count` damaged things, and says so. */
  dropDamaged(count: number, changes: readonly Change[]): Promise<void>;
}

/** What cannot be read is as good as not there. */
const nothing = (): undefined => undefined;

/** About what a kept network takes. */
const networkBytes = ({ weights: { hiddenSize: H, inputDim: d, nOutputs: K } }: KeptNetwork): number =>
  4 * H * (H + d + K) + 1000;

export function createKeeper(store: AppStore, keep: KeepStore): Keeper {
  const told = new Set<KeepError['code']>();
  /** Making room has failed: it is not tried again until something could be written. */
  let hopeless = false;

  const tell = ({ code, message }: KeepError) => {
    if (told.has(code)) return;
    told.add(code);
    notify(store, 'warning', code === 'full' ? KEEPING.full : KEEPING.unusable(message));
  };
  const attempt = async (changes: readonly Change[]): Promise<KeepError | undefined> => {
    try {
      await keep.write(changes);
      hopeless = false;
      return undefined;
    } catch (error) {
      return keepError(error);
    }
  };
  /** Unnamed networks, oldest first, until there should be room. What is written now is not among them. */
  const dispensable = async (changes: readonly Change[], bytes: number): Promise<KeptNetwork[]> => {
    const busy = new Set(changes.flatMap((change) => ('key' in change && change.table === 'networks' ? [change.key] : [])));
    const networks = (await keep.list('networks')).flatMap(({ value }) => readNetwork(value) ?? []);
    const unnamed = networks
      .filter(({ named, fingerprint }) => !named && !busy.has(fingerprint))
      .sort((a, b) => a.order - b.order);
    let room = 0;
    return unnamed.filter((network) => {
      if (room > bytes) return false;
      room += networkBytes(network);
      return true;
    });
  };
  const makeRoom = async (changes: readonly Change[], bytes: number, full: KeepError): Promise<KeepError | undefined> => {
    const dropped = await dispensable(changes, bytes);
    if (dropped.length === 0) return full;
    await keep.write(dropped.map(({ fingerprint }) => ({ table: 'networks', key: fingerprint })));
    const still = await attempt(changes);
    if (!still) notify(store, 'warning', KEEPING.evicted(dropped.map(({ name }) => name)));
    // They would have been dropped for nothing.
    else
      for (const network of dropped)
        await attempt([{ table: 'networks', key: network.fingerprint, value: networkRecord(network) }]);
    return still;
  };
  return {
    async write(changes, bytes = 0) {
      let problem = await attempt(changes);
      if (problem?.code === 'full' && !hopeless) {
        problem = await makeRoom(changes, bytes, problem).catch(keepError);
        hopeless = problem !== undefined;
      }
      if (problem) tell(problem);
      return problem === undefined;
    },
    list: (table, prefix) => keep.list(table, prefix).catch(nothing),
    read: (table, key) => keep.read(table, key).catch(nothing),
    async dropDamaged(count, changes) {
      if (count === 0) return;
      notify(store, 'warning', KEEPING.damaged(count));
      await attempt(changes);
    },
  };
}
