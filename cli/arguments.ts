import { parseArgs } from 'node:util';
import { PAPER_HMM_IDS, type PaperHmmId } from '../src/hmm/paper';

/** Ends the program with one sentence. */
export function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

/** A whole number option, or the program ends saying which one is wrong. */
export function wholeNumber(name: string, text: string, low: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < low) fail(`--${name} must be a whole number of at least ${low}, got "${text}".`);
  return value;
}

export function presetId(text: string | undefined): PaperHmmId {
  if (!text || !(PAPER_HMM_IDS as string[]).includes(text))
    fail(`--preset must be one of ${PAPER_HMM_IDS.join(', ')}, got "${text ?? ''}".`);
  return text as PaperHmmId;
}

/** String and boolean options; an unknown one ends the program with the usage line. */
export function readOptions<T extends NonNullable<Parameters<typeof parseArgs>[0]>['options'] & {}>(options: T, usage: string) {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return fail(`${(error as Error).message}\n${usage}`);
  }
}
