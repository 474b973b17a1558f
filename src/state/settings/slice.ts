import { defaultSettings, type Settings } from './settings';

/** What the reader has set. Written by `settings/writer.ts` alone. */
export interface SettingsSlice {
  settings: Settings;
}

export const settingsSlice = (settings: Settings = defaultSettings()): SettingsSlice => ({ settings });
