import { modelOf, SETTING_KEYS, SETTINGS, type SettingKey, type Settings } from '../state/settings/settings';
import type { AppState } from '../state/store';
import type { Entrance } from './entrances';
import { stateOfChapter } from './states';

/** Chapter and step, as entrances are named. */
export const placeOf = ({ settings: { chapter, step } }: Pick<AppState, 'settings'>): string => `${chapter} ${step}`;

/** What the step of the settings says of each setting. */
function baseOf({ chapter, step }: Settings): (key: SettingKey) => Settings[SettingKey] {
  const sets: Partial<Settings> = stateOfChapter(chapter).sets[step] ?? {};
  return (key) => sets[key] ?? SETTINGS[key].fallback;
}

/** Settings that an entrance changes, as the step says: the lab stands so when it is over. */
export function afterOf({ cues }: Entrance, settings: Settings): Partial<Settings> {
  const base = baseOf(settings);
  const keys = new Set(cues.flatMap(({ set = {} }) => Object.keys(set) as SettingKey[]));
  return Object.fromEntries([...keys].map((key) => [key, base(key)]));
}

/** Whether an entrance may begin: a link may say otherwise than its step, and then the lab stands as the link says. */
export const mayBegin = (entrance: Entrance, settings: Settings): boolean => {
  const wanted = afterOf(entrance, settings);
  return SETTING_KEYS.every((key) => !(key in wanted) || settings[key] === wanted[key]);
};

/** Whether the network that the settings name is in view, with its axes. */
export const inView = ({ network, orbit, settings }: AppState): boolean =>
  network !== undefined && orbit !== undefined && network.hmm.name === modelOf(settings).name;
