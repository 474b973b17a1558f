import { useEffect, useMemo, useRef } from 'react';
import { isDense, MAX_CHARACTERS, type Qr, QUIET_ZONE, qrOf, qrPath } from './qr';
import { LINK } from './text';

/** Black on white whatever the colours of the page are: readers of codes want nothing else. */
export function QrPicture({ qr }: { qr: Qr }) {
  const path = useMemo(() => qrPath(qr), [qr]);
  const side = qr.size + 2 * QUIET_ZONE;
  return (
    <svg
      viewBox={`${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={LINK.qrAlt}
      data-testid="qr"
    >
      <rect x={-QUIET_ZONE} y={-QUIET_ZONE} width={side} height={side} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}

/** The code of a link beside it, or why there is none. */
export function QrBox({ link, onLarge }: { link: string; onLarge: () => void }) {
  const qr = useMemo(() => qrOf(link), [link]);
  if (!qr) return <p className="hint qr-none">{LINK.qrTooLong(link.length, MAX_CHARACTERS)}</p>;
  return (
    <div className="qr-box">
      <QrPicture qr={qr} />
      <button type="button" onClick={onLarge} data-testid="qr-large">
        {LINK.qrLarge}
      </button>
      {isDense(qr) && <p className="hint">{LINK.qrDense}</p>}
    </div>
  );
}

/** Characters of a link that somebody in the last row would type. */
const TYPED = 120;

/** The code on the whole window, over everything. */
export function QrWindow({ link, onClose }: { link: string; onClose: () => void }) {
  const qr = useMemo(() => qrOf(link), [link]);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  if (!qr) return null;
  return (
    <dialog
      ref={dialog}
      className="qr-window"
      aria-label={LINK.qrAlt}
      onClose={onClose}
      // Esc closes this and not the sheet behind it too.
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <QrPicture qr={qr} />
      {link.length <= TYPED && <p>{link}</p>}
      <button type="button" onClick={onClose}>
        {LINK.qrClose}
      </button>
    </dialog>
  );
}
