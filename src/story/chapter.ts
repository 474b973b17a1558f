import type { Settings } from '../state/settings/settings';
import type { VerbId } from './verbs';

/** A word that sets the lab. It is pressed while the lab stands so, and a second press takes it back to what the step had set. */
export interface SetWord {
  kind: 'set';
  text: string;
  set: Partial<Settings>;
}

/** A word that does something once. */
export interface DoWord {
  kind: 'do';
  text: string;
  verb: VerbId;
}

/** A word that points: the part of the picture it names is picked out while it is pointed at or focused. */
export interface SeeWord {
  kind: 'see';
  text: string;
  part: PartId;
}

/** A number in the prose that can be dragged. */
export interface ScrubWord {
  kind: 'scrub';
  setting: 'sigma' | 'speed' | 'mu' | 'crowd';
  low: number;
  high: number;
}

export type Piece = string | SetWord | DoWord | SeeWord | ScrubWord;
export type Paragraph = readonly Piece[];

/** Parts of the page that prose can point at. */
export const PARTS = [
  'portrait',
  'cross',
  'head',
  'outputs',
  'model-outputs',
  'network-outputs',
  'noise',
  'figure',
  'training',
] as const;
export type PartId = (typeof PARTS)[number];

/** What stands beside the live portrait. The ids of analysis panels are those of the lab. */
export const FIGURES = ['model', 'training', 'slow', 'collapse', 'noise-level', 'interventions', 'emergence', 'reuse'] as const;
export type FigureId = (typeof FIGURES)[number];

/** One step of a chapter: what is said. How the lab stands is in `states.ts`. */
export interface Step {
  /** The line of lecture mode: one short sentence. */
  say: string;
  text: readonly Paragraph[];
  figure?: FigureId;
  /** What to look for. */
  notice?: string;
}

/** A formula, folded away until it is asked for. */
export interface Formula {
  /** TeX. */
  tex: string;
  words: string;
}

export interface Chapter {
  id: string;
  steps: readonly Step[];
  /** Something to do at its end; the words act as in its last step. */
  todo?: Paragraph;
  question: { ask: string; answer: string };
  formulas: readonly Formula[];
}

export const set = (text: string, settings: Partial<Settings>): SetWord => ({ kind: 'set', text, set: settings });
export const act = (text: string, verb: VerbId): DoWord => ({ kind: 'do', text, verb });
export const see = (text: string, part: PartId): SeeWord => ({ kind: 'see', text, part });
export const scrub = (setting: ScrubWord['setting'], low: number, high: number): ScrubWord => ({
  kind: 'scrub',
  setting,
  low,
  high,
});
