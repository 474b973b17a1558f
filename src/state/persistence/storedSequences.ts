import * as v from 'valibot';
import { ORIENTATION_NAMES, SEPARATOR_NAMES } from '../../hmm/sequences/reading';
import type { StoredSequences } from '../networks/importedSequences';
import { tellSequencesStored } from '../networks/sequencesLater';
import { notify } from '../page/slice';
import type { PersistenceDependencies } from './dependencies';
import type { AppStorage } from './storage';
import { PERSISTENCE_TEXT } from './text';

/**
 * The sequences opened last, stored so that they are there again after a reload. They lie in the table of the windows of runs, under a
 * key that is no run's: a table of their own would ask for another version of the storage, which older copies of the app could not open.
 */
const KEY = 'own-sequences';
const TABLE = 'windows';
/** As much as a file of sequences may have. */
const MAX_CONTENT = 20 * 2 ** 20;

const column = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const StoredSchema = v.object({
  version: v.literal(1),
  name: v.pipe(v.string(), v.maxLength(1000)),
  content: v.union([v.pipe(v.string(), v.maxLength(MAX_CONTENT)), v.instance(Uint8Array)]),
  overrides: v.object({
    separator: v.exactOptional(v.picklist(SEPARATOR_NAMES)),
    header: v.exactOptional(v.boolean()),
    orientation: v.exactOptional(v.picklist(ORIENTATION_NAMES)),
    labelColumn: v.exactOptional(column),
    sequenceColumn: v.exactOptional(v.nullable(column)),
    missing: v.exactOptional(v.array(v.string())),
  }),
  confirmed: v.boolean(),
});

/** Reads stored sequences; undefined for anything else. Never throws. */
export function readStored(raw: unknown): StoredSequences | undefined {
  const parsed = v.safeParse(StoredSchema, raw);
  if (!parsed.success || parsed.output.content.length > MAX_CONTENT) return undefined;
  const { version: _, ...stored } = parsed.output;
  return stored;
}

/** What is stored of the sequences on the page. */
export interface SequenceKeeper {
  /** Brings stored sequences back into their panel. */
  restore(): Promise<void>;
  /** Removes the sequences from the page and from this browser; a notice offers to undo it. */
  remove(): Promise<void>;
}

export function createSequenceKeeper({ store, sequences }: PersistenceDependencies, storage: AppStorage): SequenceKeeper {
  const now = (): StoredSequences | undefined => {
    const { sequenceSource: source, ownSequences: own } = store.getState();
    if (!source || source.problem !== undefined || !own) return undefined;
    return { name: source.name, content: source.content, overrides: source.overrides, confirmed: own.confirmed };
  };
  /** What the storage holds, as far as this tab knows. */
  let written: StoredSequences | undefined;
  const isWritten = (stored: StoredSequences) =>
    written?.content === stored.content && written.overrides === stored.overrides && written.confirmed === stored.confirmed;
  store.subscribe(({ sequenceSource, ownSequences }, before) => {
    if (sequenceSource === before.sequenceSource && ownSequences === before.ownSequences) return;
    const stored = now();
    if (!stored) return tellSequencesStored(store, false);
    if (isWritten(stored)) return;
    written = stored;
    void storage
      .write([{ table: TABLE, key: KEY, value: { version: 1, ...stored } }])
      .then((done) => written === stored && tellSequencesStored(store, done));
  });
  return {
    async restore() {
      const raw = await storage.read(TABLE, KEY);
      if (raw === undefined) return;
      const stored = readStored(raw);
      if (!stored) return void (await storage.dropDamaged(1, [{ table: TABLE, key: KEY }]));
      sequences.restore(stored);
    },
    async remove() {
      const stored = now();
      if (!(await storage.write([{ table: TABLE, key: KEY }], true))) return;
      written = undefined;
      sequences.clear();
      if (!stored) return;
      notify(store, 'info', PERSISTENCE_TEXT.sequencesRemoved(stored.name), {
        label: PERSISTENCE_TEXT.undo,
        run: () => sequences.openAgain(stored),
      });
    },
  };
}
