import type { AppState, AppStore } from '../store';
import { SETTING_KEYS, type SettingKey, type Settings } from './settings';

/**
 * Where the network of a change comes from. 'follows': what the settings name is fetched and put in view. 'brought': whoever changes the
 * settings puts a network in view themselves (from a file, a link, the training, this browser), so none is fetched.
 */
export type NetworkOfChange = 'follows' | 'brought';

/** Changes several settings at once; what follows from them follows once. Where nothing changes, nothing follows. */
export type ApplySettings = (changes: Partial<Settings>, network?: NetworkOfChange) => void;

/** @param react does what follows from settings that have changed, once the store holds them */
export function createSettingsWriter(
  store: AppStore,
  react: (changed: readonly SettingKey[], before: AppState, network: NetworkOfChange) => void,
): ApplySettings {
  return (changes, network = 'follows') => {
    const before = store.getState();
    const changed = SETTING_KEYS.filter((key) => key in changes && changes[key] !== before.settings[key]);
    if (changed.length === 0) return;
    store.setState({ settings: { ...before.settings, ...changes } });
    react(changed, before, network);
  };
}
