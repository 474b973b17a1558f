import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { encodeModel, grainedModel } from '../../../src/hmm/modelText';
import { decodeLink, droppedSentence, encodeLink } from '../../../src/state/settings/link';
import { defaultSettings, HIDEABLE, SETTING_KEYS, SETTINGS, type Settings } from '../../../src/state/settings/settings';
import { CHAPTER_STATES, STORY } from '../../../src/story/states';
import engines from '../../fixtures/links/engines.json';
import v1 from '../../fixtures/links/v1.json';
import v2 from '../../fixtures/links/v2.json';

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
      if (key === 'chapter') return [key, fc.constantFrom(...STORY.ids)];
      if (key === 'step') return [key, fc.constant(0)];
      if (key === 'hide') return [key, fc.subarray(Object.keys(HIDEABLE)).map((names) => names.join('.'))];
      if (key === 'allow') return [key, fc.constantFrom('', 'https://school.example', 'http://localhost:8080')];
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
  it('round-trips every state, with and without the story', () => {
    for (const story of [undefined, STORY])
      fc.assert(
        fc.property(anySettings, fc.nat(10), (drawn, step) => {
          const settings = story ? { ...drawn, step: Math.min(step, story.steps(drawn.chapter) - 1) } : drawn;
          const { settings: again, dropped } = decodeLink(encodeLink(settings, story), story);
          expect(dropped).toEqual([]);
          expect(again).toEqual(settings);
        }),
        { numRuns: 500 },
      );
  });
  it('writes only what differs', () => {
    expect(encodeLink(defaultSettings())).toBe('?v=3');
    expect(encodeLink({ ...defaultSettings(), sigma: 2, noise: false })).toBe('?v=3&sigma=2&noise=0');
  });
  it('writes a step of the story as its place alone, and what differs from how the step stands', () => {
    const { id, sets } = CHAPTER_STATES.find(({ sets: all }) => Object.keys(all[1] ?? {}).length > 0)!;
    const settings = { ...defaultSettings(), chapter: id, step: 1, ...sets[1] };
    expect(encodeLink(settings, STORY)).toBe(`?v=3&chapter=${id}&step=1`);
    expect(encodeLink({ ...settings, seed: 9 }, STORY)).toBe(`?v=3&chapter=${id}&step=1&seed=9`);
    // What the step sets can be set back.
    const [key] = Object.keys(sets[1]!) as (keyof Settings)[];
    const back = { ...settings, [key!]: defaultSettings()[key!] };
    expect(decodeLink(encodeLink(back, STORY), STORY).settings).toEqual(back);
  });
  it('has at most 300 characters for every step of the story and every network that ships', () => {
    for (const { id, sets } of CHAPTER_STATES)
      for (const [step, set] of sets.entries())
        expect(encodeLink({ ...defaultSettings(), chapter: id, step, ...set, lecture: true }, STORY).length).toBeLessThan(80);
    const live = {
      sigma: 0.333,
      noise: false,
      speed: 1234,
      seed: 4294967295,
      plane: '3d',
      crowd: 200,
      cloud: 'density',
    } as const;
    const more = { flow: true, actOn: 'integrators', mu: 0.55, profile: 'projector', cutCluster: 12, lecture: true } as const;
    for (const preset of SETTINGS.preset.options) {
      const settings = { ...defaultSettings(), view: 'lab', preset, net: 3, units: 150, ...live, ...more } as Settings;
      expect(encodeLink(settings, STORY).length).toBeLessThanOrEqual(300);
    }
  });
  it('has at most 2,000 characters for any model of 5 states and 3 outputs', () => {
    const row = (n: number) =>
      fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: n, maxLength: n }).map((parts) => {
        const sum = parts.reduce((a, b) => a + b);
        return parts.map((part) => part / sum);
      });
    const rows = (n: number) => fc.array(row(n), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(row(5), rows(5), rows(3), fc.string({ maxLength: 80 }), (startProb, transitionMatrix, emissionMatrix, name) => {
        const spec = { name, topology: 'custom', nStates: 5, nOutputs: 3, startProb, transitionMatrix, emissionMatrix } as const;
        const model = encodeModel(grainedModel(spec));
        const link = encodeLink({ ...defaultSettings(), model, view: 'lab' });
        expect(link.length).toBeLessThanOrEqual(2000);
        expect(decodeLink(link).dropped).toEqual([]);
      }),
    );
  });
  it.each(v1)('reads the version-1 link $link for ever', ({ link, differs }) => {
    for (const story of [undefined, STORY]) {
      const { settings, dropped } = decodeLink(link, story);
      expect(dropped).toEqual([]);
      expect(settings).toEqual({ ...defaultSettings(), ...differs });
    }
  });
  it.each(v2)('reads the version-2 link $link for ever', ({ link, differs }) => {
    const { settings, dropped } = decodeLink(link, STORY);
    expect(dropped).toEqual([]);
    expect(settings).toEqual({ ...defaultSettings(), ...differs });
  });
  it.each(engines)('reads the engine that $link names by its id of then', ({ link, differs }) => {
    const { settings, dropped } = decodeLink(link);
    expect(dropped).toEqual([]);
    expect(settings).toEqual({ ...defaultSettings(), ...differs });
    expect(decodeLink(encodeLink(settings)).settings).toEqual(settings);
  });
  it('gives links of version 2 the custom recipe they meant, and today’s links today’s', () => {
    const before = decodeLink('?v=2&recipe=custom&rate=0.001').settings;
    expect(before).toMatchObject({ gain: 2, readout: 1, batch: 256, length: 60, rate: 0.001, penalty: 0.03, updates: 600 });
    const now = decodeLink('?v=3&recipe=custom').settings;
    expect(now).toMatchObject({ gain: 1, readout: 8, batch: 512, length: 30, rate: 0.001, penalty: 0, updates: 1600 });
    expect(decodeLink('?v=2&recipe=preset').settings.recipe).toBe('live');
    expect(decodeLink('?v=2&recipe=preset').dropped).toEqual([]);
  });
  it('tells links that name a network of the first gallery', () => {
    for (const query of ['v=1&preset=chain-3', 'v=2&net=2', 'v=2&view=lab&picked=3.9', 'v=2&preset=fully&moment=300'])
      expect(decodeLink(`?${query}`).renewed).toBe(true);
    const own = encodeModel(grainedModel(PAPER_HMMS['chain-2']));
    for (const query of ['', 'v=2', 'v=2&sigma=2', 'v=3&preset=chain-3', `v=2&model=${own}&picked=3`, 'preset=chain-3'])
      expect(decodeLink(`?${query}`).renewed).toBe(false);
  });
  it('drops chapters and steps that the story does not have', () => {
    expect(decodeLink('?v=3&chapter=nowhere', STORY).dropped[0]!.reason).toMatch(/not a chapter/);
    const { settings, dropped } = decodeLink('?v=3&chapter=zones&step=19', STORY);
    expect(dropped[0]!.reason).toMatch(/last step is 2/);
    expect(settings.step).toBe(2);
  });
  it('drops origins and names of controls that are none', () => {
    for (const query of [
      'allow=javascript:alert(1)',
      'allow=https://a.example/path',
      'allow=*',
      'hide=everything',
      'hide=noise,sigma',
    ])
      expect(decodeLink(`?v=3&${query}`).dropped).toHaveLength(1);
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
    ['engine=tfjs', 'engine', /must be one of auto, wasm-simd, webgpu/],
    ['engine=toString', 'engine', /must be one of/],
    ['rate=-1', 'rate', /between 0 and/],
  ])('drops %s and says why', (query, key, reason) => {
    const { settings, dropped } = decodeLink(`?v=1&speed=10&${query}`);
    expect(dropped).toHaveLength(1);
    expect(dropped[0]!.key).toBe(key);
    expect(dropped[0]!.reason).toMatch(reason);
    expect(settings).toEqual({ ...defaultSettings(), view: 'lab', speed: 10 });
    expect(droppedSentence(dropped)).toContain(key);
  });
  it('says so when the version is another, and uses what it knows', () => {
    const { settings, dropped } = decodeLink('?v=7&sigma=2');
    expect(settings.sigma).toBe(2);
    expect(droppedSentence(dropped)).toMatch(/versions 1 to 3/);
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
