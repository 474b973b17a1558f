import { type HmmSpec, sameModel } from '../../hmm/spec';
import { modelOf, type Settings } from '../settings/settings';
import type { ApplySettings } from '../settings/writer';
import type { AppStore } from '../store';
import type { NetworkView } from './networkView';
import { settingsOfModel } from './pendingImport';

/** The parts of the app that are needed to show a network that the settings do not name. */
export interface Bringing {
  store: AppStore;
  apply: ApplySettings;
  view: Pick<NetworkView, 'show' | 'makeWay'>;
}

/**
 * Makes a model the one in use, without loading its shipped network: the caller then shows a network of that model.
 * @param settings that change with it
 * @returns the model; the very object of the settings if it is the same
 */
export function adoptModel({ store, view }: Bringing, hmm: HmmSpec, settings: Partial<Settings> = {}): HmmSpec {
  const { model, preset } = store.getState().settings;
  const inUse = sameModel(modelOf({ model, preset }), hmm);
  // A model that is already in use keeps its form in the settings, so that the address does not change.
  view.makeWay({ ...settings, ...(inUse ? { model, ...(model === '' ? { preset } : {}) } : settingsOfModel(hmm)) });
  const used = modelOf(store.getState().settings);
  return sameModel(used, hmm) ? used : hmm;
}
