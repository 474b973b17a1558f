import { maximise, pointAtPanel } from '../state/page/slice';
import { useApp, useAppController } from './context';

/** What makes a section a panel: it can be maximised, and `F` acts on the one last pointed at. */
export function usePanel(id: string) {
  const app = useAppController();
  const maximised = useApp((state) => state.maximised === id);
  const point = () => {
    pointAtPanel(app.store, id);
  };
  return {
    className: maximised ? 'panel maximised' : 'panel',
    'data-panel': id,
    onPointerEnter: point,
    onFocus: point,
  };
}

export function MaximiseButton({ id, title }: { id: string; title: string }) {
  const app = useAppController();
  const maximised = useApp((state) => state.maximised === id);
  return (
    <button
      type="button"
      className="quiet maximise"
      aria-pressed={maximised}
      title={maximised ? 'Back to its place (F or Esc)' : `${title} on the whole window (F)`}
      aria-label={maximised ? 'Back to its place' : `Maximise ${title}`}
      onClick={() => maximise(app.store, maximised ? undefined : id)}
    >
      {maximised ? '⤡' : '⤢'}
    </button>
  );
}
