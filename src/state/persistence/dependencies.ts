import type { HmmSpec } from '../../hmm/spec';
import { adoptModel, type Bringing } from '../networks/adoptModel';
import type { SequenceActions } from '../networks/importSequences';
import { decodeLink, encodeLink, type StoryIndex } from '../settings/link';
import { LOCATION_KEYS, PERSONAL_KEYS, SETTING_KEYS, type Settings } from '../settings/settings';
import type { TrainingSession } from '../training/trainingSession';

/** What persistence needs of the app. */
export interface AppDependencies extends Bringing {
  story: StoryIndex;
  training: TrainingSession;
  sequences: Pick<SequenceActions, 'restore' | 'openAgain' | 'clear'>;
}

/** What all parts of persistence share. */
export interface PersistenceDependencies extends AppDependencies {
  /** A clock in milliseconds that never goes back. */
  now(): number;
  /** The wall clock in milliseconds. It may jump, so it is only shown. */
  wallClock(): number;
  /** The settings as a link. */
  link(): string;
  /**
   * Makes a model the one in use without loading its shipped network.
   * @returns the model; the very object of the settings if it is the same
   */
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

/** Settings without the personal ones. */
export const withoutPersonal = (settings: Settings): Partial<Settings> =>
  Object.fromEntries(SETTING_KEYS.filter((key) => !PERSONAL_KEYS.includes(key)).map((key) => [key, settings[key]]));

/** The settings of a link that are neither personal nor a location, as far as they differ from the present ones. */
export function settingsBesideLocation(link: string, now: Settings, story: StoryIndex): Partial<Settings> {
  const { settings } = decodeLink(link, story);
  const keys = SETTING_KEYS.filter(
    (key) => key !== 'moment' && !LOCATION_KEYS.includes(key) && !PERSONAL_KEYS.includes(key) && settings[key] !== now[key],
  );
  return Object.fromEntries(keys.map((key) => [key, settings[key]]));
}
