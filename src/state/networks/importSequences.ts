import { sampleHmm } from '../../hmm/sample';
import { SequenceError } from '../../hmm/sequenceError';
import { type ParsedSequences, parseSequenceFile, parseSequences, sequenceSet, suggestedLength } from '../../hmm/sequences';
import { notify } from '../page/slice';
import type { AppStore } from '../store';
import { EXAMPLE_HMM, EXAMPLE_NAMES } from './exampleSequences';

export interface SequenceActions {
  /** Reads a text; what is wrong with it is told, and what was there stays. */
  openText(name: string, text: string): void;
  openFile(file: File): Promise<void>;
  /** The example that ships with the app. */
  openExample(): void;
}

/** Largest file read. */
const MAX_BYTES = 20 * 2 ** 20;

export function createSequences(store: AppStore): SequenceActions {
  let opened = 0;
  const put = (name: string, parsed: ParsedSequences) =>
    store.setState({
      ownSequences: {
        id: ++opened,
        name,
        parsed,
        set: sequenceSet(parsed.sequences, parsed.names.length),
        suggestedLength: suggestedLength(parsed.sequences),
      },
    });
  const open = (name: string, read: () => ParsedSequences) => {
    try {
      put(name, read());
    } catch (error) {
      if (!(error instanceof SequenceError)) throw error;
      notify(store, 'error', `${name} was not read: ${error.message}`);
    }
  };
  return {
    openText: (name, text) => open(name, () => parseSequences(text)),
    async openFile(file) {
      if (file.size > MAX_BYTES) {
        notify(
          store,
          'error',
          `${file.name} was not read: it has ${Math.round(file.size / 2 ** 20)} MB, at most ${MAX_BYTES / 2 ** 20} MB are read. Cut it.`,
        );
        return;
      }
      const bytes = new Uint8Array(await file.arrayBuffer());
      open(file.name, () => parseSequenceFile(bytes));
    },
    openExample() {
      const [count, length] = [40, 150];
      const labels = sampleHmm(EXAMPLE_HMM, count, length, 7, 'data');
      const sequences = Array.from({ length: count }, (_, n) => [...labels.subarray(n * length, (n + 1) * length)]);
      put('example', { names: [...EXAMPLE_NAMES], sequences, notes: [] });
    },
  };
}
