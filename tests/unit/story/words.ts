import type { Chapter, Paragraph, Piece } from '../../../src/story/chapter';

const pieceText = (piece: Piece): string =>
  typeof piece === 'string' ? piece : piece.kind === 'scrub' ? `{${piece.setting}}` : piece.text;

const paragraphText = (pieces: Paragraph): string => pieces.map(pieceText).join('');

/** Everything a chapter says to its readers, part by part: lines of lecture mode, texts, what to notice, what to do, question and answer. */
export function partsOf({ steps, question, todo }: Chapter): string[] {
  const told = steps.flatMap(({ say, text, notice }) => [say, ...text.map(paragraphText), ...(notice ? [notice] : [])]);
  return [...told, ...(todo ? [paragraphText(todo)] : []), question.ask, question.answer];
}

/** The words that go with the formulas: folded away, and read by those who ask for them. */
export const formulaWords = ({ formulas }: Chapter): string[] => formulas.map(({ words }) => words);

/** Sentences of a text, in order. A full stop inside a number or a bracket ends none. */
export const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.?!])\s+(?=[^a-z\s])/)
    .map((sentence) => sentence.trim())
    .filter(Boolean);

export const countWords = (text: string): number => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
