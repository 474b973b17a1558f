import { type HmmSpec, sameModel } from '../../hmm/spec';
import { modelOf, type Settings } from '../settings/settings';
import type { ApplySettings } from '../settings/writer';
import type { AppStore } from '../store';
import type { NetworkView } from './networkView';
import { settingsOfModel } from './pendingImport';

/** What a network that is brought needs of the app. */
export interface Bringing {
  store: AppStore;
  apply: ApplySettings;
  view: Pick<NetworkView, 'show' | 'makeWay'>;
}

/**
 * Makes a model the one in use, for a network of it that the caller then shows: none is loaded.
 * @param settings that go with it
 * @returns the model: the very object of the settings where it is the same
 */
export function adoptModel({ store, view }: Bringing, hmm: HmmSpec, settings: Partial<Settings> = {}): HmmSpec {
  const { model, preset } = store.getState().settings;
  const inUse = sameModel(modelOf({ model, preset }), hmm);
  // A model that is in use already stays written as it is: the location in the address is the same.
  view.makeWay({ ...settings, ...(inUse ? { model, ...(model === '' ? { preset } : {}) } : settingsOfModel(hmm)) });
  const used = modelOf(store.getState().settings);
  return sameModel(used, hmm) ? used : hmm;
}
