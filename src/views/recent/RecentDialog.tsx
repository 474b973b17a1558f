import './recent.css';
import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from 'react';
import { drawThumbnail } from '../../charts/thumbnail';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { ORBIT_STRIDE, PLANES } from '../../dynamics/orbit/orbitPlanes';
import { drawOrbits } from '../../state/networks/smallOrbits';
import { type KeptNetwork, LONGEST_NAME, networkFile } from '../../state/persistence/networkRecord';
import { MAX_NETWORKS, type RecentNetworks } from '../../state/persistence/recentNetworks';
import { useApp, useAppController, usePalette } from '../../ui/context';
import { downloadBytes } from '../../ui/files';
import { isComposing } from '../../ui/keyboard';
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

interface RecentItemProps {
  network: KeptNetwork;
  /** undefined while it is computed. */
  orbit: OrbitSummary | undefined;
  onOpen: (network: KeptNetwork) => void;
  onSave: (network: KeptNetwork) => void;
  onRemove: (network: KeptNetwork) => void;
  onRename: (network: KeptNetwork, name: string) => void;
}

/** One kept network: its orbit, its name to edit, what is known of it, and what can be done with it. */
function RecentItem({ network, orbit, onOpen, onSave, onRemove, onRename }: RecentItemProps) {
  const palette = usePalette();
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = useApp((state) => state.network?.fingerprint === network.fingerprint);
  useEffect(() => {
    if (canvas.current && orbit) drawThumbnail(canvas.current, { ...orbit, stride: ORBIT_STRIDE, axes: PLANES[0] }, palette);
  }, [orbit, palette]);
  const { name, hmm, source, update, scores, savedAt, weights } = network;
  return (
    <li aria-current={shown} data-fingerprint={network.fingerprint}>
      <canvas ref={canvas} role="img" aria-label={RECENT.picture(name)} />
      <NameField name={name} onName={(next) => onRename(network, next)} />
      <span>
        {hmm.name}; {source === 'file' ? RECENT.fromFile(weights.hiddenSize) : RECENT.size(weights.hiddenSize, update)}
      </span>
      <span>
        {scores && `${RECENT.error(scores.maxCell)}; `}
        {new Date(savedAt).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}
      </span>
      <div className="buttons">
        <button type="button" className="primary" title={RECENT.openHint} onClick={() => onOpen(network)}>
          {RECENT.open}
        </button>
        <button type="button" title={RECENT.saveHint} onClick={() => onSave(network)}>
          {RECENT.save}
        </button>
        <button type="button" onClick={() => onRemove(network)} aria-label={`${RECENT.remove} ${name}`}>
          {RECENT.remove}
        </button>
      </div>
    </li>
  );
}

/** Enter or leaving the field gives the name, Escape takes the old one back. */
function NameField({ name, onName }: { name: string; onName: (name: string) => void }) {
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  const give = () => {
    if (text === name) return;
    setText(name);
    onName(text);
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'Enter') give();
    if (event.key !== 'Escape' || text === name) return;
    // The first Escape is for the field, the next one closes the sheet.
    event.preventDefault();
    setText(name);
  };
  return (
    <input
      type="text"
      aria-label={`${RECENT.name}: ${name}`}
      value={text}
      maxLength={LONGEST_NAME}
      onChange={(event) => setText(event.target.value)}
      onBlur={give}
      onKeyDown={onKey}
    />
  );
}
