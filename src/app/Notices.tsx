import { useEffect, useState } from 'react';
import { dismiss, type Notice } from '../state/page/slice';
import { useApp, useAppController } from '../ui/context';
import './notices.css';

/** Milliseconds that a notice stays, and those added for each of its letters; errors, and what asks for an answer, stay until dismissed. */
const STAYS_MS = { info: 6000, warning: 15_000 } as const;
const MS_A_LETTER = 60;

/** What the user must be told, newest last, in a row of its own above the page: it covers nothing. */
export function Notices() {
  const notices = useApp((state) => state.notices);
  return (
    <div className="notices" role="status" aria-live="polite">
      {notices.map((notice) => (
        <OneNotice key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function OneNotice({ notice: { id, level, text, actions } }: { notice: Notice }) {
  const app = useAppController();
  const [held, setHeld] = useState(false);
  const stays = level === 'error' || actions.length > 0 ? undefined : STAYS_MS[level] + MS_A_LETTER * text.length;
  // It does not go while it is pointed at or has the focus.
  useEffect(() => {
    if (stays === undefined || held) return;
    const timer = setTimeout(() => dismiss(app.store, id), stays);
    return () => clearTimeout(timer);
  }, [app, id, stays, held]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done with it but to wait
    <div
      className={`notice ${level}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p>{text}</p>
      {actions.map(({ label, run }) => (
        <button
          key={label}
          type="button"
          onClick={() => {
            dismiss(app.store, id);
            run();
          }}
        >
          {label}
        </button>
      ))}
      <button type="button" className="close" aria-label="Dismiss" onClick={() => dismiss(app.store, id)}>
        ×
      </button>
    </div>
  );
}
