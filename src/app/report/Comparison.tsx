import { useEffect, useState } from 'react';
import type { ListedNetwork } from '../../analyses/networkTable/listed';
import { MAX_COMPARED } from '../../analyses/networkTable/listed';
import { toCsv } from '../../charts/figure';
import { CLAIM_IDS, type ClaimText } from '../../claims/claim';
import { useApp, useAppController } from '../../ui/context';
import { downloadBytes } from '../../ui/files';
import { WideTable } from '../../ui/numbers';
import { ComparedHead, VerdictCell } from './ComparedColumn';
import { type Compared, comparisonJson, comparisonMarkdown, comparisonTable, resultOf, scoreRows } from './comparisonFiles';
import { COMPARISON, REPORT } from './text';
import { type ComparisonNow, useComparison } from './useComparison';
import { useClaimTexts } from './useReport';
import './comparison.css';

/** Up to four networks side by side: recipes first, then scores, then a claim a row. */
export function Comparison() {
  const now = useComparison();
  const texts = useClaimTexts();
  const [reasons, setReasons] = useState(false);
  useEndWithView();
  const columns: Compared[] = now.columns.map((network) => ({ network, tested: now.tested[network.id] }));
  return (
    <main
      className="report comparison"
      data-testid="comparison"
      data-status={now.working || !now.read ? 'working' : now.stopped ? 'stopped' : 'ready'}
    >
      <header>
        <h1>{COMPARISON.title}</h1>
        <Tools now={now} columns={columns} texts={texts} />
        <p className="small">{COMPARISON.explain}</p>
        {now.unknown.length > 0 && <p role="alert">{COMPARISON.unknown(now.unknown)}</p>}
        <div className="row screen-only">
          <Add now={now} />
          <label className="check">
            <input type="checkbox" checked={reasons} onChange={(event) => setReasons(event.target.checked)} />
            {COMPARISON.reasons}
          </label>
        </div>
      </header>
      {columns.length === 0 ? (
        <p>{now.read ? COMPARISON.empty : COMPARISON.loading}</p>
      ) : (
        <Claims now={now} columns={columns} texts={texts} reasons={reasons} />
      )}
      <p className="small">{REPORT.rules}</p>
    </main>
  );
}

/** Whoever goes elsewhere and comes back by a button for the report means that on the network in view. */
function useEndWithView(): void {
  const app = useAppController();
  useEffect(
    () => () => {
      if (app.store.getState().settings.view !== 'report') app.set('compare', '');
    },
    [app],
  );
}

function Claims({
  now,
  columns,
  texts,
  reasons,
}: {
  now: ComparisonNow;
  columns: readonly Compared[];
  texts: readonly ClaimText[];
  reasons: boolean;
}) {
  const remove = useCompare();
  const ids = columns.map(({ network }) => network.id);
  return (
    <WideTable>
      <table className="values compared">
        <thead>
          <tr>
            <th scope="col">{REPORT.claim}</th>
            {columns.map((one) => (
              <ComparedHead
                key={one.network.id}
                compared={one}
                orbit={now.orbits[one.network.id]}
                onRemove={() => remove(ids.filter((id) => id !== one.network.id))}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {scoreRows(columns).map(({ name, cells }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((text, n) => (
                <td key={ids[n]}>{text}</td>
              ))}
            </tr>
          ))}
          {texts.map(({ id, title }) => (
            <tr key={id} data-claim={id}>
              <th scope="row">
                {id} {title}
              </th>
              {columns.map((one) => (
                <VerdictCell key={one.network.id} compared={one} result={resultOf(one, id)} reasons={reasons} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

/** Changes which networks are compared; without any, the report on the network in view is there again. */
function useCompare(): (ids: readonly string[]) => void {
  const app = useAppController();
  return (ids) => app.set('compare', ids.join('.'));
}

/** The choice of one more network. */
function Add({ now: { columns, others } }: { now: ComparisonNow }) {
  const change = useCompare();
  const groups: { name: string; networks: readonly ListedNetwork[] }[] = [
    { name: COMPARISON.own, networks: others.filter(({ source }) => source !== 'shipped') },
    { name: COMPARISON.shipped, networks: others.filter(({ source }) => source === 'shipped') },
  ];
  const full = columns.length >= MAX_COMPARED;
  return (
    <select
      aria-label={COMPARISON.add}
      value=""
      disabled={full}
      onChange={(event) => change([...columns.map(({ id }) => id), event.target.value])}
      data-testid="compare-add"
    >
      <option value="">{full ? COMPARISON.full : COMPARISON.add}</option>
      {groups
        .filter(({ networks }) => networks.length > 0)
        .map(({ name, networks }) => (
          <optgroup key={name} label={name}>
            {networks.map((network) => (
              <option key={network.id} value={network.id}>
                {network.name} ({network.hmm.name}, {network.recipe.name})
              </option>
            ))}
          </optgroup>
        ))}
    </select>
  );
}

/** The ways back, to stop, and to take it along. */
function Tools({ now, columns, texts }: { now: ComparisonNow; columns: readonly Compared[]; texts: readonly ClaimText[] }) {
  const app = useAppController();
  const loaded = useApp((state) => state.network !== undefined);
  const save = (text: string, ending: string) =>
    downloadBytes(new TextEncoder().encode(text), `comparison-${columns.length}-networks.${ending}`);
  const ready = columns.length > 0 && !now.working && texts.length > 0;
  const done = columns.reduce((sum, { tested }) => sum + (tested?.results.length ?? 0), 0);
  const all = columns.length * CLAIM_IDS.length;
  return (
    <p className="row screen-only">
      <button type="button" onClick={() => app.set('view', 'lab')}>
        {REPORT.back}
      </button>
      <button type="button" disabled={!loaded} onClick={() => app.set('compare', '')}>
        {COMPARISON.single}
      </button>
      <button type="button" onClick={() => window.print()}>
        {REPORT.print}
      </button>
      <button type="button" disabled={!ready} onClick={() => save(comparisonMarkdown(columns, texts), 'md')}>
        {REPORT.markdown}
      </button>
      <button type="button" disabled={!ready} onClick={() => save(comparisonJson(columns), 'json')}>
        {REPORT.json}
      </button>
      <button type="button" disabled={!ready} onClick={() => save(toCsv(comparisonTable(columns, texts)), 'csv')}>
        {COMPARISON.csv}
      </button>
      {done < all && (
        <>
          <progress max={all} value={done} aria-label={REPORT.tested} />
          <span>{REPORT.progress(done, all)}</span>
          <button type="button" onClick={() => now.setStopped(!now.stopped)} data-testid="compare-stop">
            {now.stopped ? COMPARISON.goOn : COMPARISON.stop}
          </button>
        </>
      )}
    </p>
  );
}
