import { NO_STORY, type StoryStates } from './chapters';
import { defaultSettings, parseSetting, SETTING_KEYS, SETTINGS, type SettingKey, type Settings, settingText } from './settings';

/**
 * Share link, version 2: `?v=2&chapter=zones&step=1&sigma=2`. It holds what differs from the base: the defaults, and in the story
 * what the step of the chapter sets. Version 1 had no story: it opened in the lab.
 */
const LINK_VERSION = 2;

/** A key that could not be used, with the reason. */
export interface DroppedKey {
  key: string;
  value: string;
  reason: string;
}

/** More than any link of this app has; what lies beyond is not read. */
const MOST_KEYS = 200;

/** What the keys of older versions mean today. Each entry lifts a query by one version. */
const MIGRATIONS: Readonly<Record<string, (query: URLSearchParams) => void>> = {
  '1': (query) => {
    if (!query.has('view')) query.set('view', 'lab');
  },
};

const isSetting = (key: string): key is SettingKey => Object.hasOwn(SETTINGS, key);

/** What the base hangs on; it comes first in a link. */
const STANDS_ON: readonly SettingKey[] = ['view', 'chapter', 'step'];

/** The state that a link with these place keys begins from. */
export function baseSettings({ view, chapter, step }: Pick<Settings, 'view' | 'chapter' | 'step'>, story: StoryStates): Settings {
  const base = defaultSettings();
  return view === 'story' && story.ids.includes(chapter) ? { ...base, ...story.stateOf(chapter, step) } : base;
}

/** Query string of a state, with the leading question mark; the version alone for the default state. */
export function encodeLink(settings: Settings, story: StoryStates = NO_STORY): string {
  const query = new URLSearchParams({ v: String(LINK_VERSION) });
  const base = baseSettings(settings, story);
  const defaults = defaultSettings();
  for (const key of [...STANDS_ON, ...SETTING_KEYS.filter((one) => !STANDS_ON.includes(one))]) {
    // The place itself is always told against the defaults: the base hangs on it.
    const from = STANDS_ON.includes(key) ? defaults[key] : base[key];
    if (SETTINGS[key].kept === 'link' && settings[key] !== from) query.set(key, settingText(settings[key]));
  }
  return `?${query}`;
}

/**
 * Settings of a query string. Nothing in a link can make this throw: what is not understood is dropped and listed.
 * A key that stands twice counts as it stands last.
 */
export function decodeLink(search: string, story: StoryStates = NO_STORY): { settings: Settings; dropped: DroppedKey[] } {
  const dropped: DroppedKey[] = [];
  const query = new URLSearchParams(search);
  const version = query.get('v');
  // Own entries only: `?v=constructor` names something that every object has.
  if (version !== null && Object.hasOwn(MIGRATIONS, version)) MIGRATIONS[version]!(query);
  else if (version !== null && version !== String(LINK_VERSION))
    dropped.push({
      key: 'v',
      value: version,
      reason: `this app reads versions 1 to ${LINK_VERSION}; the keys it knows were used`,
    });
  const found: Partial<Record<SettingKey, Settings[SettingKey]>> = {};
  let count = 0;
  for (const [key, value] of query) {
    if (key === 'v') continue;
    if (++count > MOST_KEYS) {
      dropped.push({ key: 'the rest', value: '', reason: `a link has at most ${MOST_KEYS} keys` });
      break;
    }
    const reason = readKey(key, value, found, story);
    if (reason) dropped.push({ key, value, reason });
  }
  const settings = { ...defaultSettings(), ...found } as Settings;
  const last = story.steps(settings.chapter) - 1;
  if (story !== NO_STORY && settings.step > last) {
    dropped.push({ key: 'step', value: String(settings.step), reason: `this chapter's last step is ${last}` });
    settings.step = found.step = last;
  }
  return { settings: { ...baseSettings(settings, story), ...found } as Settings, dropped };
}

/** Puts the value of a key into `found`, or says why it cannot be used. */
function readKey(
  key: string,
  value: string,
  found: Partial<Record<SettingKey, Settings[SettingKey]>>,
  story: StoryStates,
): string | undefined {
  if (!isSetting(key)) return 'is not a setting';
  const parsed = parseSetting(key, value);
  if (!parsed.ok) return parsed.reason;
  if (key === 'chapter' && story !== NO_STORY && !story.ids.includes(String(parsed.value)))
    return 'is not a chapter of the story';
  found[key] = parsed.value;
  return undefined;
}

/** The dropped keys in one sentence, or undefined when there are none. Values are cut: a link may hold anything. */
export function droppedSentence(dropped: readonly DroppedKey[]): string | undefined {
  if (dropped.length === 0) return undefined;
  const shown = dropped.slice(0, 5).map(({ key, value, reason }) => `${key.slice(0, 24)} “${value.slice(0, 24)}” ${reason}`);
  const rest = dropped.length > 5 ? `; and ${dropped.length - 5} more` : '';
  return `Part of the link was left out: ${shown.join('; ')}${rest}. The defaults are used there.`;
}
