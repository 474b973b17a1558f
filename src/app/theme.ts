import { PALETTES, PROFILES, type Profile } from '../charts/palette';
import type { Settings } from '../state/settings/settings';
import { readText, writeText } from '../state/webStorage';

/** Where the colours are kept that the reader chose. */
const KEY = 'colours';

/** Colours that the reader chose earlier; at the first visit those that the system prefers. undefined: no wish is known. */
export function wishedProfile(view: Window): Profile | undefined {
  const chosen = PROFILES.find((name) => name === readText('local', KEY));
  return chosen ?? (view.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : undefined);
}

/** Keeps the colours for later visits. */
export const keepProfile = (profile: Profile): void => void writeText('local', KEY, profile);

/** Writes on the root what the style sheets ask about the page. Called before the first painting too, so that nothing moves after it. */
export function applyPage({ hide, ui, lecture, view }: Pick<Settings, 'hide' | 'ui' | 'lecture' | 'view'>, highlight = ''): void {
  Object.assign(document.documentElement.dataset, {
    hide: hide.replaceAll('.', ' '),
    ui,
    view: lecture ? 'lecture' : view,
    highlight,
  });
}

/** Writes a profile's colours to CSS variables, so that pages and canvases share one table. */
export function applyProfile(profile: Profile): void {
  const root = document.documentElement;
  const { outputs, zones, groups, populations, weight, ...colours } = PALETTES[profile];
  root.dataset.profile = profile;
  for (const [name, colour] of Object.entries(colours))
    root.style.setProperty(`--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, colour);
  for (const [name, list] of [
    ['output', outputs],
    ['zone', zones],
    ['group', groups],
    ['population', populations],
  ] as const)
    list.forEach((colour, k) => {
      root.style.setProperty(`--${name}-${k}`, colour);
    });
  root.style.setProperty('--weight', String(weight));
}
