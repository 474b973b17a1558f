import { useCallback, useEffect, useState } from 'react';
import { useApp, useAppController } from '../../ui/context';
import { useIsVisible } from '../../ui/onScreen';
import { ANALYSIS_SEED } from '../choices';
import { requestOf } from '../requests';
import { type ListedNetwork, listAllShipped, listKept } from './listed';

/** Networks of one's own, newest first, as the storage of this browser has them now; undefined while it is read. */
export function useOwnNetworks(): readonly ListedNetwork[] | 'unusable' | undefined {
  const { recents } = useAppController().persistence;
  const [listed, setListed] = useState<readonly ListedNetwork[] | 'unusable'>();
  const read = useCallback(async () => {
    const kept = await recents.list();
    setListed(kept?.map(listKept) ?? 'unusable');
  }, [recents]);
  useEffect(() => {
    void read();
    return recents.onChange(() => void read());
  }, [read, recents]);
  return listed;
}

/** Networks that ship, once they are wanted; the sentence why they cannot be listed. */
export function useShipped(wanted: boolean): { listed: readonly ListedNetwork[]; problem: string | undefined } {
  const [listed, setListed] = useState<readonly ListedNetwork[]>([]);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (!wanted) return setListed([]);
    let left = false;
    setProblem(undefined);
    listAllShipped().then(
      (all) => left || setListed(all),
      (error: unknown) => left || setProblem(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      left = true;
    };
  }, [wanted]);
  return { listed, problem };
}

/** How far the network that is being measured now has come. */
interface Measuring {
  id: string;
  share: number;
}

/**
 * Measures networks that are listed without scores, one after the other, while the list is in sight; what is found is kept with each.
 * While a network trains nothing is measured: the training has the cores.
 */
export function useMeasuring(listed: readonly ListedNetwork[]): Measuring | undefined {
  const { pool, persistence } = useAppController();
  const visible = useIsVisible();
  const training = useApp((state) => state.training.status === 'running');
  const [now, setNow] = useState<Measuring>();
  /** Networks that could not be measured are not tried again on this page. */
  const [failed, setFailed] = useState<readonly string[]>([]);
  const next = visible && !training ? listed.find(({ id, measured }) => !measured && !failed.includes(id)) : undefined;
  const id = next?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row that is read anew is the same network as long as its id is the same
  useEffect(() => {
    if (!next) return;
    const left = new AbortController();
    const run = async () => {
      setNow({ id: next.id, share: 0 });
      const { weights, hmm } = await next.load();
      const answer = await pool.run(requestOf('scores', { weights, hmm, seed: ANALYSIS_SEED }), {
        priority: 'inSight',
        signal: left.signal,
        onProgress: (share) => setNow({ id: next.id, share }),
      });
      if (left.signal.aborted) return;
      if (answer.ok) await persistence.recents.note(next.id, { measured: answer.value });
      else setFailed((old) => [...old, next.id]);
      setNow(undefined);
    };
    void run();
    return () => {
      left.abort();
      setNow(undefined);
    };
  }, [id, pool, persistence]);
  return now;
}
