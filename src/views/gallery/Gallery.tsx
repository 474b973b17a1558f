import { useEffect, useRef, useState } from 'react';
import { drawThumbnail } from '../../charts/thumbnail';
import { ORBIT_STRIDE, PLANES } from '../../dynamics/orbit/orbitPlanes';
import { isRing } from '../../dynamics/orbit/ring';
import { choiceOf } from '../../state/networks/presets';
import { type GalleryItem, openGallery } from '../../state/networks/smallOrbits';
import { useApp, useAppController, usePalette } from '../../ui/context';
import { GALLERY } from './text';
import './gallery.css';

/** All shipped networks with a thumbnail of each orbit, drawn from its own run; click one to open it. */
export function Gallery() {
  const { pool } = useAppController();
  const dialog = useRef<HTMLDialogElement>(null);
  const [items, setItems] = useState<readonly GalleryItem[]>();
  const [problem, setProblem] = useState<string>();
  const open = () => {
    setProblem(undefined);
    dialog.current?.showModal();
    openGallery(pool, setItems).catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  };
  const close = () => dialog.current?.close();
  return (
    <>
      <button type="button" onClick={open} data-testid="gallery">
        {GALLERY.title}
      </button>
      <dialog ref={dialog} className="help gallery" aria-label={GALLERY.title}>
        <h2>{GALLERY.title}</h2>
        <p className="hint">{GALLERY.explain}</p>
        {problem && (
          <p role="alert">
            {GALLERY.failed} {problem}.
          </p>
        )}
        {!items && !problem && <p>{GALLERY.loading}</p>}
        {grouped(items ?? []).map(({ heading, own }) => (
          <section key={heading}>
            <h3>{heading}</h3>
            <ul>
              {own.map((item) => (
                <Item key={item.preset.id} item={item} onOpen={close} />
              ))}
            </ul>
          </section>
        ))}
        <Constructed onOpen={close} />
        <button type="button" onClick={close}>
          Close
        </button>
      </dialog>
    </>
  );
}

/** Networks by their recipe, under its heading. */
function grouped(items: readonly GalleryItem[]): { heading: string; own: readonly GalleryItem[] }[] {
  const headingOf = ({ preset }: GalleryItem) => GALLERY.recipes[preset.recipeName] ?? GALLERY.other;
  return [...Object.values(GALLERY.recipes), GALLERY.other]
    .map((heading) => ({ heading, own: items.filter((item) => headingOf(item) === heading) }))
    .filter(({ own }) => own.length > 0);
}

/** The network that nobody trained. */
function Constructed({ onOpen }: { onOpen: () => void }) {
  const app = useAppController();
  const shown = useApp((state) => state.network?.origin === 'constructed');
  return (
    <section>
      <h3>{GALLERY.constructed}</h3>
      <ul>
        <li>
          <button
            type="button"
            aria-pressed={shown}
            data-testid="by-hand"
            onClick={() => {
              app.openConstructed();
              onOpen();
            }}
          >
            <strong>{GALLERY.byHand}</strong>
            <span>{GALLERY.byHandNote}</span>
          </button>
        </li>
      </ul>
    </section>
  );
}

function Item({ item, onOpen }: { item: GalleryItem; onOpen: () => void }) {
  const app = useAppController();
  const palette = usePalette();
  const shown = useApp((state) => state.network?.preset?.id);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { preset, orbit } = item;
  useEffect(() => {
    if (canvas.current && orbit) drawThumbnail(canvas.current, { ...orbit, stride: ORBIT_STRIDE, axes: PLANES[0] }, palette);
  }, [orbit, palette]);
  return (
    <li>
      <button
        type="button"
        aria-pressed={shown === preset.id}
        onClick={() => {
          app.openNetwork(choiceOf(preset));
          onOpen();
        }}
      >
        <canvas ref={canvas} />
        <strong>{preset.name}</strong>
        <span>
          seed {preset.seed}, H = {preset.hiddenSize}
        </span>
        {isRing(preset.scores.ring) && <span>{GALLERY.ring}</span>}
        <span>{preset.misses.length ? `misses: ${preset.misses.join('; ')}` : GALLERY.meets}</span>
      </button>
    </li>
  );
}
