import { notify } from '../page/slice';
import type { AppStore } from '../store';
import type { SequenceActions } from './importSequences';

/** Tells the panel whether the sequences are stored in this browser. */
export const tellSequencesStored = (store: AppStore, sequencesStored: boolean): void => store.setState({ sequencesStored });

/**
 * The reader of sequences, fetched when it is first used. Calls keep their order. Where it cannot be fetched, a notice says so and offers
 * to make the call again.
 */
export function createSequencesLater(store: AppStore): SequenceActions {
  let coming: Promise<SequenceActions> | undefined;
  const reader = (): Promise<SequenceActions> => {
    coming ??= import('./importSequences').then(({ createSequences }) => createSequences(store));
    coming.catch(() => {
      coming = undefined;
    });
    return coming;
  };
  const call = async (act: (actions: SequenceActions) => unknown): Promise<void> => {
    let actions: SequenceActions;
    try {
      actions = await reader();
    } catch (error) {
      notify(store, 'error', `The reader of sequences could not be loaded: ${(error as Error).message}.`, {
        label: 'Try again',
        run: () => void call(act),
      });
      return;
    }
    await act(actions);
  };
  return {
    openText: (name, text) => void call((actions) => actions.openText(name, text)),
    openFile: (file) => call((actions) => actions.openFile(file)),
    reread: (overrides) => void call((actions) => actions.reread(overrides)),
    confirm: () => void call((actions) => actions.confirm()),
    restore: (stored) => void call((actions) => actions.restore(stored)),
    openAgain: (stored) => void call((actions) => actions.openAgain(stored)),
    clear: () => void call((actions) => actions.clear()),
    openExample: () => void call((actions) => actions.openExample()),
    openDataSet: (set) => call((actions) => actions.openDataSet(set)),
  };
}
