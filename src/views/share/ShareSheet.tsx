import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { closeSheet } from '../../state/page/slice';
import { useApp, useAppController } from '../../ui/context';
import { type ClipControls, ClipTab, RecordingBar, useClip } from './ClipTab';
import { DataTab } from './DataTab';
import { EmbedTab } from './EmbedTab';
import { LinkTab } from './LinkTab';
import { PictureTab } from './PictureTab';
import './share.css';
import { TextTab } from './CopyField';
import { useShared } from './shared';
import { SHARE, TABS, type TabId } from './text';

/** Everything that can be given away of what is on the page. It steps aside while a clip is recorded. */
export default function ShareSheet() {
  const app = useAppController();
  const wanted = useApp((state) => state.sheet === 'share');
  const dialog = useRef<HTMLDialogElement>(null);
  const clip = useClip();
  const recording = clip.state.kind === 'recording';
  const open = wanted && !recording;
  useEffect(() => {
    if (!wanted) return;
    const opener = document.activeElement;
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, [wanted]);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (open || !dialog.current?.open) return;
    dialog.current.close();
    // While a clip is recorded no button has the focus: the space bar is for the run.
    if (recording && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  }, [open, recording]);
  const { cancel } = clip;
  useEffect(() => {
    // Whatever closes the sheet ends the recording that it began.
    if (!wanted && recording) cancel();
  }, [wanted, recording, cancel]);
  const close = () => closeSheet(app.store, 'share');
  return (
    <>
      <dialog
        ref={dialog}
        className="help share"
        aria-labelledby="share-title"
        onClose={() => {
          if (!recording) close();
        }}
      >
        {/* It stays while a clip is recorded: what was chosen is still chosen afterwards. */}
        {wanted && <Sheet clip={clip} onClose={close} />}
      </dialog>
      <RecordingBar clip={clip} />
    </>
  );
}

const IDS = Object.keys(TABS) as TabId[];

/** Arrow keys go from tab to tab. */
const WAYS: Readonly<Record<string, (at: number) => number>> = {
  ArrowRight: (at) => (at + 1) % IDS.length,
  ArrowLeft: (at) => (at + IDS.length - 1) % IDS.length,
  Home: () => 0,
  End: () => IDS.length - 1,
};

function Sheet({ clip, onClose }: { clip: ClipControls; onClose: () => void }) {
  const [said, say] = useState('');
  const shared = useShared(say);
  const list = useRef<HTMLDivElement>(null);
  const [tab, setTab] = useState<TabId>('link');
  const turn = (event: KeyboardEvent) => {
    const next = WAYS[event.key]?.(IDS.indexOf(tab));
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setTab(IDS[next]!);
    list.current?.querySelectorAll('button')[next]?.focus();
  };
  const choose = (id: TabId) => {
    setTab(id);
    say('');
  };
  return (
    <>
      <header>
        <h2 id="share-title">{SHARE.title}</h2>
        <div ref={list} role="tablist" aria-label={SHARE.tabs} onKeyDown={turn}>
          {IDS.map((id) => (
            <button
              key={id}
              type="button"
              role="tab"
              id={`share-tab-${id}`}
              aria-selected={id === tab}
              aria-controls="share-panel"
              tabIndex={id === tab ? 0 : -1}
              onClick={() => choose(id)}
              data-testid={`share-tab-${id}`}
            >
              {TABS[id]}
            </button>
          ))}
        </div>
      </header>
      <div role="tabpanel" id="share-panel" aria-labelledby={`share-tab-${tab}`}>
        {tab === 'link' && <LinkTab shared={shared} />}
        {tab === 'embed' && <EmbedTab shared={shared} />}
        {tab === 'picture' && <PictureTab shared={shared} />}
        {tab === 'clip' && <ClipTab shared={shared} clip={clip} />}
        {tab === 'text' && <TextTab shared={shared} />}
        {tab === 'data' && <DataTab shared={shared} />}
      </div>
      <footer>
        <button type="button" onClick={onClose} data-testid="share-close">
          {SHARE.close}
        </button>
        <p role="status" aria-live="polite" data-testid="share-said">
          {said}
        </p>
      </footer>
    </>
  );
}
