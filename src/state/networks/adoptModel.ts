import { type HmmSpec, sameModel } from '../../hmm/spec';
import { modelOf, type Settings } from '../settings/settings';
import type { AppStore } from '../store';
import { settingsOfModel } from './pendingImport';

/**
 * Makes a model the one in use without loading its shipped network.
 * @param leave lets go of what is still on its way into view
 * @param settings that go with it
 * @returns the model: the very object of the settings where it is the same
 */
export function adoptModel(store: AppStore, leave: () => void, hmm: HmmSpec, settings: Partial<Settings> = {}): HmmSpec {
  leave();
  store.setState((state) => ({
    settings: { ...state.settings, ...settings, ...settingsOfModel(hmm), moment: -1 },
    history: undefined,
    historyLoading: false,
    historyShown: false,
  }));
  const used = modelOf(store.getState().settings);
  return sameModel(used, hmm) ? used : hmm;
}
