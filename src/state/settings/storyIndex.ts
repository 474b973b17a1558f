import type { Settings } from './settings';

/** What the story tells the rest of the app: its chapters, and the state of the lab at each step of them. */
export interface StoryIndex {
  /** Ids of the chapters in order; the first is the opening. */
  readonly ids: readonly string[];
  /** Number of steps of a chapter, at least 1. */
  steps(chapter: string): number;
  /** What a step sets beside the defaults. */
  stateOf(chapter: string, step: number): Partial<Settings>;
}

/** No story: links then stand for differences from the defaults alone. */
export const NO_STORY: StoryIndex = { ids: [], steps: () => 1, stateOf: () => ({}) };
