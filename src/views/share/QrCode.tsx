import { useEffect, useMemo, useRef } from 'react';
import { encode } from 'uqr';
import { LINK } from './text';

/** A QR code without its quiet zone. */
export interface Qr {
  /** Modules per side. */
  size: number;
  /** Row by row, true for black. */
  modules: readonly (readonly boolean[])[];
}

/** Modules of white around the code; the standard asks for four, and a screen in a hall is read at a slant. */
const QUIET_ZONE = 6;

/** From this size on a telephone needs the code large, near and sharp (version 20 and above). */
const DENSE = 97;

/** Characters of the largest code there is (version 40 at its lowest error correction). */
export const MAX_CHARACTERS = 2953;

/** The code of a text, with as much error correction as its size has room for; undefined where the text is too long. */
export function qrOf(text: string): Qr | undefined {
  if (new TextEncoder().encode(text).length > MAX_CHARACTERS) return undefined;
  const { size, data } = encode(text, { border: 0, ecc: 'L', boostEcc: true });
  return { size, modules: data };
}

const isDense = ({ size }: Qr): boolean => size >= DENSE;

/** The black modules as one SVG path, a rectangle for each run in a row; the quiet zone is outside it. */
export const qrPath = ({ modules, size }: Qr): string =>
  modules
    .flatMap((row, y) => {
      const runs: string[] = [];
      for (let x = 0; x < size; x++) {
        if (!row[x]) continue;
        const from = x;
        while (x + 1 < size && row[x + 1]) x++;
        runs.push(`M${from} ${y}h${x + 1 - from}v1h${from - x - 1}z`);
      }
      return runs;
    })
    .join('');

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
