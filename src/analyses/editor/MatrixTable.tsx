import { useState } from 'react';
import { type MatrixName, setCell, withCell } from '../../hmm/edit';
import type { HmmSpec } from '../../hmm/spec';
import { useAppController, usePalette } from '../../ui/context';
import { WideTable } from '../../ui/numbers';

interface MatrixTableProps {
  spec: HmmSpec;
  matrix: MatrixName;
  title: string;
  selected: number | undefined;
}

/** A matrix whose rows always sum to 1. Locks keep single cells as they are. */
export function MatrixTable({ spec, matrix, title, selected }: MatrixTableProps) {
  const palette = usePalette();
  const [locks, setLocks] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState('');
  const rows = spec[matrix];
  const width = rows[0]?.length ?? 0;
  const outputs = matrix === 'emissionMatrix';
  const toggle = (key: string) =>
    setLocks((old) => {
      const next = new Set(old);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <WideTable>
      <table className="values matrix-table">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{outputs ? 'state ╲ output' : 'from ╲ to'}</th>
            {Array.from({ length: width }, (_, k) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns are their numbers
              <th key={k} scope="col">
                {outputs && <i className="swatch" style={{ background: palette.outputs[k] }} />} {k}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are their numbers
            <tr key={i} className={i === selected ? 'selected' : undefined}>
              <th scope="row">{i}</th>
              {row.map((_, k) => (
                <Cell
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells are their numbers
                  key={k}
                  matrix={matrix}
                  row={i}
                  cell={k}
                  values={row}
                  onSaid={setSaid}
                  locked={locks.has(`${i} ${k}`)}
                  onLock={() => toggle(`${i} ${k}`)}
                  locks={row.map((_, other) => locks.has(`${i} ${other}`))}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="hint" role="status">
        {said}
      </p>
    </WideTable>
  );
}

interface CellProps {
  matrix: MatrixName;
  row: number;
  cell: number;
  /** The whole row. */
  values: readonly number[];
  /** Told what came of something typed; empty when it was taken as it is. */
  onSaid: (said: string) => void;
  locked: boolean;
  onLock: () => void;
  locks: readonly boolean[];
}

/** One probability: typed or by slider; the rest of the row follows. */
function Cell({ matrix, row, cell, values, onSaid, locked, onLock, locks }: CellProps) {
  const app = useAppController();
  const value = values[cell]!;
  const [typed, setTyped] = useState<string>();
  const what = `${matrix === 'emissionMatrix' ? 'Probability that state' : 'Probability from state'} ${row} ${matrix === 'emissionMatrix' ? 'emits' : 'to'} ${cell}`;
  const set = (next: number) => {
    if (next !== value) app.draft.change((now) => setCell(now, matrix, row, cell, next, locks));
  };
  const commit = () => {
    if (typed === undefined) return;
    setTyped(undefined);
    const read = typedCell(typed, values, cell, locks);
    onSaid(read.said);
    if (read.set !== undefined) set(read.set);
  };
  return (
    <td>
      <span className="cell">
        <input
          aria-label={what}
          inputMode="decimal"
          disabled={locked}
          value={typed ?? shown(value)}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key === 'Escape') setTyped(undefined);
          }}
        />
        <button
          type="button"
          className="quiet lock"
          aria-pressed={locked}
          title={locked ? 'Locked: keeps its value' : 'Lock this value'}
          aria-label={`Lock: ${what}`}
          onClick={onLock}
        >
          {locked ? '■' : '□'}
        </button>
      </span>
      <input
        type="range"
        aria-label={`${what}, slider`}
        min={0}
        max={1}
        step={0.005}
        value={value}
        disabled={locked}
        onChange={(event) => set(Number(event.target.value))}
      />
    </td>
  );
}

/** A probability as a cell shows it. */
const shown = (p: number): string => String(Number(p.toFixed(4)));

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
