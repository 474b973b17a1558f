import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { parseSetting, SETTING_KEYS, type SettingKey, type Settings, settingText } from '../../../src/state/settings/settings';
import { FIGURES, PARTS, type Piece, type SetWord } from '../../../src/story/chapter';
import { CHAPTERS } from '../../../src/story/chapters';
import { CHAPTER_STATES, hasFigure } from '../../../src/story/states';
import { GALLERY } from './gallery';
import { countWords, partsOf } from './words';

const STEPS = CHAPTERS.flatMap((chapter) => chapter.steps.map((step, n) => ({ chapter, step, n })));
const pieces = STEPS.flatMap(({ step }) => step.text.flat());
const isSet = (piece: Piece): piece is SetWord => typeof piece !== 'string' && piece.kind === 'set';

/** Everything that sets the lab: steps by `states.ts`, words by their text. */
const SETS: [string, Partial<Settings>][] = [
  ...CHAPTER_STATES.flatMap(({ id, sets }) => sets.map((set, n): [string, Partial<Settings>] => [`${id} ${n}`, set])),
  ...pieces.filter(isSet).map(({ text, set }): [string, Partial<Settings>] => [`the words “${text}”`, set]),
];

describe('chapters and their states', () => {
  it('agree in their ids, in order, and in their numbers of steps', () => {
    expect(CHAPTERS.map(({ id, steps }) => [id, steps.length])).toEqual(CHAPTER_STATES.map(({ id, sets }) => [id, sets.length]));
    expect(new Set(CHAPTERS.map(({ id }) => id)).size).toBe(CHAPTERS.length);
  });

  it('agree on which steps have a figure beside the live picture', () => {
    for (const { chapter, step, n } of STEPS)
      expect(`${chapter.id} ${n} ${hasFigure(chapter.id, n)}`).toBe(`${chapter.id} ${n} ${step.figure !== undefined}`);
  });

  it('name figures and parts of the page that there are', () => {
    for (const { step } of STEPS) if (step.figure) expect(FIGURES).toContain(step.figure);
    for (const piece of pieces) if (typeof piece !== 'string' && piece.kind === 'see') expect(PARTS).toContain(piece.part);
  });

  it.each(SETS)('%s sets what can stand in a link, and never the place', (_, set) => {
    for (const [key, value] of Object.entries(set) as [SettingKey, Settings[SettingKey]][]) {
      expect(SETTING_KEYS).toContain(key);
      expect(['view', 'chapter', 'step']).not.toContain(key);
      expect(parseSetting(key, settingText(value))).toEqual({ ok: true, value });
    }
  });

  it('show moments of the training that the shipped history holds, and none that grows without bound', () => {
    const moments = SETS.flatMap(([, { moment }]) => (moment === undefined ? [] : [moment]));
    const { checkpoints } = GALLERY.history('chain-2');
    expect(moments.length).toBeGreaterThan(4);
    for (const moment of moments) expect(checkpoints.find(({ update }) => update === moment)).toMatchObject({ bounded: true });
  });
});

describe('what is read', () => {
  it.each(CHAPTERS.map((chapter) => [chapter.id, chapter] as const))('%s can be read in two minutes', (_, chapter) => {
    expect(partsOf(chapter).reduce((sum, part) => sum + countWords(part), 0)).toBeLessThanOrEqual(420);
  });

  it('is short in lecture mode', () => {
    for (const { step } of STEPS) expect(step.say.length, step.say).toBeLessThanOrEqual(75);
  });

  it('keeps the style of the house: whole sentences, no exclamation mark, no double space', () => {
    for (const part of CHAPTERS.flatMap(partsOf)) {
      expect(part).not.toMatch(/!| {2}|\s$|^\s|\.\.\./);
      expect(part).toMatch(/[.?]$/);
    }
  });

  it.each(CHAPTERS.flatMap(({ id, formulas }) => formulas.map(({ tex }) => [id, tex] as const)))(
    '%s: KaTeX typesets %s',
    (_, tex) => {
      const html = katex.renderToString(tex, { displayMode: true, output: 'htmlAndMathml', throwOnError: true, strict: 'error' });
      expect(html).not.toContain('katex-error');
    },
  );
});
