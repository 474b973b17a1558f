import { useState } from 'react';
import { type MatrixName, setCell } from '../../hmm/edit';
import type { HmmSpec } from '../../hmm/spec';
import { useLab, usePalette } from '../context';

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
    <div className="wide-table">
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
              {row.map((p, k) => (
                <Cell
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells are their numbers
                  key={k}
                  matrix={matrix}
                  row={i}
                  cell={k}
                  value={p}
                  locked={locks.has(`${i} ${k}`)}
                  onLock={() => toggle(`${i} ${k}`)}
                  locks={row.map((_, other) => locks.has(`${i} ${other}`))}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  matrix: MatrixName;
  row: number;
  cell: number;
  value: number;
  locked: boolean;
  onLock: () => void;
  locks: readonly boolean[];
}

/** One probability: typed or by slider; the rest of the row follows. */
function Cell({ matrix, row, cell, value, locked, onLock, locks }: CellProps) {
  const lab = useLab();
  const [typed, setTyped] = useState<string>();
  const what = `${matrix === 'emissionMatrix' ? 'Probability that state' : 'Probability from state'} ${row} ${matrix === 'emissionMatrix' ? 'emits' : 'to'} ${cell}`;
  const set = (next: number) => {
    if (next !== value) lab.draft.change((now) => setCell(now, matrix, row, cell, next, locks));
  };
  const commit = () => {
    if (typed !== undefined) {
      const next = Number(typed.replace(',', '.'));
      if (typed.trim() !== '' && Number.isFinite(next)) set(Math.min(1, Math.max(0, next)));
    }
    setTyped(undefined);
  };
  return (
    <td>
      <span className="cell">
        <input
          aria-label={what}
          inputMode="decimal"
          disabled={locked}
          value={typed ?? String(Number(value.toFixed(4)))}
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
