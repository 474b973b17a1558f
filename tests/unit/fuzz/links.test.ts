import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { encodeModel, grainedModel } from '../../../src/hmm/modelText';
import { NO_STORY } from '../../../src/state/settings/link';
import { HIDEABLE, SETTING_KEYS, SETTINGS } from '../../../src/state/settings/settings';
import { STORY } from '../../../src/story/states';
import v1 from '../../fixtures/links/v1.json';
import v2 from '../../fixtures/links/v2.json';
import { CASES, fuzz } from './cases';
import { awkward, damageText, trap } from './damage';
import { link } from './readers';

const models = Object.values(PAPER_HMMS).map((hmm) => encodeModel(grainedModel(hmm)));
const options = SETTING_KEYS.flatMap((key) => (SETTINGS[key] as { options?: readonly string[] }).options ?? []);
const key = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom<string>(...SETTING_KEYS) },
  { weight: 2, arbitrary: fc.constantFrom('v', 'view', 'chapter', 'step', 'model') },
  { weight: 1, arbitrary: fc.oneof(trap, fc.constantFrom('__defineGetter__', 'SIGMA', 'sigma ', 'w', 'the rest')) },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }) },
);
const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('0', '1', '2', '0.5', '3', '12') },
  { weight: 3, arbitrary: fc.constantFrom<string>(...options, ...STORY.ids, ...models) },
  { weight: 2, arbitrary: awkward.map(String) },
  { weight: 1, arbitrary: fc.double().map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('NaN', 'Infinity', '0x10', ' 1 ', '1e3', '', '1,5', '１', '-0', 'null', '1'.repeat(3000), '5.6.7'),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('https://a.example', 'http://a:1', 'javascript:alert(1)', '*', Object.keys(HIDEABLE).join('.')),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...models), damageText).map(([text, harmed]) => harmed(text)) },
  { weight: 1, arbitrary: fc.oneof(trap, fc.constantFrom('__defineGetter__', '<img src=x onerror=alert(1)>')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
);
const version = fc.oneof(
  fc.constantFrom('1', '2', '3', '', '02', '1.0'),
  trap,
  fc.constant('__defineGetter__'),
  awkward.map(String),
);

const pairs = fc
  .tuple(fc.option(version), fc.array(fc.tuple(key, value), { maxLength: 8 }))
  .map(([v, entries]) => `?${new URLSearchParams([...(v === null ? [] : [['v', v] as [string, string]]), ...entries])}`);
const links = fc.oneof(
  { weight: 6, arbitrary: pairs },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...[...v1, ...v2].map((made) => made.link)), damageText)
      .map(([text, harmed]) => harmed(text)),
  },
  { weight: 1, arbitrary: fc.tuple(pairs, damageText).map(([text, harmed]) => harmed(text)) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(400), pairs).map(([count, end]) => `?${'sigma=2&seed=x&'.repeat(count)}${end.slice(1)}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('?%', '?%E0%A4=%', '?&&==&=', '??v=2', '?v', '?v=2#', '?v=2&v=1', '?sigma=%ud83d') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);

describe('links', () => {
  it(`are understood, and what is not is named, ${CASES} times`, () => {
    let whole = 0;
    fuzz(CASES, fc.tuple(links, fc.constantFrom(NO_STORY, STORY)), ([search, story]) => {
      if (link(search, story)) whole++;
    });
    expect(whole).toBeGreaterThan(CASES / 50);
  });
});
