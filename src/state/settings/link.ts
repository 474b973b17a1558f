import { defaultSettings, parseSetting, SETTING_KEYS, SETTINGS, type SettingKey, type Settings, settingText } from './settings';

/** What the rest of the app knows about the story: its chapters, and the state of the lab at each step. */
export interface StoryIndex {
  /** Ids of the chapters in order; the first is the opening. */
  readonly ids: readonly string[];
  /** Number of steps of a chapter, at least 1. */
  steps(chapter: string): number;
  /** The settings of a step that differ from the defaults. */
  stateOf(chapter: string, step: number): Partial<Settings>;
}

/** No story: links then stand for differences from the defaults alone. */
export const NO_STORY: StoryIndex = { ids: [], steps: () => 1, stateOf: () => ({}) };

/**
 * Share link, version 3: `?v=3&chapter=zones&step=1&sigma=2`. It holds what differs from the base: the defaults, and in the story
 * what the step of the chapter sets. Version 1 had no story: it opened in the lab. Version 2 named networks of the first gallery and had
 * other defaults for a custom recipe.
 */
const LINK_VERSION = 3;

/** A key that could not be used, with the reason. */
export interface DroppedKey {
  key: string;
  value: string;
  reason: string;
}

/** No link of this app has more keys; the rest is not read. */
const MAX_KEYS = 200;

/** Defaults of a custom recipe in version 2: links leave out what does not differ from them. */
const CUSTOM_RECIPE_V2 = { gain: '2', readout: '1', batch: '256', length: '60', rate: '0.002', penalty: '0.03', updates: '600' };

/** What the keys of older versions mean today. Each entry lifts a query by one version. */
const MIGRATIONS: readonly { from: number; lift: (query: URLSearchParams) => void }[] = [
  {
    from: 1,
    lift(query) {
      if (!query.has('view')) query.set('view', 'lab');
    },
  },
  {
    from: 2,
    lift(query) {
      if (query.get('recipe') === 'preset') query.delete('recipe');
      if (query.get('recipe') !== 'custom') return;
      for (const [key, value] of Object.entries(CUSTOM_RECIPE_V2)) if (!query.has(key)) query.set(key, value);
    },
  },
];

/** Keys that refer to one shipped network or to something inside it. */
const OF_A_NETWORK: readonly SettingKey[] = ['preset', 'net', 'units', 'moment', 'picked', 'anchor'];

/** The version of a link; undefined when it is missing or unknown. */
function versionOf(query: URLSearchParams): number | undefined {
  const text = query.get('v') ?? '';
  const version = /^[1-9]$/.test(text) ? Number(text) : Number.NaN;
  return version <= LINK_VERSION ? version : undefined;
}

const isSetting = (key: string): key is SettingKey => Object.hasOwn(SETTINGS, key);

/** The base depends on these keys, so they come first in a link. */
const STANDS_ON: readonly SettingKey[] = ['view', 'chapter', 'step'];

/** The settings from which a link with these keys starts. */
export function baseSettings({ view, chapter, step }: Pick<Settings, 'view' | 'chapter' | 'step'>, story: StoryIndex): Settings {
  const base = defaultSettings();
  return view === 'story' && story.ids.includes(chapter) ? { ...base, ...story.stateOf(chapter, step) } : base;
}

/** Query string of a state, with the leading question mark; the version alone for the default state. */
export function encodeLink(settings: Settings, story: StoryIndex = NO_STORY): string {
  const query = new URLSearchParams({ v: String(LINK_VERSION) });
  const base = baseSettings(settings, story);
  const defaults = defaultSettings();
  for (const key of [...STANDS_ON, ...SETTING_KEYS.filter((one) => !STANDS_ON.includes(one))]) {
    // These keys are always written relative to the defaults, because the base depends on them.
    const from = STANDS_ON.includes(key) ? defaults[key] : base[key];
    if (SETTINGS[key].kept === 'link' && settings[key] !== from) query.set(key, settingText(settings[key]));
  }
  return `?${query}`;
}

/** Links up to this version name networks of the first gallery. */
const FIRST_GALLERY = 2;

/** What a link says. */
export interface DecodedLink {
  settings: Settings;
  dropped: DroppedKey[];
  /** True when the link names a shipped network, or its units or moments, and that network has since been trained again. */
  renewed: boolean;
}

/** Shown when an old link opens a network that has been trained again. */
export const RENEWED =
  'This link was made before the shipped networks were trained anew. It opens the new network of the same model, size and seed.';

