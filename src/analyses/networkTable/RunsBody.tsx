import { useEffect, useRef, useState } from 'react';
import { toCsv } from '../../charts/figure';
import type { KeptNetwork } from '../../state/persistence/networkRecord';
import { useAppController } from '../../ui/context';
import { downloadBytes } from '../../ui/files';
import type { ListedNetwork } from './listed';
import { MAX_COMPARED } from './listed';
import { runsJson, runsTable, type Sorting, sortNetworks } from './order';
import { RunsTable } from './RunsTable';
import './runs.css';
import { RUNS } from './text';
import { useMeasuring, useOwnNetworks, useShipped } from './useListed';

/** The networks of this browser, and if wished those that ship, in a table: to sort, test, compare, open, delete and save. */
export function RunsBody() {
  const own = useOwnNetworks();
  const [wanted, setWanted] = useState(false);
  const shipped = useShipped(wanted);
  const [sorting, setSorting] = useState<Sorting>();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const mine = Array.isArray(own) ? (own as readonly ListedNetwork[]) : [];
  const measuring = useMeasuring(mine);
  const removal = useRemoval();
  const unsorted = [...mine, ...shipped.listed];
  const listed = sorting ? sortNetworks(unsorted, sorting) : unsorted;
  const there = chosen.filter((id) => listed.some((network) => network.id === id));
  const choose = (id: string, wish: boolean) => setChosen(wish ? [...there, id] : there.filter((other) => other !== id));
  return (
    <>
      <div className="row runs-tools">
        <Compare chosen={there} />
        <label className="check">
          <input
            type="checkbox"
            checked={wanted}
            onChange={(event) => setWanted(event.target.checked)}
            data-testid="runs-shipped"
          />
          {RUNS.shipped}
        </label>
        <span className="spacer" />
        <Files listed={listed} />
      </div>
      {own === undefined && <p className="analysis-note">{RUNS.loading}</p>}
      {own === 'unusable' && <p className="analysis-note">{RUNS.unusable}</p>}
      {shipped.problem && <p role="alert">{RUNS.shippedProblem(shipped.problem)}</p>}
      {own !== undefined && mine.length === 0 && own !== 'unusable' && <Empty />}
      {listed.length > 0 && (
        <RunsTable
          networks={listed}
          sorting={sorting}
          onSort={setSorting}
          chosen={there}
          full={there.length >= MAX_COMPARED}
          onChoose={choose}
          measuring={measuring}
          onRemove={removal.remove}
        />
      )}
      <div className="row">
        <p role="status" aria-live="polite" className="hint">
          {removal.said}
        </p>
        {removal.deleted && (
          <button type="button" ref={removal.undo} onClick={removal.putBack}>
            {RUNS.undo}
          </button>
        )}
      </div>
      <p className="figure-note">{RUNS.note}</p>
    </>
  );
}

/** No network yet: what makes one. */
function Empty() {
  const app = useAppController();
  return (
    <p className="analysis-note runs-empty">
      {RUNS.empty}{' '}
      <button type="button" className="primary" onClick={() => app.apply({ panel: 'training' })} data-testid="runs-train">
        {RUNS.train}
      </button>
    </p>
  );
}

function Compare({ chosen }: { chosen: readonly string[] }) {
  const app = useAppController();
  return (
    <button
      type="button"
      disabled={chosen.length < 2}
      onClick={() => app.apply({ view: 'report', lecture: false, compare: chosen.join('.') })}
      data-testid="runs-compare"
    >
      {RUNS.compare(chosen.length)}
    </button>
  );
}

function Files({ listed }: { listed: readonly ListedNetwork[] }) {
  const save = (text: string, name: string) => downloadBytes(new TextEncoder().encode(text), name);
  return (
    <>
      <button type="button" disabled={listed.length === 0} onClick={() => save(toCsv(runsTable(listed)), 'runs.csv')}>
        {RUNS.csv}
      </button>
      <button type="button" disabled={listed.length === 0} onClick={() => save(runsJson(listed), 'runs.json')}>
        {RUNS.json}
      </button>
    </>
  );
}

/** Deletes a network of one's own, and takes that back. */
function useRemoval() {
  const { recents } = useAppController().persistence;
  const [deleted, setDeleted] = useState<KeptNetwork>();
  const [said, setSaid] = useState('');
  const undo = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone: the focus must not fall to the page.
  useEffect(() => {
    if (deleted) undo.current?.focus();
  }, [deleted]);
  const remove = async (kept: KeptNetwork) => {
    if (!(await recents.remove(kept))) return setSaid(RUNS.refused(kept.name));
    setDeleted(kept);
    setSaid(RUNS.deleted(kept.name));
  };
  const putBack = async (kept: KeptNetwork) => {
    if (!(await recents.putBack(kept))) return setSaid(RUNS.refused(kept.name));
    setDeleted(undefined);
    setSaid(RUNS.back(kept.name));
  };
  return {
    undo,
    deleted,
    said,
    remove: (kept: KeptNetwork) => void remove(kept),
    putBack: () => deleted && void putBack(deleted),
  };
}
