/**
 * Colours by profile: one meaning per colour everywhere. A test holds the contrasts that WCAG 2.2 asks for, and that eyes without one
 * of the three cones tell the colours of a list apart: they differ in lightness where such eyes see one hue.
 */
export interface Palette {
  background: string;
  panel: string;
  ink: string;
  muted: string;
  /** Rules and grids: they may be faint, nothing hangs on them. */
  line: string;
  /** The border of a control, which has to be found. */
  edge: string;
  accent: string;
  onAccent: string;
  /** Output 0 … 5: green, blue, vermilion, purple, brown, teal. Words may stand in them, and on them in the colour of the panel. */
  outputs: readonly string[];
  /** Transition, kick-zone, cluster, unassigned. */
  zones: readonly [string, string, string, string];
  /** Ends of a scale of signed values: inhibition and excitation. Zero is a neutral of the panel (`diverging.ts`). */
  negative: string;
  positive: string;
  /** Kick groups, amber and violet first. */
  groups: readonly string[];
  /** The populations that excite the first two groups: their quieter relatives. */
  populations: readonly [string, string];
  /** Anything the network does without noise. */
  noiseOff: string;
  warning: string;
  error: string;
  /** Multiplies line widths and point sizes. */
  weight: number;
}

export const PROFILES = ['screen', 'dark', 'projector'] as const;
export type Profile = (typeof PROFILES)[number];

export const PALETTES: Record<Profile, Palette> = {
  screen: {
    background: '#f7f5f0',
    panel: '#ffffff',
    ink: '#1f1d1a',
    muted: '#67635b',
    line: '#e2ded4',
    edge: '#8f897d',
    accent: '#3b3f98',
    onAccent: '#ffffff',
    outputs: ['#00855c', '#2a63c9', '#c9441a', '#532d77', '#5e3615', '#114748'],
    zones: ['#d26c00', '#8a1052', '#5c687c', '#8e8a80'],
    negative: '#1d4e89',
    positive: '#a3271f',
    groups: ['#945a00', '#6f3fb5', '#009c95', '#68004f', '#143d00', '#543732'],
    populations: ['#b18600', '#9c7ae3'],
    noiseOff: '#8b8880',
    warning: '#8a5a00',
    error: '#a8231c',
    weight: 1,
  },
  dark: {
    background: '#121418',
    panel: '#191c22',
    ink: '#eceae5',
    muted: '#a3a7af',
    line: '#2d323b',
    edge: '#6a717d',
    accent: '#8f97ff',
    onAccent: '#121418',
    outputs: ['#5edda7', '#0d94f7', '#f57548', '#cfb7f9', '#f2df5a', '#bedde2'],
    zones: ['#ffba21', '#cf45a6', '#a4afbd', '#69695b'],
    negative: '#3f8fd0',
    positive: '#e5575c',
    groups: ['#f5b02e', '#c39bff', '#41f9fe', '#f5669d', '#708a5d', '#fedccc'],
    populations: ['#9d5e00', '#845d9e'],
    noiseOff: '#7d828b',
    warning: '#f0b84a',
    error: '#ff8279',
    weight: 1,
  },
  projector: {
    background: '#ffffff',
    panel: '#ffffff',
    ink: '#000000',
    muted: '#3d3d3d',
    line: '#b5b5b5',
    edge: '#767676',
    accent: '#1d1f7a',
    onAccent: '#ffffff',
    outputs: ['#006b48', '#0b46ad', '#b52e00', '#8c58dc', '#4b2700', '#003640'],
    zones: ['#d46c00', '#7a0043', '#566478', '#8a8a80'],
    negative: '#123f75',
    positive: '#8c1713',
    groups: ['#8f5600', '#56269c', '#009ba3', '#790040', '#7c9364', '#401b00'],
    populations: ['#be8b00', '#a77fe8'],
    noiseOff: '#707070',
    warning: '#6b4500',
    error: '#8f130d',
    weight: 1.6,
  },
};

/** Red, green and blue of a colour of these tables (#rrggbb), 0…255. */
export const channels = (colour: string): [number, number, number] => [
  Number.parseInt(colour.slice(1, 3), 16),
  Number.parseInt(colour.slice(3, 5), 16),
  Number.parseInt(colour.slice(5, 7), 16),
];

/** The colour `share` of the way from one to another. */
export function mixColours(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  return `rgb(${a.map((value, n) => Math.round(value + (b[n]! - value) * share)).join(', ')})`;
}
