import { moveByItself } from '../live/slice';
import { clearPicture } from '../page/slice';
import type { AppStore } from '../store';
import { baseSettings, type StoryIndex } from './link';
import { PERSONAL_KEYS } from './settings';
import type { ApplySettings } from './writer';

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
