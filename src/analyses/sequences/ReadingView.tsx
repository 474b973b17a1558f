import { useMemo } from 'react';
import { sequenceEmissions } from '../../hmm/sequences/windows';
import type { OwnSequences, SequenceSource } from '../../state/networks/importedSequences';
import { useApp, useAppController, usePalette } from '../../ui/context';
import { WideTable } from '../../ui/numbers';
import { ReadingControls } from './ReadingControls';
import { countsText, READING, readAs, STORED } from './text';

/** How the text that was opened last was understood, with what can be changed about it. */
export function ReadingView() {
  const source = useApp((state) => state.sequenceSource);
  const own = useApp((state) => state.ownSequences);
  return (
    <>
      {source?.problem !== undefined && <Unread source={source} />}
      {own && <Understood own={own} />}
      {own && source && source.problem === undefined && <ReadingControls source={source} />}
      {own && !own.confirmed && source?.problem === undefined && <Confirm />}
      {own?.confirmed && <Following own={own} />}
    </>
  );
}

/** Says that the sequences are stored in this browser, with the way to remove them. */
export function Stored() {
  const app = useAppController();
  const stored = useApp((state) => state.sequencesStored);
  if (!stored) return null;
  return (
    <p className="row stored" data-testid="sequences-stored">
      <span className="hint">{STORED.text}</span>
      <button type="button" onClick={() => void app.persistence.sequences.remove()}>
        {STORED.remove}
      </button>
    </p>
  );
}

function Confirm() {
  const app = useAppController();
  return (
    <p className="row">
      <button
        type="button"
        className="primary"
        title={READING.fitHint}
        data-testid="sequence-fit"
        onClick={() => app.sequences.confirm()}
      >
        {READING.fit}
      </button>
    </p>
  );
}

/** A text that could not be read: what stands in it, and other ways to read it. */
function Unread({ source }: { source: SequenceSource }) {
  return (
    <div className="unread" data-testid="sequence-unread">
      <p>
        <b>{source.name}</b>
      </p>
      <p role="alert">
        {READING.failed} {source.problem}
      </p>
      <Rows rows={source.preview} header={source.overrides.header ?? false} />
      <ReadingControls source={source} />
    </div>
  );
}

function Rows({ rows, header }: { rows: readonly (readonly string[])[]; header: boolean }) {
  if (rows.length === 0) return null;
  const width = Math.min(12, Math.max(...rows.map((cells) => cells.length)));
  return (
    <WideTable className="essential">
      <table className="values first-rows" translate="no">
        <caption>First rows, as they were cut into cells</caption>
        <tbody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are their places
            <tr key={row}>
              {Array.from({ length: width }, (_, k) => {
                const Cell = header && row === 0 ? 'th' : 'td';
                // biome-ignore lint/suspicious/noArrayIndexKey: cells are their places
                return <Cell key={k}>{(cells[k] ?? '').slice(0, 40)}</Cell>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

/** What was read, in numbers. */
function Understood({ own: { name, parsed } }: { own: OwnSequences }) {
  const palette = usePalette();
  const { names, sequences, notes, reading } = parsed;
  const lengths = sequences.map((sequence) => sequence.length);
  const counts = useMemo(
    () => reading?.labels.map(({ count }) => count) ?? countLabels(sequences, names.length),
    [reading, sequences, names],
  );
  return (
    <div className="reading" data-testid="sequence-reading">
      <p className="picked" data-testid="sequence-summary">
        <b translate="no">{name}</b>
        {`: ${countsText(lengths, names.length, reading)}.`}
      </p>
      <ul className="labels" aria-label="Labels with their counts" translate="no">
        {names.map((label, k) => (
          <li key={label}>
            <i className="swatch" style={{ background: palette.outputs[k] }} /> {label} <b>{counts[k]!.toLocaleString('en')}</b>
          </li>
        ))}
      </ul>
      {reading && (
        <>
          <p>{`${READING.title}: ${readAs(reading)}.`}</p>
          <Rows rows={reading.firstRows} header={reading.header} />
        </>
      )}
      {notes.length > 0 && (
        <ul className="hint notes">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function countLabels(sequences: readonly (readonly number[])[], labels: number): number[] {
  const counts = new Array<number>(labels).fill(0);
  for (const sequence of sequences) for (const k of sequence) counts[k]!++;
  return counts;
}

/** Which label follows which. */
function Following({ own: { parsed } }: { own: OwnSequences }) {
  const palette = usePalette();
  const { names, sequences } = parsed;
  const statistics = useMemo(() => sequenceEmissions(sequences, names.length), [sequences, names]);
  return (
    <WideTable>
      <table className="values" translate="no">
        <caption>Which label follows which</caption>
        <thead>
          <tr>
            <th scope="col">from ╲ to</th>
            {names.map((name, k) => (
              <th key={name} scope="col">
                <i className="swatch" style={{ background: palette.outputs[k] }} /> {name} (
                {(100 * statistics.frequency[k]!.value).toFixed(1)} %)
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {statistics.outputTransitionMatrix.map((row, k) => (
            <tr key={names[k]}>
              <th scope="row">{names[k]}</th>
              {row.map((p, l) => (
                <td key={names[l]} title={`n = ${p.n}, 95 % interval ${p.low.toFixed(3)} to ${p.high.toFixed(3)}`}>
                  {Number.isFinite(p.value) ? p.value.toFixed(3) : '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}
