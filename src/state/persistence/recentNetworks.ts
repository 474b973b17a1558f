import type { RnnWeights } from '../../rnn/weights';
import { isOwn } from '../networks/slice';
import { notify } from '../page/slice';
import type { AppStore } from '../store';
import { writeText } from '../webStorage';
import { type PersistenceDependencies, settingsBesideLocation } from './dependencies';
import { type KeptNetwork, networkRecord, readNetwork, tidyName } from './networkRecord';
import type { AppStorage, Change } from './storage';
import { PERSISTENCE_TEXT } from './text';

/** Largest number of stored networks. */
export const MAX_NETWORKS = 30;

/** What is known of a network when it is stored. */
export type NewNetwork = Omit<KeptNetwork, 'order' | 'savedAt' | 'link' | 'named' | 'measured' | 'verdicts'>;

/** Networks that were opened or trained earlier. */
export interface RecentNetworks {
  /** Newest first; undefined when the storage cannot be used. */
  list(): Promise<KeptNetwork[] | undefined>;
  find(fingerprint: string): Promise<KeptNetwork | undefined>;
  /** Stores a network; one that is already stored keeps its name. */
  keep(network: NewNetwork): Promise<boolean>;
  /**
   * Gives a name; an empty one changes nothing.
   * @returns the renamed network; undefined when the storage refuses
   */
  rename(network: KeptNetwork, name: string): Promise<KeptNetwork | undefined>;
  /** @returns whether the storage took it */
  remove(network: KeptNetwork): Promise<boolean>;
  /**
   * Undoes a removal.
   * @returns whether the storage took it
   */
  putBack(network: KeptNetwork): Promise<boolean>;
  /** Adds what was found out about a stored network; nothing happens when it is not stored any more. */
  note(fingerprint: string, found: Pick<KeptNetwork, 'measured' | 'verdicts'>): Promise<void>;
  /** Puts a network in view, and its model in use. */
  open(network: KeptNetwork): void;
  /** Calls `listener` after every change of what is stored. @returns ends it */
  onChange(listener: () => void): () => void;
}

/** Stores a network. @returns whether it was done */
type Put = (network: KeptNetwork, asked?: boolean) => Promise<boolean>;

/** Says that a network with a name had to go, and offers to put it back. */
function offerBack(store: PersistenceDependencies['store'], network: KeptNetwork, put: Put): void {
  notify(store, 'warning', PERSISTENCE_TEXT.namedDropped(network.name, MAX_NETWORKS), {
    label: PERSISTENCE_TEXT.putBack,
    run: () => void put(network, true).then((done) => done || offerBack(store, network, put)),
  });
}

/** A network as it is stored now: one that is stored already keeps its name and what was found out about it. @param known newest first */
function keptAnew(network: NewNetwork, before: KeptNetwork | undefined, known: readonly KeptNetwork[]) {
  const name = before?.named ? before.name : tidyName(network.name) || network.fingerprint;
  const order = (known[0]?.order ?? 0) + 1;
  const { measured, verdicts } = before ?? {};
  const recipe = network.recipe ?? before?.recipe;
  return { ...network, recipe, measured, verdicts, name, named: before?.named ?? false, order };
}

export function createRecents(parts: PersistenceDependencies, storage: AppStorage): RecentNetworks {
  const { store, wallClock, link } = parts;
  const listeners = new Set<() => void>();
  const write = async (change: Change, asked = false): Promise<boolean> => {
    const done = await storage.write([change], asked);
    if (done) for (const listener of listeners) listener();
    return done;
  };
  const put: Put = (network, asked = false) =>
    write({ table: 'networks', key: network.fingerprint, value: networkRecord(network) }, asked);
  const list: RecentNetworks['list'] = async () => {
    const records = await storage.list('networks');
    const read = records?.map(({ key, value }) => ({ key, network: readNetwork(value), newer: isNewer(value) }));
    const damaged = (read ?? []).filter(({ network, newer }) => !network && !newer);
    await storage.dropDamaged(
      damaged.length,
      damaged.map(({ key }) => ({ table: 'networks', key })),
    );
    return read?.flatMap(({ network }) => network ?? []).sort((a, b) => b.order - a.order);
  };
  /** Removes the oldest without a name first, then the oldest; the newest always stays. */
  const trim = async (networks: readonly KeptNetwork[]) => {
    const oldestFirst = networks.slice(1).reverse();
    const order = [...oldestFirst.filter(({ named }) => !named), ...oldestFirst.filter(({ named }) => named)];
    for (const network of order.slice(0, Math.max(0, networks.length - MAX_NETWORKS))) {
      await write({ table: 'networks', key: network.fingerprint });
      if (network.named) offerBack(store, network, put);
    }
  };
  const find: RecentNetworks['find'] = async (fingerprint) => readNetwork(await storage.read('networks', fingerprint));
  return {
    list,
    find,
    async keep(network) {
      const known = (await list()) ?? [];
      const before = known.find(({ fingerprint }) => fingerprint === network.fingerprint);
      const kept = { ...keptAnew(network, before, known), savedAt: wallClock(), link: link() };
      const done = await put(kept);
      if (done) await trim([kept, ...known.filter((other) => other !== before)]);
      return done;
    },
    async rename(network, name) {
      const tidy = tidyName(name);
      if (tidy === '' || tidy === network.name) return network;
      const renamed = { ...network, name: tidy, named: true };
      return (await put(renamed, true)) ? renamed : undefined;
    },
    remove: (network) => write({ table: 'networks', key: network.fingerprint }, true),
    putBack: (network) => put(network, true),
    async note(fingerprint, found) {
      const network = await find(fingerprint);
      if (network) await put({ ...network, ...found });
    },
    open: (network) => openNetwork(parts, network),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** A record of a later version of the app is left alone: it is not damaged, only unknown. */
export const isNewer = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'number' && value.version > 1;

function openNetwork({ store, story, view, apply, adoptModel }: PersistenceDependencies, network: KeptNetwork): void {
  const { weights, update, fingerprint, recipe } = network;
  const hmm = adoptModel(network.hmm);
  view.show({ origin: 'file', weights, hmm, update, fingerprint, ...(recipe ? { provenance: recipe } : {}) });
  const settings = settingsBesideLocation(network.link, store.getState().settings, story);
  notify(
    store,
    'info',
    PERSISTENCE_TEXT.inView(network.name),
    Object.keys(settings).length > 0 ? { label: PERSISTENCE_TEXT.itsSettings, run: () => apply(settings) } : undefined,
  );
}

/** Under this key the tab remembers the network in view across a reload, by its fingerprint. */
export const IN_VIEW = 'view';

/** Stores networks that are opened from files, and remembers which stored network is in view. */
export function rememberImports(store: AppStore, recents: RecentNetworks): void {
  let waiting: { name: string; weights: RnnWeights } | undefined;
  store.subscribe(({ pendingImport, network }, before) => {
    if (pendingImport && pendingImport !== before.pendingImport) waiting = pendingImport;
    if (!network || network === before.network) return;
    writeText('session', IN_VIEW, isOwn(network) ? network.fingerprint : undefined);
    if (network.origin !== 'file' || network.weights !== waiting?.weights) return;
    const { weights, hmm, update, fingerprint } = network;
    void recents.keep({ fingerprint, name: waiting.name, source: 'file', hmm, weights, update });
    waiting = undefined;
  });
}
