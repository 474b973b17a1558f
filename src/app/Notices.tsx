import { dismiss } from '../state/page/slice';
import { useApp, useAppController } from '../ui/context';

/** What the user must be told, newest last; each stays until dismissed. */
export function Notices() {
  const app = useAppController();
  const notices = useApp((state) => state.notices);
  return (
    <div className="notices" role="status" aria-live="polite">
      {notices.map(({ id, level, text, actions }) => (
        <div key={id} className={`notice ${level}`}>
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
      ))}
    </div>
  );
}
