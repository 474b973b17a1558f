import { useCallback, useEffect, useRef, useState } from 'react';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { drawOrbits } from '../../state/networks/smallOrbits';
import { type KeptNetwork, networkFile } from '../../state/persistence/networkRecord';
import { MAX_NETWORKS, type RecentNetworks } from '../../state/persistence/recentNetworks';
import { useAppController } from '../../ui/context';
import { downloadBytes } from '../../ui/files';
import { RecentItem } from './RecentItem';
import './recent.css';
import { RECENT } from './text';

type Listed = readonly KeptNetwork[] | 'loading' | 'unusable';

interface RecentProps {
  recents: RecentNetworks;
  onClose: () => void;
}

/** A sheet with the networks kept in this browser: open, name, save, delete. */
export function RecentDialog({ recents, open, onClose }: RecentProps & { open: boolean }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="help recent" aria-labelledby="recent-title" onClose={onClose}>
      <h2 id="recent-title">{RECENT.title}</h2>
      <p className="hint">{RECENT.explain(MAX_NETWORKS)}</p>
      {open && <RecentList recents={recents} onClose={onClose} />}
    </dialog>
  );
}

/** The networks listed, what was said of the last change, and what can be done with each. */
function useRecents(recents: RecentNetworks) {
  const [listed, setListed] = useState<Listed>('loading');
  const [said, setSaid] = useState('');
  const [deleted, setDeleted] = useState<KeptNetwork>();
  const read = useCallback(async () => setListed((await recents.list()) ?? 'unusable'), [recents]);
  useEffect(() => void read(), [read]);
  const rename = async (network: KeptNetwork, name: string) => {
    const renamed = await recents.rename(network, name);
    if (!renamed) setSaid(RECENT.refused(network.name));
    else if (renamed !== network) setSaid(RECENT.renamed(renamed.name));
    else if (name.trim() === '') setSaid(RECENT.noName);
    await read();
  };
  const remove = async (network: KeptNetwork) => {
    if (!(await recents.remove(network))) return setSaid(RECENT.refused(network.name));
    setDeleted(network);
    setSaid(RECENT.deleted(network.name));
    await read();
  };
  const putBack = async () => {
    if (!deleted) return;
    if (!(await recents.putBack(deleted))) return setSaid(RECENT.notBack(deleted.name));
    setSaid(RECENT.back(deleted.name));
    setDeleted(undefined);
    await read();
  };
  return { listed, said, deleted, rename, remove, putBack };
}

function RecentList({ recents, onClose }: RecentProps) {
  const { listed, said, deleted, rename, remove, putBack } = useRecents(recents);
  const orbits = useOrbits(listed);
  const undo = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone: the focus must not fall to the page.
  useEffect(() => {
    if (deleted) undo.current?.focus();
  }, [deleted]);
  const show = (network: KeptNetwork) => {
    recents.open(network);
    onClose();
  };
  const save = (network: KeptNetwork) => downloadBytes(networkFile(network), `${fileName(network.name)}.safetensors`);
  return (
    <>
      {typeof listed === 'string' || listed.length === 0 ? (
        <p>{listed === 'loading' ? RECENT.loading : listed === 'unusable' ? RECENT.unusable : RECENT.empty}</p>
      ) : (
        <ul>
          {listed.map((network) => (
            <RecentItem
              key={network.fingerprint}
              network={network}
              orbit={orbits[network.fingerprint]}
              onOpen={show}
              onSave={save}
              onRemove={(one) => void remove(one)}
              onRename={(one, name) => void rename(one, name)}
            />
          ))}
        </ul>
      )}
      <div className="recent-foot">
        <button type="button" onClick={onClose}>
          {RECENT.close}
        </button>
        <p role="status" aria-live="polite">
          {said}
        </p>
        {deleted && (
          <button type="button" ref={undo} onClick={() => void putBack()}>
            {RECENT.undo}
          </button>
        )}
      </div>
    </>
  );
}

/** Orbits of the networks listed, as they come in. */
function useOrbits(listed: Listed): Readonly<Record<string, OrbitSummary>> {
  const { pool } = useAppController();
  const [orbits, setOrbits] = useState<Readonly<Record<string, OrbitSummary>>>({});
  useEffect(() => {
    if (typeof listed === 'string') return;
    const left = new AbortController();
    const put = (fingerprint: string, orbit: OrbitSummary) =>
      setOrbits((before) => (before[fingerprint] === orbit ? before : { ...before, [fingerprint]: orbit }));
    void drawOrbits(pool, listed, put, left.signal);
    return () => left.abort();
  }, [pool, listed]);
  return orbits;
}

/** A name that every file system takes. */
const fileName = (name: string): string =>
  name
    .replace(/\.(safetensors|pth|pt|npz|json)$/i, '')
    .replace(/[^\p{L}\p{N}.-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '') || 'network';
