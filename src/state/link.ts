import { defaultSettings, parseSetting, SETTING_KEYS, SETTINGS, type SettingKey, type Settings, settingText } from './settings';

/** Share link, version 1: `?v=1&preset=chain-3&sigma=2`, only what differs from the defaults. */
export const LINK_VERSION = 1;

/** A key that could not be used, with the reason. */
export interface DroppedKey {
  key: string;
  value: string;
  reason: string;
}

/** Query string of a state, with the leading question mark; the version alone for the default state. */
export function encodeLink(settings: Settings): string {
  const query = new URLSearchParams({ v: String(LINK_VERSION) });
  for (const key of SETTING_KEYS)
    if (SETTINGS[key].kept === 'link' && settings[key] !== SETTINGS[key].fallback) query.set(key, settingText(settings[key]));
  return `?${query}`;
}

const isSetting = (key: string): key is SettingKey => Object.hasOwn(SETTINGS, key);

/** Settings of a query string. Nothing in a link can make this throw: what is not understood is dropped and listed. */
export function decodeLink(search: string): { settings: Settings; dropped: DroppedKey[] } {
  const settings = defaultSettings();
  const dropped: DroppedKey[] = [];
  const query = new URLSearchParams(search);
  const version = query.get('v');
  if (version !== null && version !== String(LINK_VERSION))
    dropped.push({ key: 'v', value: version, reason: `this app reads version ${LINK_VERSION}; the keys it knows were used` });
  for (const [key, value] of query) {
    if (key === 'v') continue;
    if (!isSetting(key)) {
      dropped.push({ key, value, reason: 'is not a setting' });
      continue;
    }
    const parsed = parseSetting(key, value);
    if (parsed.ok) Object.assign(settings, { [key]: parsed.value });
    else dropped.push({ key, value, reason: parsed.reason });
  }
  return { settings, dropped };
}

/** The dropped keys in one sentence, or undefined when there are none. Values are cut: a link may hold anything. */
export function droppedSentence(dropped: readonly DroppedKey[]): string | undefined {
  if (dropped.length === 0) return undefined;
  const shown = dropped.slice(0, 5).map(({ key, value, reason }) => `${key.slice(0, 24)} “${value.slice(0, 24)}” ${reason}`);
  const rest = dropped.length > 5 ? `; and ${dropped.length - 5} more` : '';
  return `Part of the link was left out: ${shown.join('; ')}${rest}. The defaults are used there.`;
}
