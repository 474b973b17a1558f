import { withCell } from '../../hmm/edit';

/** A probability as a cell shows it. */
export const shown = (p: number): string => String(Number(p.toFixed(4)));

/** What comes of a text typed into a cell of a matrix. */
export interface TypedCell {
  /** The value to set; undefined when the text is no number and the cell keeps what it has. */
  set: number | undefined;
  /** What was wrong with it and what was done; empty when it is taken as it is. */
  said: string;
}

/**
 * Reads a probability that was typed into a cell; a comma may stand for the point.
 * @param row the row the cell is in, sums to 1
 * @param locked [row length]; what is locked limits the cell
 */
export function typedCell(typed: string, row: readonly number[], cell: number, locked: readonly boolean[]): TypedCell {
  const text = typed.trim();
  const wanted = Number(text.replace(',', '.'));
  if (text === '' || !Number.isFinite(wanted))
    return {
      set: undefined,
      said: `${text === '' ? 'Nothing' : `“${text.slice(0, 20)}”`} is not a number: the cell keeps ${shown(row[cell]!)}.`,
    };
  const set = withCell(row, cell, wanted, locked)[cell]!;
  if (shown(set) === shown(wanted)) return { set, said: '' };
  const why =
    wanted < 0 || wanted > 1
      ? 'a probability lies between 0 and 1'
      : locked.some((held, i) => held && i !== cell)
        ? 'the locked cells of its row leave no other value'
        : 'the row must sum to 1';
  return { set, said: `${text.slice(0, 20)} was made ${shown(set)}: ${why}.` };
}
