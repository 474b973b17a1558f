import { createStore } from 'zustand/vanilla';
import { type AnalysesSlice, analysesSlice } from './analyses/slice';
import { type LiveSlice, liveSlice } from './live/slice';
import { type NetworksSlice, networksSlice } from './networks/slice';
import { type PageSlice, pageSlice } from './page/slice';
import type { Settings } from './settings/settings';
import { type SettingsSlice, settingsSlice } from './settings/slice';
import { type TrainingSlice, trainingSlice } from './training/slice';

/**
 * The whole state, read flat. Each slice has its fields, and the functions that write them, in a folder of its own; nothing outside that
 * folder writes them (`tests/unit/state/ownership.test.ts`).
 */
export interface AppState extends SettingsSlice, LiveSlice, NetworksSlice, TrainingSlice, AnalysesSlice, PageSlice {}

export const createAppStore = (settings?: Settings) =>
  createStore<AppState>(() => ({
    ...settingsSlice(settings),
    ...liveSlice(),
    ...networksSlice(),
    ...trainingSlice(),
    ...analysesSlice(),
    ...pageSlice(),
  }));

export type AppStore = ReturnType<typeof createAppStore>;
