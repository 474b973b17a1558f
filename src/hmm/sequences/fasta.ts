import { firstRows, lettersOf, type NamedSequences, SEQUENCE_LIMITS, SequenceError, tooManySymbols } from './reading';

/** Sequences of letters in FASTA: a line that begins with > names each, the lines after it hold its letters. */

export const isFasta = (text: string): boolean => /^\s*>[^\r\n]*[\r\n]+[^\S\r\n]*[A-Za-z*-]/.test(text.slice(0, 10_000));

const GAPS = /[-.]/g;
/** Letters of nucleotides. If there are no others, N stands for an unknown one. */
const NUCLEOTIDES = /^[ACGTUN*]*$/;

/**
 * Reads a FASTA text. Gaps are missing entries.
 * @throws SequenceError when there are no letters, or too many
 */
export function fastaSequences(text: string): NamedSequences {
  if (text.length > 2 * SEQUENCE_LIMITS.symbols) throw tooManySymbols();
  const names: string[] = [];
  const lines: number[] = [];
  const parts: string[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, number) => {
    const content = line.trim();
    if (content.startsWith('>')) {
      names.push(content.slice(1).trim());
      lines.push(number + 1);
      parts.push('');
    } else if (content !== '' && !content.startsWith(';') && parts.length > 0) parts[parts.length - 1] += content;
  });
  const letters = parts.map((part) => part.replace(/\s/g, '').toUpperCase().replace(GAPS, '*'));
  if (letters.every((part) => part === ''))
    throw new SequenceError('The FASTA text has names but no letters; add the sequences.');
  const unknown = letters.every((part) => NUCLEOTIDES.test(part));
  const sequences = letters.map((part) => lettersOf(unknown ? part.replaceAll('N', '*') : part));
  return {
    sequences,
    location: (sequence, entry) => `letter ${entry + 1} of the sequence named in row ${lines[sequence]!}`,
    notes: [
      `The text was read as FASTA: every letter is one label, in capitals${unknown ? '; gaps and N are missing entries' : '; gaps are missing entries'}.`,
    ],
    layout: {
      source: 'fasta',
      header: false,
      orientation: 'letters',
      columns: [],
      firstRows: firstRows(names.map((name, i) => [name, letters[i]!])),
      leftOut: [],
    },
  };
}