/**
 * Reads settings from a query string. It never throws: what cannot be read is dropped and listed. Of a key that occurs twice, the
 * last one counts. Changes made by mail programs and social networks are undone or ignored.
 */
export function decodeLink(search: string, story: StoryIndex = NO_STORY): DecodedLink {
  const dropped: DroppedKey[] = [];
  const query = new URLSearchParams(repairQuery(search));
  const version = versionOf(query);
  if (query.has('v') && version === undefined)
    dropped.push({
      key: 'v',
      value: query.get('v')!,
      reason: `this app reads versions 1 to ${LINK_VERSION}; the keys it knows were used`,
    });
  const named = OF_A_NETWORK.some((key) => query.has(key)) && !query.has('model');
  for (const { from, lift } of MIGRATIONS) if (version !== undefined && version <= from) lift(query);
  const found: Partial<Record<SettingKey, Settings[SettingKey]>> = {};
  let count = 0;
  for (const [key, value] of query) {
    if (key === 'v') continue;
    if (++count > MAX_KEYS) {
      dropped.push({ key: 'the rest', value: '', reason: `a link has at most ${MAX_KEYS} keys` });
      break;
    }
    if (!isSetting(key) && isTracking(key)) continue;
    const reason = readKey(key, value, found, story);
    // A value that cannot be used may have been damaged on the way, so repaired forms are tried. The message quotes the
    // original.
    if (reason && repairedValues(key, value).every((other) => readKey(key, other, found, story)))
      dropped.push({ key, value, reason });
  }
  const settings = { ...defaultSettings(), ...found } as Settings;
  const last = story.steps(settings.chapter) - 1;
  if (story !== NO_STORY && settings.step > last) {
    dropped.push({ key: 'step', value: String(settings.step), reason: `this chapter's last step is ${last}` });
    settings.step = found.step = last;
  }
  const renewed = named && version !== undefined && version <= FIRST_GALLERY;
  return { settings: { ...baseSettings(settings, story), ...found } as Settings, dropped, renewed };
}

/** Puts the value of a key into `found`, or says why it cannot be used. */
function readKey(
  key: string,
  value: string,
  found: Partial<Record<SettingKey, Settings[SettingKey]>>,
  story: StoryIndex,
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

/** Mail programs, chats and social networks change links. These functions undo what can be recognised. */

/** Keys that other sites add to track users. They are ignored without a message. */
const TRACKING =
  /^(?:utm_\w+|[a-z]*cl(?:k)?id|gbraid|wbraid|mc_[ce]id|igshid?|igsh|li_fat_id|_hs\w+|hs\w+tracking|mkt_tok|ref|ref_src|ref_url|si|_g[al]|__(?:cft\w*|tn\w*|s)|oly_\w+|vero_\w+|(?:mtm|pk|at|ns|sc|s|hsa|epik|trk|spm)_\w+|spm|trk|cmpid|source)$/i;

export const isTracking = (key: string): boolean => TRACKING.test(key);

/** Line ends that were encoded, with the soft break of mails before them. */
const BREAKS = /=?(?:%0d|%0a|[\r\n])+(?:%20|%09|[ \t])*/gi;

/**
 * Restores a query: "&amp;" becomes an ampersand; encoded and real line breaks and the "=3D" of mails are removed; a query that
 * was encoded as a whole is decoded.
 */
export function repairQuery(search: string): string {
  let query = search.replace(/&(?:amp;)+/gi, '&').replace(BREAKS, '');
  const whole = /^\?\w+%3d[^=&]*$/i.test(query);
  try {
    if (whole) query = decodeURIComponent(query);
  } catch {
    // It was not encoded as a whole.
  }
  return /[?&]v=3D\d(?:&|$)/i.test(query) ? query.replace(/=3D/gi, '=') : query;
}

/** Lists of numbers separated by dots. A dot at the end may mean that a number was lost. */
const DOTTED = new Set(['picked', 'units']);

/** Longer values cannot be settings of this app. */
const MAX_REPAIRED = 4000;

/**
 * Other ways to read a value that cannot be used: without the punctuation of the sentence around the link, and without breaks.
 */
export function repairedValues(key: string, value: string): string[] {
  if (value.length > MAX_REPAIRED) return [];
  const end = DOTTED.has(key) ? /[,;:!?)\]}>"'»”’]+$/ : /[.,;:!?)\]}>"'»”’]+$/;
  const bare = value.trim().replace(end, '');
  return [...new Set([bare, bare.replace(/[\s=]+/g, '')])].filter((one) => one !== value && one !== '');
}
