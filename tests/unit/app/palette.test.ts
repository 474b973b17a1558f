import { describe, expect, it } from 'vitest';
import { matchScore } from '../../../src/app/palette/match';

/** The texts in the order they would be listed; those that do not fit are left out. */
const ranked = (query: string, texts: readonly string[]): string[] =>
  texts
    .map((text) => ({ text, score: matchScore(query, text) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text);

const TITLES = ['Kick neurons', 'Neuron wall', 'Noise level', 'Noise sensitivity', 'Weights and circuit', 'Spectrum'];

describe('what was typed', () => {
  it('is found by the starts of words, by letters left out, and in any order', () => {
    expect(ranked('kick', TITLES)[0]).toBe('Kick neurons');
    expect(ranked('neur', TITLES)).toEqual(['Neuron wall', 'Kick neurons']);
    expect(ranked('nlv', TITLES)).toEqual(['Noise level']);
    expect(ranked('sens noise', TITLES)).toEqual(['Noise sensitivity']);
    expect(ranked('xyz', TITLES)).toEqual([]);
  });
  it('needs every word, and no word fits everything', () => {
    expect(ranked('noise wall', TITLES)).toEqual([]);
    expect(ranked('', TITLES)).toHaveLength(TITLES.length);
  });
  it('passes over capitals and accents, and finds Greek letters by their names', () => {
    expect(matchScore('mobius', 'Möbius map')).toBeGreaterThan(0);
    expect(matchScore('SIGMA', 'noise σ')).toBeGreaterThan(0);
    expect(matchScore('σ', 'noise sigma')).toBeGreaterThan(0);
  });
  it('prefers letters side by side to the same ones scattered', () => {
    expect(matchScore('wall', 'Neuron wall')).toBeGreaterThan(matchScore('wall', 'who are all the lions'));
  });
});
