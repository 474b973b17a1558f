import { useEffect, useRef, useState } from 'react';
import { CLAIM_VERDICTS } from '../../claims/claim';
import { countsText } from '../../claims/report';
import { testClaims, verdictsOf } from '../../state/analyses/claimResults';
import type { KeptNetwork, KeptVerdicts } from '../../state/persistence/networkRecord';
import { useApp, useAppController } from '../../ui/context';
import { estimateText, short, WideTable } from '../../ui/numbers';
import { claimCounts, type ListedNetwork } from './listed';
import { SORT_COLUMNS, type Sorting } from './order';
import { RUNS } from './text';

interface TableProps {
  networks: readonly ListedNetwork[];
  sorting: Sorting | undefined;
  onSort: (sorting: Sorting) => void;
  /** Ids of those chosen for the comparison, and whether no more can be. */
  chosen: readonly string[];
  full: boolean;
  onChoose: (id: string, wish: boolean) => void;
  measuring: { id: string; share: number } | undefined;
  onRemove: (kept: KeptNetwork) => void;
}

/** One row a network; the heads of the columns sort. */
export function RunsTable({ networks, sorting, onSort, ...rows }: TableProps) {
  return (
    <WideTable className="essential">
      <table className="values runs">
        <thead>
          <tr>
            <td />
            {SORT_COLUMNS.map((column) => {
              const on = sorting?.by === column ? sorting : undefined;
              const order = on ? (on.descending ? 'descending' : 'ascending') : 'none';
              return (
                <th key={column} scope="col" aria-sort={order}>
                  <button type="button" onClick={() => onSort({ by: column, descending: on ? !on.descending : false })}>
                    {RUNS.columns[column]}
                    <span aria-hidden="true">{on ? (on.descending ? ' ▾' : ' ▴') : ''}</span>
                  </button>
                </th>
              );
            })}
            <td />
          </tr>
        </thead>
        <tbody>
          {networks.map((network) => (
            <Row key={network.id} network={network} {...rows} />
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

function Row({ network, chosen, full, onChoose, measuring, onRemove }: { network: ListedNetwork } & RowProps) {
  const app = useAppController();
  const { id, name, source, hmm, recipe, seed, hiddenSize, kept } = network;
  const on = chosen.includes(id);
  const inView = useApp(({ network: now }) => (kept ? now?.fingerprint === id : now?.preset?.id === id));
  return (
    <tr data-run={id} aria-current={inView}>
      <td>
        <input
          type="checkbox"
          aria-label={RUNS.choose(name)}
          title={full && !on ? RUNS.full : RUNS.choose(name)}
          disabled={full && !on}
          checked={on}
          onChange={(event) => onChoose(id, event.target.checked)}
        />
      </td>
      <th scope="row">
        {name}
        <small>
          {hmm.name}, {inView ? RUNS.inView : RUNS.sources[source]}
        </small>
      </th>
      <td title={recipe.differs.join('; ')}>{recipe.name}</td>
      <td>{seed ?? '–'}</td>
      <td>{hiddenSize}</td>
      <Scores network={network} share={measuring?.id === id ? measuring.share : undefined} />
      <td>
        <ClaimsCell network={network} />
      </td>
      <td className="runs-actions">
        <button type="button" disabled={inView} aria-label={RUNS.openThis(name)} onClick={() => network.open(app)}>
          {RUNS.open}
        </button>
        {kept && (
          <button type="button" aria-label={RUNS.removeThis(name)} onClick={() => onRemove(kept)}>
            {RUNS.remove}
          </button>
        )}
      </td>
    </tr>
  );
}

type RowProps = Omit<TableProps, 'networks' | 'sorting' | 'onSort'>;

/** Loss over floor, largest cell error, change rate; until they are measured, how far that is. */
function Scores({ network: { measured }, share }: { network: ListedNetwork; share: number | undefined }) {
  if (!measured) return <td colSpan={3}>{share === undefined ? RUNS.waits : RUNS.measuring(share)}</td>;
  if (!measured.bounded) return <td colSpan={3}>{RUNS.explosive}</td>;
  const { ratio, maxCell, changeRateRatio, batch, seqLen } = measured;
  return (
    <>
      <td title={`${estimateText(ratio, 3)}, n = ${ratio.n} batches, N = ${batch}, T = ${seqLen}`}>{short(ratio.value, 3)}</td>
      <td>{short(maxCell, 3)}</td>
      <td title={`${estimateText(changeRateRatio, 3)}, n = ${changeRateRatio.n}`}>{short(changeRateRatio.value, 3)}</td>
    </>
  );
}

type Testing = { share: number } | { problem: string };

/** How many claims hold on a network; before they are tested, the button that tests them. */
function ClaimsCell({ network }: { network: ListedNetwork }) {
  const app = useAppController();
  const [testing, setTesting] = useState<Testing>();
  const [found, setFound] = useState<KeptVerdicts>();
  const left = useRef<AbortController>(undefined);
  useEffect(() => () => left.current?.abort(), []);
  const run = async (signal: AbortSignal) => {
    setTesting({ share: 0 });
    const results = await testClaims(app, await network.load(), { signal, onProgress: (share) => setTesting({ share }) });
    if (results) setFound(verdictsOf(results));
    if (!signal.aborted) setTesting(undefined);
  };
  const test = () => {
    left.current = new AbortController();
    const { signal } = left.current;
    run(signal).catch(
      (error: unknown) => signal.aborted || setTesting({ problem: error instanceof Error ? error.message : String(error) }),
    );
  };
  const stop = () => {
    left.current?.abort();
    setTesting(undefined);
  };
  const verdicts = network.verdicts ?? found;
  if (verdicts) return <Counts verdicts={verdicts} />;
  if (testing && 'share' in testing)
    return (
      <span className="runs-testing">
        <progress max={1} value={testing.share} aria-label={RUNS.testThis(network.name)} />
        <button type="button" onClick={stop}>
          {RUNS.stop}
        </button>
      </span>
    );
  return (
    <>
      {testing && <span role="alert">{RUNS.failed(testing.problem)} </span>}
      <button type="button" aria-label={RUNS.testThis(network.name)} onClick={test}>
        {RUNS.test}
      </button>
    </>
  );
}

function Counts({ verdicts }: { verdicts: KeptVerdicts }) {
  const { held, applicable } = claimCounts(verdicts);
  const all = Object.values(verdicts.of);
  const counts = Object.fromEntries(
    CLAIM_VERDICTS.map((verdict) => [verdict, all.filter((one) => one === verdict).length]),
  ) as Parameters<typeof countsText>[0];
  return <span title={countsText(counts)}>{RUNS.reproduced(held, applicable)}</span>;
}
