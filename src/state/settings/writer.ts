import { moveByItself } from '../live/slice';
import { clearPicture } from '../page/slice';
import type { AppState, AppStore } from '../store';
import { baseSettings, type StoryIndex } from './link';
import { PERSONAL_KEYS, SETTING_KEYS, type SettingKey, type Settings } from './settings';

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

/** Going from step to step of the story. */
export interface Navigation {
  /** Goes to a step of a chapter. The lab is set up as the step says; personal settings stay. */
  enter(chapter: string, step: number): void;
  /** Goes one step of the story forward or back, across chapters. */
  turnPage(by: 1 | -1): void;
}

export function createNavigation(store: AppStore, story: StoryIndex, apply: ApplySettings): Navigation {
  const enter: Navigation['enter'] = (chapter, step) => {
    const { settings: current } = store.getState();
    const location = { view: 'story', chapter, step } as const;
    const personal = Object.fromEntries(PERSONAL_KEYS.map((key) => [key, current[key]]));
    apply({ ...baseSettings({ ...current, ...location }, story), ...personal, ...location });
    moveByItself(store, true);
    clearPicture(store);
  };
  return {
    enter,
    turnPage(by) {
      const { chapter, step } = store.getState().settings;
      const next = step + by;
      if (next >= 0 && next < story.steps(chapter)) return enter(chapter, next);
      const neighbour = story.ids[story.ids.indexOf(chapter) + by];
      if (neighbour !== undefined) enter(neighbour, by > 0 ? 0 : story.steps(neighbour) - 1);
    },
  };
}
