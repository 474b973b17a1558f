import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readOptions } from '../../../cli/arguments';

const COMMAND = {
  name: 'train',
  about: 'Trains a network.',
  file: { name: 'FILE', help: 'weights' },
  options: {
    recipe: { value: 'NAME', default: 'live', help: 'live or paper' },
    out: { value: 'FOLDER', help: 'where it goes' },
    'final-only': { help: 'without the history' },
  },
  examples: ['--recipe paper', ''],
} as const;

/** What a call printed and the status it ended with; undefined when it went on. */
const told = { out: '', error: '', status: undefined as number | undefined };

/** The program would end here. */
class Ended extends Error {}

beforeEach(() => {
  Object.assign(told, { out: '', error: '', status: undefined });
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    told.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told.error += String(text);
    return true;
  });
  vi.spyOn(process, 'exit').mockImplementation((status) => {
    told.status = Number(status);
    throw new Ended();
  });
});
afterEach(() => vi.restoreAllMocks());

const read = (...given: string[]) => readOptions(COMMAND, given);

/** Runs a call that ends the program. */
function ends(...given: string[]) {
  expect(() => read(...given)).toThrow(Ended);
  return told;
}

describe('options of a command', () => {
  it('are text, true or false; what was not given has its default', () => {
    expect(read()).toEqual({ values: { recipe: 'live', out: undefined, 'final-only': false }, positionals: [] });
    expect(read('net.npz', '--final-only', '--out', 'x', '--recipe=paper')).toEqual({
      values: { recipe: 'paper', out: 'x', 'final-only': true },
      positionals: ['net.npz'],
    });
  });

  it('are all listed by --help, with examples', () => {
    const { out, status } = ends('--help');
    expect(status).toBe(0);
    for (const part of [
      'Trains a network.',
      '--recipe <NAME>',
      '"live"',
      '--out <FOLDER>',
      '--final-only',
      'npm run train -- --recipe paper',
    ])
      expect(out).toContain(part);
  });

  it.each([
    [['--recip', 'paper'], /Unknown option '--recip'.*\n.*Did you mean --recipe\?/],
    [['--finalonly'], /Did you mean --final-only\?/],
    [['--recipe'], /argument missing/],
    [['one', 'two'], /Too many arguments/],
  ])('%j ends the program with a sentence and status 2', (given, sentence) => {
    const { error, status } = ends(...given);
    expect(status).toBe(2);
    expect(error).toMatch(sentence);
    expect(error.trim().split('\n').length).toBeLessThanOrEqual(2);
  });
});
