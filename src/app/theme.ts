import { PALETTES, type Profile } from '../charts/palette';

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
