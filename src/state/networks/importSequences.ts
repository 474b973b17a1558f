import { sampleHmm } from '../../hmm/sample';
import { type ParsedSequences, parseSequenceFile, parseSequences } from '../../hmm/sequences/parse';
import { SequenceError, type SequenceOverrides } from '../../hmm/sequences/reading';
import { previewRows } from '../../hmm/sequences/table';
import { sequenceSet, suggestedLength } from '../../hmm/sequences/windows';
import { decodeText } from '../../math/textEncoding';
import { notify } from '../page/slice';
import type { AppStore } from '../store';
import { type DataSet, loadDataSet } from './dataSets';
import { EXAMPLE_HMM, EXAMPLE_NAMES, type SequenceSource, type StoredSequences } from './importedSequences';

export interface SequenceActions {
  /** Reads a text. If it cannot be read, a notice says why and nothing changes. */
  openText(name: string, text: string): void;
  openFile(file: File): Promise<void>;
  /** Reads what was opened last again, in another way. If it cannot be read so, the panel says why. */
  reread(overrides: SequenceOverrides): void;
  /** The user confirms how the sequences were read; from now on models are fitted to them. */
  confirm(): void;
  /** Reads sequences again that were stored in this browser, unless others have been opened meanwhile. */
  restore(stored: StoredSequences): void;
  /** Reads sequences again that were on the page before. */
  openAgain(stored: StoredSequences): void;
  /** Takes the sequences, and what was read of them, off the page. */
  clear(): void;
  /** The example that ships with the app. */
  openExample(): void;
  /** Real data that ship with the app. */
  openDataSet(set: DataSet): Promise<void>;
}

/** Largest file read. */
const MAX_BYTES = 20 * 2 ** 20;

const textOf = (content: SequenceSource['content']): string => (typeof content === 'string' ? content : decodeText(content).text);

const parse = (content: SequenceSource['content'], overrides: SequenceOverrides): ParsedSequences =>
  typeof content === 'string' ? parseSequences(content, 'auto', overrides) : parseSequenceFile(content, overrides);

const tooLarge = ({ name, size }: File): string =>
  `${name} was not read: it has ${Math.round(size / 2 ** 20)} MB, at most ${MAX_BYTES / 2 ** 20} MB are read. Cut it.`;

/** The sequences of the example: 40 of 150 steps, drawn with seed 7. */
function exampleSequences(): ParsedSequences {
  const [count, length] = [40, 150];
  const labels = sampleHmm(EXAMPLE_HMM, count, length, 7, 'data');
  const sequences = Array.from({ length: count }, (_, n) => [...labels.subarray(n * length, (n + 1) * length)]);
  return { names: [...EXAMPLE_NAMES], sequences, notes: [] };
}

/** Sequences as they were read, and what fitting and training need of them. */
const prepared = (parsed: ParsedSequences) => ({
  parsed,
  set: sequenceSet(parsed.sequences, parsed.names.length),
  suggestedLength: suggestedLength(parsed.sequences),
});

/** Puts sequences on the page, each time under another number. */
function createReader(store: AppStore) {
  let opened = 0;
  const put = (name: string, parsed: ParsedSequences, confirmed: boolean) =>
    store.setState({ ownSequences: { id: ++opened, name, confirmed, ...prepared(parsed) } });
  /** Reads a source and stores it. @returns what is wrong with it, a sentence */
  const open = (
    name: string,
    content: SequenceSource['content'],
    overrides: SequenceOverrides,
    confirmed = false,
  ): string | undefined => {
    const preview = previewRows(textOf(content), overrides.separator);
    const source = { name, content, overrides, preview };
    try {
      put(name, parse(content, overrides), confirmed);
      store.setState({ sequenceSource: source });
      return undefined;
    } catch (error) {
      if (!(error instanceof SequenceError)) throw error;
      store.setState({ sequenceSource: { ...source, problem: error.message } });
      return error.message;
    }
  };
  return { put, open };
}

export function createSequences(store: AppStore): SequenceActions {
  const { put, open } = createReader(store);
  let requests = 0;
  const openAgain: SequenceActions['openAgain'] = ({ name, content, overrides, confirmed }) =>
    void open(name, content, overrides, confirmed);
  const openNew = (name: string, content: SequenceSource['content']) => {
    requests++;
    const problem = open(name, content, {});
    if (problem) notify(store, 'error', `${name} was not read: ${problem}`);
  };
  return {
    openText: openNew,
    async openFile(file) {
      if (file.size > MAX_BYTES) notify(store, 'error', tooLarge(file));
      else openNew(file.name, new Uint8Array(await file.arrayBuffer()));
    },
    async openDataSet(set) {
      const asked = ++requests;
      try {
        const bytes = await loadDataSet(set);
        // What was opened meanwhile counts more.
        if (asked === requests) openNew(set.name, bytes);
      } catch (error) {
        notify(store, 'error', (error as Error).message);
      }
    },
    reread(overrides) {
      const { sequenceSource: source } = store.getState();
      if (source) open(source.name, source.content, overrides);
    },
    confirm: () =>
      store.setState(({ ownSequences }) => (ownSequences ? { ownSequences: { ...ownSequences, confirmed: true } } : {})),
    restore(stored) {
      const { sequenceSource, ownSequences } = store.getState();
      if (requests === 0 && !sequenceSource && !ownSequences) openAgain(stored);
    },
    openAgain,
    clear() {
      requests++;
      store.setState({ sequenceSource: undefined, ownSequences: undefined, sequencesStored: false });
    },
    openExample() {
      requests++;
      put('example', exampleSequences(), true);
      store.setState({ sequenceSource: undefined });
    },
  };
}
