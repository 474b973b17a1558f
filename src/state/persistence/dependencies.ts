import type { HmmSpec } from '../../hmm/spec';
import { adoptModel, type Bringing } from '../networks/adoptModel';
import type { StoryIndex } from '../settings/link';
import { decodeLink, encodeLink } from '../settings/link';
import { LOCATION_KEYS, PERSONAL_KEYS, SETTING_KEYS, type Settings } from '../settings/settings';
import type { TrainingSession } from '../training/trainingSession';

/** What persistence needs of the app. */
export interface AppDependencies extends Bringing {
  story: StoryIndex;
  training: TrainingSession;
}

/** What is shared by everything that keeps things. */
export interface PersistenceDependencies extends AppDependencies {
  /** Milliseconds that only ever grow. */
  now(): number;
  /** Milliseconds of the wall clock, which may jump: only ever told. */
  wallClock(): number;
  /** The settings as a link. */
  link(): string;
  /** Makes a model the one in use without loading its shipped network. @returns the model: the very object of the settings where it is the same */
  adoptModel(hmm: HmmSpec, settings?: Partial<Settings>): HmmSpec;
}

export function persistenceDependencies(
  app: AppDependencies,
  now: () => number,
  wallClock: () => number,
): PersistenceDependencies {
  const { store, story } = app;
  return {
    ...app,
    now,
    wallClock,
    link: () => encodeLink(store.getState().settings, story),
    adoptModel: (hmm, settings) => adoptModel(app, hmm, settings),
  };
}

/** Settings without those that belong to the one who looks. */
export const withoutPersonal = (settings: Settings): Partial<Settings> =>
  Object.fromEntries(SETTING_KEYS.filter((key) => !PERSONAL_KEYS.includes(key)).map((key) => [key, settings[key]]));

/** What a link says beside where one is, and what belongs to the one who looks: as far as it differs from the settings now. */
export function settingsBesideLocation(link: string, now: Settings, story: StoryIndex): Partial<Settings> {
  const { settings } = decodeLink(link, story);
  const keys = SETTING_KEYS.filter(
    (key) => key !== 'moment' && !LOCATION_KEYS.includes(key) && !PERSONAL_KEYS.includes(key) && settings[key] !== now[key],
  );
  return Object.fromEntries(keys.map((key) => [key, settings[key]]));
}
