import type { AppStore } from '../store';
import { LAB_KEYS, PERSONAL_KEYS, SETTING_KEYS, type SettingKey, type Settings } from './settings';

/** Taking back changes of settings, of the model and its network too. Where one reads is left to the browser's way back. */
export interface Undo {
  undo(): boolean;
  redo(): boolean;
}

/** Changes that can be taken back. */
const MAX_CHANGES = 100;
/** Changes of the same settings within so many milliseconds are one: a slider that is dragged. */
const TOGETHER_MS = 900;

/** Where one reads. */
const PLACE: readonly SettingKey[] = ['view', 'chapter', 'step', 'lecture'];

/** Settings that are taken back. */
const UNDOABLE: readonly SettingKey[] = SETTING_KEYS.filter(
  (key) => ![...PLACE, ...LAB_KEYS].includes(key) && (!PERSONAL_KEYS.includes(key) || key === 'profile'),
);

const changedKeys = (a: Settings, b: Settings): SettingKey[] => UNDOABLE.filter((key) => a[key] !== b[key]);
const locationOf = (settings: Settings): string => PLACE.map((key) => settings[key]).join();

type Change = { before: Partial<Settings>; after: Partial<Settings> };

const pick = (settings: Settings, keys: readonly SettingKey[]): Partial<Settings> =>
  Object.fromEntries(keys.map((key) => [key, settings[key]]));

/** @param apply changes settings and does what follows from them */
export function createUndo(store: AppStore, apply: (changes: Partial<Settings>) => void, now: () => number): Undo {
  let past: Change[] = [];
  let future: Change[] = [];
  let lastAt = Number.NEGATIVE_INFINITY;
  let lastKeys = '';
  let own = false;
  store.subscribe(({ settings }, { settings: before }) => {
    // What an entrance of the story does is no change of the reader's.
    if (settings === before || own || store.getState().film?.playing) return;
    // Going elsewhere sets the lab up anew: what was done before it belongs to that place.
    if (locationOf(settings) !== locationOf(before)) {
      past = [];
      future = [];
      lastKeys = '';
      return;
    }
    const keys = changedKeys(before, settings);
    if (keys.length === 0) return;
    const name = keys.join();
    const last = past.at(-1);
    const together = last && name === lastKeys && now() - lastAt < TOGETHER_MS;
    if (together) last.after = pick(settings, keys);
    else past = [...past, { before: pick(before, keys), after: pick(settings, keys) }].slice(-MAX_CHANGES);
    future = [];
    lastKeys = name;
    lastAt = now();
    // There and back again is no change: taking it back would do nothing.
    if (together && keys.every((key) => last.before[key] === last.after[key])) {
      past = past.slice(0, -1);
      lastKeys = '';
    }
  });
  const move = (from: Change[], to: Change[], side: keyof Change): boolean => {
    const change = from.pop();
    if (!change) return false;
    to.push(change);
    lastKeys = '';
    own = true;
    apply(change[side]);
    own = false;
    return true;
  };
  return {
    undo: () => move(past, future, 'before'),
    redo: () => move(future, past, 'after'),
  };
}
