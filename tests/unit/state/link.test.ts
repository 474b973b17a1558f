import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grainedModel } from '../../../src/hmm/edit';
import { encodeModel } from '../../../src/hmm/encode';
import { PAPER_HMMS } from '../../../src/hmm/paper';
import { decodeLink, droppedSentence, encodeLink } from '../../../src/state/link';
import { defaultSettings, SETTING_KEYS, SETTINGS, type Settings } from '../../../src/state/settings';

/** Any state the app can be in. */
const anySettings: fc.Arbitrary<Settings> = fc.record(
  Object.fromEntries(
    SETTING_KEYS.map((key) => {
      const row = SETTINGS[key] as {
        fallback: unknown;
        low?: number;
        high?: number;
        whole?: boolean;
        options?: readonly string[];
      };
      if (row.options) return [key, fc.constantFrom(...row.options)];
      if (typeof row.fallback === 'boolean') return [key, fc.boolean()];
      if (key === 'model')
        return [key, fc.constantFrom('', ...Object.values(PAPER_HMMS).map((hmm) => encodeModel(grainedModel(hmm))))];
      // The other texts of the state are lists of units.
      if (typeof row.fallback === 'string')
        return [key, fc.array(fc.integer({ min: 0, max: 511 })).map((units) => units.join('.'))];
      const { low, high, whole } = row as { low: number; high: number; whole?: boolean };
      // Sliders and fields give at most ten significant digits.
      const number = fc
        .double({ min: low, max: high, noNaN: true })
        .map((v) => Math.min(high, Math.max(low, Number(v.toPrecision(9)))));
      return [key, whole ? fc.integer({ min: low, max: high }) : number];
    }),
  ),
) as unknown as fc.Arbitrary<Settings>;

describe('share link', () => {
  it('drops units that are none', () => {
    for (const picked of ['1,2', 'a', '1..2', '.', '-3', '1.2.', '9999'])
      expect(decodeLink(`?v=1&picked=${picked}`).dropped).toHaveLength(1);
  });
  it('round-trips every state', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const { settings: again, dropped } = decodeLink(encodeLink(settings));
        expect(dropped).toEqual([]);
        expect(again).toEqual(settings);
      }),
    );
  });
  it('writes only what differs', () => {
    expect(encodeLink(defaultSettings())).toBe('?v=1');
    expect(encodeLink({ ...defaultSettings(), sigma: 2, noise: false })).toBe('?v=1&sigma=2&noise=0');
  });
  it('reads links of version 1 for ever', () => {
    const { settings, dropped } = decodeLink('?v=1&preset=chain-3&sigma=0.5&noise=0&speed=120&seed=42&view=lab');
    expect(dropped).toEqual([]);
    expect(settings).toMatchObject({ preset: 'chain-3', sigma: 0.5, noise: false, speed: 120, seed: 42, view: 'lab' });
  });
  it.each([
    ['preset=chain-9', 'preset', /must be one of chain-2/],
    ['sigma=99', 'sigma', /between 0.05 and 8/],
    ['sigma=', 'sigma', /is empty/],
    ['sigma=abc', 'sigma', /not a number/],
    ['sigma=Infinity', 'sigma', /not a number/],
    ['seed=1.5', 'seed', /whole number/],
    ['noise=yes', 'noise', /0 or 1/],
    ['bogus=1', 'bogus', /not a setting/],
    ['__proto__=1', '__proto__', /not a setting/],
    ['rate=-1', 'rate', /between 0 and/],
  ])('drops %s and says why', (query, key, reason) => {
    const { settings, dropped } = decodeLink(`?v=1&speed=10&${query}`);
    expect(dropped).toHaveLength(1);
    expect(dropped[0]!.key).toBe(key);
    expect(dropped[0]!.reason).toMatch(reason);
    expect(settings).toEqual({ ...defaultSettings(), speed: 10 });
    expect(droppedSentence(dropped)).toContain(key);
  });
  it('says so when the version is another, and uses what it knows', () => {
    const { settings, dropped } = decodeLink('?v=7&sigma=2');
    expect(settings.sigma).toBe(2);
    expect(droppedSentence(dropped)).toMatch(/version 1/);
  });
  it('survives anything', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webQueryParameters()), (text) => {
        const { settings } = decodeLink(`?${text}`);
        expect(decodeLink(encodeLink(settings)).dropped).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});
