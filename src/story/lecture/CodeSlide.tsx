import { useMemo } from 'react';
import { QrPicture, qrOf } from '../../views/share/QrCode';
import { CODE } from './text';

/** The address of the page as a code, as large as the slide, for those who sit in front of it. */
export function CodeSlide() {
  const link = useMemo(() => new URL('?v=3', window.location.href.split(/[?#]/)[0]).href, []);
  const qr = useMemo(() => qrOf(link), [link]);
  return (
    <section className="code-slide" aria-label={CODE.title} data-testid="code">
      {qr && <QrPicture qr={qr} />}
      <p>{link}</p>
    </section>
  );
}
