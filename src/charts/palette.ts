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
    noiseOff: '#707070',
    warning: '#6b4500',
    error: '#8f130d',
    weight: 1.6,
  },
};
