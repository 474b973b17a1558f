import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { drawThumbnail } from '../../charts/thumbnail';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { ORBIT_STRIDE, PLANES } from '../../dynamics/orbit/orbitPlanes';
import { type KeptNetwork, LONGEST_NAME } from '../../state/persistence/networkRecord';
import { useApp, usePalette } from '../../ui/context';
import { isComposing } from '../../ui/keyboard';
import { RECENT } from './text';

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
export function RecentItem({ network, orbit, onOpen, onSave, onRemove, onRename }: RecentItemProps) {
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
