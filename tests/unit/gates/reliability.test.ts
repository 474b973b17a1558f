import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TABLES } from '../../../scripts/reliability/rows.mjs';
import { readResults, reliabilityDocument } from '../../../scripts/reliability/table.mjs';

const ABOUT = { date: '2000-01-01', machine: 'a machine', soak: undefined };
const row = { what: 'It breaks', told: 'a sentence', tests: [{ file: 'tests/a.test.ts', name: 'a fault is' }] };
const table = (guarded: boolean) => [{ title: 'Faults', about: 'What breaks.', guarded, rows: [row] }];

/** A run of one test that told something. */
const run = (status: string, evidence: object = {}, title = 'is survived') =>
  readResults({
    testResults: [
      {
        name: `${process.cwd()}/tests/a.test.ts`,
        assertionResults: [{ ancestorTitles: ['a fault'], title, status, meta: { evidence } }],
      },
    ],
  });
const judge = (...[status, evidence, title]: Parameters<typeof run>) =>
  reliabilityDocument(table(true), run(status, evidence, title), ABOUT);

describe('the table of faults', () => {
  it('says how many cases there were and that nothing was lost, as the tests told', () => {
    const { text, faults } = judge('passed', { cases: 12_000, lost: [], again: 7 });
    expect(faults).toEqual([]);
    expect(text).toContain(
      '| It breaks | a sentence | 12,000 cases, 1 test | nothing; 7 updates made again | `tests/a.test.ts` “a fault is” |',
    );
  });
  it.each([
    ['a test that fails', ['failed', { lost: [] }], /“a fault is survived” failed/],
    ['a test that is not there', ['passed', { lost: [] }, 'goes by another name'], /there is no test/],
    ['a test that tells nothing of losses', ['passed', {}], /no test tells what was lost/],
    ['a loss', ['passed', { lost: ['the training'] }], /lost the training/],
    ['a test that did not run', ['skipped', {}], /no test tells what was lost/],
  ] as const)('does not pass with %s', (_, [status, evidence, title], fault) => {
    expect(judge(status, evidence, title).faults.join('\n')).toMatch(fault);
  });
  it('asks for no losses where nothing is at stake', () => {
    expect(reliabilityDocument(table(false), run('passed'), ABOUT).faults).toEqual([]);
  });
});

describe('docs/reliability.md', () => {
  const text = readFileSync('docs/reliability.md', 'utf8');
  it.each(TABLES.flatMap(({ rows }) => rows.map((one) => [one.what, one] as const)))('has the row “%s”', (what, { tests }) => {
    const line = text.split('\n').find((one) => one.startsWith(`| ${what} |`));
    expect(line, 'run npm run reliability').toBeDefined();
    for (const { file } of tests) {
      expect(existsSync(file), file).toBe(true);
      expect(line).toContain(file);
    }
  });
});
