import { useEffect, useMemo, useState } from 'react';
import { type ListedNetwork, listView, MAX_COMPARED } from '../../analyses/networkTable/listed';
import { useOwnNetworks, useShipped } from '../../analyses/networkTable/useListed';
import { CLAIM_IDS, type ClaimResult } from '../../claims/claim';
import type { ClaimInput } from '../../claims/context';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { testClaims } from '../../state/analyses/claimResults';
import { drawOrbits } from '../../state/networks/smallOrbits';
import { useApp, useAppController } from '../../ui/context';

/** What is known of a network that is compared. Without an entry nothing is known yet. */
export interface Tested {
  /** In the order of the claims; all of them once `status` is 'done'. */
  results: readonly ClaimResult[];
  share: number;
  status: 'working' | 'done' | 'failed' | 'stopped';
  /** Why it ended early. */
  problem?: string;
  input?: ClaimInput;
}

export interface ComparisonNow {
  /** The networks compared, in the order of the setting. */
  columns: readonly ListedNetwork[];
  /** Networks that could be added. */
  others: readonly ListedNetwork[];
  /** Names in the setting that are no network of this browser. */
  unknown: readonly string[];
  /** Whether the lists are read. */
  read: boolean;
  tested: Readonly<Record<string, Tested>>;
  orbits: Readonly<Record<string, OrbitSummary>>;
  /** Whether something is computed or waits for it. */
  working: boolean;
  stopped: boolean;
  setStopped(stopped: boolean): void;
}

/** The networks that the setting `compare` names, and the claims tested on one after the other. */
export function useComparison(): ComparisonNow {
  const text = useApp((state) => state.settings.compare);
  const view = useApp((state) => state.network);
  const own = useOwnNetworks();
  const shipped = useShipped(true);
  const [stopped, setStopped] = useState(false);
  const known = useMemo(
    () => [
      ...(Array.isArray(own) ? (own as readonly ListedNetwork[]) : []),
      ...shipped.listed,
      ...(view ? [listView(view)] : []),
    ],
    [own, shipped.listed, view],
  );
  const ids = [...new Set(text.split('.').filter(Boolean))].slice(0, MAX_COMPARED);
  const columns = ids.flatMap((id) => known.find((network) => network.id === id) ?? []);
  const read = own !== undefined && (shipped.listed.length > 0 || shipped.problem !== undefined) && view !== undefined;
  const { tested, working } = useTests(read ? columns : [], stopped);
  return {
    columns,
    others: known.filter((network) => !ids.includes(network.id) && network.source !== 'view'),
    unknown: read ? ids.filter((id) => !columns.some((network) => network.id === id)) : [],
    read,
    tested,
    orbits: useOrbits(columns),
    working,
    stopped,
    setStopped,
  };
}

/** Tests the claims on one network after the other: two at a time would only take turns on the same cores. */
function useTests(columns: readonly ListedNetwork[], stopped: boolean) {
  const app = useAppController();
  const [tested, setTested] = useState<Readonly<Record<string, Tested>>>({});
  const ended = (id: string) => ['done', 'failed'].includes(tested[id]?.status ?? '');
  const next = stopped ? undefined : columns.find(({ id }) => !ended(id));
  const id = next?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a network that is listed anew is the same as long as its id is
  useEffect(() => {
    if (!next) return;
    const left = new AbortController();
    const { signal } = left;
    const change = (made: (old: Tested) => Partial<Tested>) =>
      setTested((all) => {
        const old = all[next.id] ?? { results: [], share: 0, status: 'working' };
        return { ...all, [next.id]: { ...old, ...made(old) } };
      });
    change(() => ({ results: [], share: 0, status: 'working' }));
    const run = async () => {
      const results = await testClaims(app, await next.load(), {
        signal,
        onInput: (input) => change(() => ({ input })),
        onProgress: (share) => change(() => ({ share })),
        onResult: (result) => change((old) => ({ results: inOrder([...old.results, result]) })),
      });
      if (results) change(() => ({ results, share: 1, status: 'done' }));
    };
    run().catch((error: unknown) => {
      if (!signal.aborted) change(() => ({ status: 'failed', problem: error instanceof Error ? error.message : String(error) }));
    });
    return () => {
      left.abort();
      change(({ status }) => ({ status: status === 'working' ? 'stopped' : status }));
    };
  }, [app, id]);
  return { tested, working: next !== undefined };
}

const inOrder = (results: readonly ClaimResult[]): ClaimResult[] =>
  CLAIM_IDS.flatMap((id) => results.findLast((result) => result.id === id) ?? []);

/** Short runs of the networks compared, for their thumbnails, by id. */
function useOrbits(columns: readonly ListedNetwork[]): Readonly<Record<string, OrbitSummary>> {
  const { pool } = useAppController();
  const [orbits, setOrbits] = useState<Readonly<Record<string, OrbitSummary>>>({});
  const ids = columns.map(({ id }) => id).join('.');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids stand for the networks
  useEffect(() => {
    const left = new AbortController();
    const draw = async () => {
      for (const { id, load } of columns) {
        const network = await load();
        if (left.signal.aborted) return;
        await drawOrbits(pool, [network], (_, orbit) => setOrbits((old) => ({ ...old, [id]: orbit })), left.signal);
      }
    };
    // A network that cannot be loaded says so where its claims would stand; here only the small picture is missing.
    draw().catch(() => undefined);
    return () => left.abort();
  }, [pool, ids]);
  return orbits;
}
