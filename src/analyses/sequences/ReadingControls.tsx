import { useState } from 'react';
import type { Orientation, Separator, SequenceOverrides } from '../../hmm/sequences/reading';
import type { SequenceSource } from '../../state/networks/importedSequences';
import { useApp, useAppController } from '../../ui/context';
import { ORIENTATIONS, READING, SEPARATORS } from './text';

/** A choice among what may be said instead of being guessed. */
function Choice<T extends string>({
  label,
  value,
  guess,
  options,
  onChange,
}: {
  label: string;
  value: T | undefined;
  /** What was guessed, shown beside the first choice. */
  guess?: string | undefined;
  options: readonly (readonly [T, string])[];
  onChange: (value: T | undefined) => void;
}) {
  return (
    <label>
      {label}{' '}
      <select
        aria-label={label}
        value={value ?? ''}
        onChange={(event) => onChange(options.find(([one]) => one === event.target.value)?.[0])}
      >
        <option value="">{guess === undefined ? READING.guess : `${READING.guess}: ${guess}`}</option>
        {options.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

const entries = <K extends string>(table: Record<K, string>): [K, string][] => Object.entries(table) as [K, string][];

/** A copy of the overrides with one of them set, or taken back. */
const withOne = <K extends keyof SequenceOverrides>(
  overrides: SequenceOverrides,
  key: K,
  value: SequenceOverrides[K] | undefined,
): SequenceOverrides => {
  const { [key]: _, ...rest } = overrides;
  return value === undefined ? rest : { ...rest, [key]: value };
};

const isJson = ({ content }: SequenceSource): boolean =>
  /^\s*[[{]/.test(typeof content === 'string' ? content.slice(0, 100) : new TextDecoder().decode(content.subarray(0, 100)));

/** Changes how the text is read: separator, header, where the sequences lie, columns, marks of missing entries. */
export function ReadingControls({ source }: { source: SequenceSource }) {
  const app = useAppController();
  const own = useApp((state) => state.ownSequences);
  const reading = source.problem === undefined ? own?.parsed.reading : undefined;
  const { overrides } = source;
  const set = <K extends keyof SequenceOverrides>(key: K, value: SequenceOverrides[K] | undefined) =>
    app.sequences.reread(withOne(overrides, key, value));
  const isTable = reading ? reading.source === 'table' : !isJson(source);
  return (
    <fieldset className="reading-controls" data-testid="reading-controls">
      <legend>{READING.change}</legend>
      {(isTable || overrides.separator !== undefined) && (
        <>
          <Choice
            label="separator"
            value={overrides.separator}
            guess={reading?.separator && SEPARATORS[reading.separator]}
            options={entries<Separator>(SEPARATORS)}
            onChange={(value) => set('separator', value)}
          />
          <Choice
            label="header"
            value={overrides.header === undefined ? undefined : overrides.header ? 'yes' : 'no'}
            guess={reading && (reading.header ? 'yes' : 'no')}
            options={[
              ['yes', 'the first row is a header'],
              ['no', 'no header'],
            ]}
            onChange={(value) => set('header', value && value === 'yes')}
          />
          <Choice
            label="sequences"
            value={overrides.orientation}
            guess={reading && ORIENTATIONS[reading.orientation]}
            options={entries<Orientation>(ORIENTATIONS)}
            onChange={(value) => set('orientation', value)}
          />
          <Columns source={source} />
        </>
      )}
      <Missing source={source} />
      {Object.keys(overrides).length > 0 && (
        <button type="button" onClick={() => app.sequences.reread({})}>
          {READING.again}
        </button>
      )}
    </fieldset>
  );
}

/** Which column holds the labels, and which says what sequence a row belongs to; for tables with several. */
function Columns({ source: { overrides, preview, problem } }: { source: SequenceSource }) {
  const app = useAppController();
  const own = useApp((state) => state.ownSequences);
  const reading = problem === undefined ? own?.parsed.reading : undefined;
  const width = preview.reduce((most, cells) => Math.max(most, cells.length), 0);
  if (width < 2) return null;
  const names = reading?.columns ?? (overrides.header ? preview[0]! : []);
  const nameOf = (column: number) => names[column] || `column ${column + 1}`;
  // More are not chosen from a list; the rows and columns of a wide table are sequences.
  const options = Array.from({ length: Math.min(width, 60) }, (_, k) => [String(k), nameOf(k)] as const);
  const guessOf = (column: number | undefined) => (column === undefined ? undefined : nameOf(column));
  const numberOf = (value: string | undefined) => (value === undefined ? undefined : Number(value));
  const { sequenceColumn } = overrides;
  return (
    <>
      <Choice
        label="label column"
        value={overrides.labelColumn === undefined ? undefined : String(overrides.labelColumn)}
        guess={guessOf(reading?.labelColumn)}
        options={options}
        onChange={(value) => app.sequences.reread(withOne(overrides, 'labelColumn', numberOf(value)))}
      />
      <Choice
        label="sequence column"
        value={sequenceColumn === undefined ? undefined : sequenceColumn === null ? 'none' : String(sequenceColumn)}
        guess={guessOf(reading?.sequenceColumn) ?? (reading?.orientation === 'long' ? 'none' : undefined)}
        options={[['none', 'none: one sequence'], ...options]}
        onChange={(value) =>
          app.sequences.reread(withOne(overrides, 'sequenceColumn', value === 'none' ? null : numberOf(value)))
        }
      />
    </>
  );
}

/** Which cells are missing entries. */
function Missing({ source: { overrides } }: { source: SequenceSource }) {
  const app = useAppController();
  const { missing } = overrides;
  const [own, setOwn] = useState(missing?.length ? missing.join(' ') : undefined);
  const reread = (marks: readonly string[] | undefined) => app.sequences.reread(withOne(overrides, 'missing', marks));
  const { missing: text } = READING;
  return (
    <>
      <label>
        {text.label}{' '}
        <select
          aria-label={text.label}
          value={own !== undefined ? 'own' : missing === undefined ? 'usual' : 'empty'}
          onChange={({ target: { value } }) => {
            setOwn(value === 'own' ? '' : undefined);
            if (value !== 'own') reread(value === 'empty' ? [''] : undefined);
          }}
        >
          <option value="usual">{text.usual}</option>
          <option value="empty">{text.empty}</option>
          <option value="own">{text.own}</option>
        </select>
      </label>
      {own !== undefined && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            reread(['', ...own.split(/\s+/).filter((mark) => mark !== '')]);
          }}
        >
          <input aria-label={text.ownLabel} title={text.ownLabel} value={own} onChange={(event) => setOwn(event.target.value)} />
          <button type="submit">Read again</button>
        </form>
      )}
    </>
  );
}
