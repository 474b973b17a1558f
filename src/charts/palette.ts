/** Colours by profile: one meaning per colour everywhere. Output colours are colour-blind safe (green, blue, vermilion, …). */
export interface Palette {
  background: string;
  panel: string;
  ink: string;
  muted: string;
  line: string;
  accent: string;
  onAccent: string;
  /** Output 0 … 5. */
  outputs: readonly string[];
  /** Transition, kick-zone, cluster, unassigned. */
  zones: readonly [string, string, string, string];
  /** Ends of a scale of signed values: inhibition and excitation. Zero is a neutral of the panel (`diverging.ts`). */
  negative: string;
  positive: string;
  /** Kick groups, amber and violet first; unlike in lightness where colour-blind eyes see one hue. */
  groups: readonly string[];
  /** The populations that excite the first two groups: their paler relatives. */
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
    accent: '#3b3f98',
    onAccent: '#ffffff',
    outputs: ['#00855c', '#2a63c9', '#c9441a', '#8450b8', '#a07400', '#4f6470'],
    zones: ['#d98e04', '#b0307a', '#7a8794', '#d3cdc1'],
    negative: '#1d4e89',
    positive: '#a3271f',
    groups: ['#c27a00', '#6f3fb5', '#0a6470', '#d4559f', '#4d6a00', '#6e3b24'],
    populations: ['#e2b15f', '#b39be0'],
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
    accent: '#8f97ff',
    onAccent: '#121418',
    outputs: ['#2cc394', '#6ba4ff', '#ff8052', '#bf94f0', '#dcb13c', '#9db2bf'],
    zones: ['#ffb938', '#f06bb4', '#8d9aa8', '#464b54'],
    negative: '#3f8fd0',
    positive: '#e5575c',
    groups: ['#f5b02e', '#a87cf0', '#1d8a96', '#ff9fd0', '#c3dd7a', '#b5795a'],
    populations: ['#a88a50', '#8571ab'],
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
    accent: '#1d1f7a',
    onAccent: '#ffffff',
    outputs: ['#006b48', '#0b46ad', '#b52e00', '#662f9c', '#7d5a00', '#2f424d'],
    zones: ['#c77d00', '#93195f', '#66727f', '#cfcfcf'],
    negative: '#123f75',
    positive: '#8c1713',
    groups: ['#b56f00', '#56269c', '#004a52', '#c4428c', '#3a5200', '#4f2714'],
    populations: ['#d9ab63', '#a285cf'],
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
