import { describe, expect, it } from 'vitest';
import { reveal, showFilm } from '../../../src/state/page/slice';
import { defaultSettings } from '../../../src/state/settings/settings';
import { createAppStore } from '../../../src/state/store';
import { updateAtStep } from '../../../src/story/birth/birthPicture';
import { actionOf, headlineOf } from '../../../src/story/lecture/slideAction';
import { predictionOf, shownOf } from '../../../src/story/lecture/slides';
import { CHAPTER_STATES, STORY } from '../../../src/story/states';

/** The page at a step of a lecture. */
function standing(chapter: string, step: number, more: object = {}) {
  return createAppStore({ ...defaultSettings(), chapter, step, lecture: true, ...STORY.stateOf(chapter, step), ...more });
}
const film = (of: string, playing: boolean) => ({
  of,
  playing,
  caption: '',
  reach: 1,
  marked: false,
  timeline: undefined,
  asked: undefined,
  after: {},
});

describe('slides', () => {
  const PLACES = CHAPTER_STATES.flatMap(({ id, sets }) => sets.map((_, step) => [id, step] as const));

  it.each(PLACES)('%s %i shows something, and Enter does something', (chapter, step) => {
    const store = standing(chapter, step);
    expect(['picture', 'figure', 'both', 'code']).toContain(shownOf(store.getState()));
    expect(actionOf(store.getState()).words.length).toBeGreaterThan(3);
  });

  it('ask before they show, once, and not where the deck goes by itself or outside of a lecture', () => {
    const store = standing('silence', 0);
    expect(predictionOf(store.getState())?.choices.length).toBe(3);
    expect(actionOf(store.getState()).words).toMatch(/see what happens/);
    reveal(store, 'silence 0');
    expect(predictionOf(store.getState())).toBeUndefined();
    expect(predictionOf(standing('silence', 0, { loop: true }).getState())).toBeUndefined();
    expect(predictionOf(standing('silence', 0, { lecture: false }).getState())).toBeUndefined();
  });

  it('offer the end of a film that plays, and the film again when it is over', () => {
    const store = standing('zones', 1);
    showFilm(store, film('zones 1', true));
    expect(actionOf(store.getState()).words).toMatch(/end of the film/);
    showFilm(store, film('zones 1', false));
    expect(actionOf(store.getState()).words).toMatch(/again/);
  });

  it('have the line of the step as their headline, until the noise is not as the step says', () => {
    expect(headlineOf(standing('match', 0).getState(), 'the line')).toBe('the line');
    expect(headlineOf(standing('match', 0, { noise: false }).getState(), 'the line')).toMatch(/Without noise/);
    expect(headlineOf(standing('silence', 0).getState(), 'the line')).toBe('the line');
    expect(headlineOf(standing('silence', 0, { noise: true }).getState(), 'the line')).toMatch(/With noise/);
  });
});

describe('the update that a film of the training shows', () => {
  const keys = [
    { step: 100, update: 0 },
    { step: 200, update: 50 },
    { step: 300, update: 60 },
  ];
  it('goes on evenly from key to key, and rests before the first and after the last', () => {
    expect([50, 100, 150, 200, 210, 300, 999].map((step) => updateAtStep(keys, step))).toEqual([0, 0, 25, 50, 51, 60, 60]);
  });
});
