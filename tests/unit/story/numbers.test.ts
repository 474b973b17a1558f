import { describe, expect, it, vi } from 'vitest';
import { TOLD } from '../../../cli/story/measure';
import { differences, FILES, MEASURES, measuredFromJson, toldIn } from '../../../cli/story/measured';
import { CHAPTERS, chapterOf } from '../../../src/story/chapters';
import { measuredNow, readText } from './gallery';
import { broken } from './law';
import { EARLY } from './lawsEarly';
import { LATE } from './lawsLate';
import { sources } from './sources';
import { formulaWords, partsOf, sentencesOf } from './words';

/** Here facts stand in the prose by their names, so that a number that somebody typed is told from one that was measured. */
const { used, name } = vi.hoisted(() => {
  const used = new Set<string>();
  const name = (fact: string): string => {
    used.add(fact);
    return `{${fact}}`;
  };
  return { used, name };
});
vi.mock('../../../src/story/firstFacts', async (original) => ({
  ...(await original<typeof import('../../../src/story/firstFacts')>()),
  firstFact: name,
}));
vi.mock('../../../src/story/facts', async (original) => {
  const facts = await original<typeof import('../../../src/story/facts')>();
  const numberOf: typeof facts.numberOf = (fact) => {
    used.add(fact);
    return facts.numberOf(fact);
  };
  const counted = (fact: string, what: string) => `${name(fact)} ${what}s`;
  const shown = { fact: name, word: name, countWord: name, times: name, asOften: name, percent: name };
  return { ...facts, ...shown, numberOf, counted };
});

const LAWS = [...EARLY, ...LATE];

/** Numbers that nothing measured can contradict: the paper's, what the page shows or sets, and names. */
const GIVEN: Record<string, readonly string[]> = {
  model: ['two, three, four or five', 'one of a few', 'the four rows', 'The two rows'],
  noise: [
    'two of the three axes',
    'One step, in six parts',
    'three logits',
    'There are two kinds of chance',
    'With h starting at 0',
  ],
  match: [
    'The network was trained with σ = 1',
    'one for each of five models',
    'its 95 % interval',
    'Two large samples',
    'Any two',
  ],
  silence: ['each of the three'],
  zones: [
    'futures of two states of one run',
    'three steps before a crossing',
    'three zones',
    'at the two ends',
    '0.63 to 0.85 times as much',
  ],
  kick: ['the two coincide'],
  break: [
    'almost double',
    'Cut the noise into both',
    'are two things',
    'At 0 only its noise is left',
    'two-state networks',
    'two large populations',
    'Forty copies of one state',
  ],
  birth: ['from 0 to 2 and back', 'the third row'],
  richer: [
    'The three-state chain',
    'the three-state chain',
    'the two-state chain',
    'four and five states',
    'networks of three to five states',
    'any of three states',
    'two outputs at a time',
    'In the ring of four',
    'A ring of four states: two of them',
    'with three states',
    'Two rare outputs',
    '4 and 5',
    'of 100 steps lie in a cluster',
    'a chain of two',
  ],
  why: ['Half the noise, half the distance', 'The network of three states', 'Two networks match', 'networks of two states'],
  open: ['sets 0.05 rather than 0.1', 'two populations'],
};

/** 0, 1, 2 and 3 by themselves are names of outputs and states. */
const FIGURES = /\d[\d.,]*\d|\d/g;
const WORDS =
  /\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|half|third|quarters?|fifth|sixth|tenths?|twice)\b/gi;

describe('what the story says of its networks', () => {
  it('is on file as it is measured now', () => {
    for (const where of TOLD) {
      const kept = measuredFromJson(readText(`src/story/${FILES[where]}`));
      expect(differences(kept, toldIn(measuredNow(), where)), 'run npm run story').toEqual([]);
    }
  });

  it('is small enough to come with the page', () => {
    expect(readText('src/story/measured.json').length).toBeLessThan(3072);
    expect(readText('src/story/measuredFirst.json').length).toBeLessThan(512);
  });

  it('is told: no fact is on file that no sentence and no step names', () => {
    const steps = readText('src/story/states.ts');
    const untold = MEASURES.filter(({ name, told }) => told !== 'nowhere' && !used.has(name) && !steps.includes(`'${name}'`));
    expect(untold.map(({ name }) => name)).toEqual([]);
  });

  it.each(LAWS.map((law) => [law.chapter, law.words, law] as const))('%s: “%s”', (id, words, law) => {
    expect(
      partsOf(chapterOf(id)).some((part) => part.includes(words)),
      `the chapter no longer says “${words}”`,
    ).toBe(true);
    expect(broken(law)).toBeUndefined();
  });

  it.each(CHAPTERS.map((chapter) => [chapter.id, chapter] as const))('%s says no number that nothing checks', (id, chapter) => {
    const checked = [...LAWS.filter((one) => one.chapter === id).map(({ words }) => words), ...(GIVEN[id] ?? [])];
    // The longest first: a short one may stand inside a long one.
    checked.sort((a, b) => b.length - a.length);
    const rest = partsOf(chapter).map((part) =>
      checked.reduce((text, words) => text.replaceAll(words, '…'), part).replaceAll(/\{[^}]*\}/g, '…'),
    );
    const figures = rest.flatMap((text) => (text.match(FIGURES) ?? []).filter((number) => !/^[0-3]$/.test(number)));
    expect([...figures, ...rest.flatMap((text) => text.match(WORDS) ?? [])]).toEqual([]);
  });
});

/** “How it begins … how it goes on”: the parts stand in the sentence in this order, the first at its beginning. */
function fits(row: string, sentence: string): boolean {
  let at = 0;
  return row.split(' … ').every((part, n) => {
    const wanted = part.replace(/ …$/, '');
    const found = sentence.indexOf(wanted, at);
    at = found + wanted.length;
    return n === 0 ? found === 0 : found >= 0;
  });
}

describe('docs/story-sources.md', () => {
  const table = sources(readText('docs/story-sources.md'));

  it.each(CHAPTERS.map((chapter) => [chapter.id, chapter] as const))(
    'has a source for every sentence of %s, and no other',
    (id, chapter) => {
      const sentences = [...partsOf(chapter), ...formulaWords(chapter)].flatMap(sentencesOf);
      const rows = table.get(id) ?? [];
      expect(sentences.filter((sentence) => !rows.some((row) => fits(row.sentence, sentence)))).toEqual([]);
      expect(rows.filter((row) => !sentences.some((sentence) => fits(row.sentence, sentence)))).toEqual([]);
    },
  );

  it.each(CHAPTERS.map((chapter) => [chapter.id, chapter] as const))('names the facts of every sentence of %s', (id, chapter) => {
    const rows = table.get(id) ?? [];
    const unnamed = partsOf(chapter)
      .flatMap(sentencesOf)
      .flatMap((sentence) => {
        const facts = [...sentence.matchAll(/\{([a-z]+\.[^}]+)\}/g)].map(([, name]) => name!);
        const own = rows.filter((row) => fits(row.sentence, sentence)).map(({ source }) => source);
        return facts.filter((name) => !own.some((source) => source.includes(`\`${name}\``)));
      });
    expect(unnamed).toEqual([]);
  });
});
