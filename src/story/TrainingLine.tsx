import { openTrainingView } from '../state/training/slice';
import { useApp, useAppController } from '../ui/context';
import { TRAINING_LINE } from './training/text';

/** Says that a network trains in the tab, or that the reader's own is in view, and leads there or back. */
export function TrainingLine() {
  const app = useAppController();
  const { status, total, losses } = useApp((state) => state.training);
  const own = useApp(({ network }) => (network?.origin === 'training' ? network.update : undefined));
  const ships = useApp((state) => state.settings.model === '');
  if (status === 'running' || status === 'paused')
    return (
      <p className="training-line">
        {TRAINING_LINE.trains(status, losses.at(-1)?.update ?? 0, total)}{' '}
        <button type="button" onClick={() => openTrainingView(app.store, app.store.getState().network)}>
          {TRAINING_LINE.toTraining}
        </button>
      </p>
    );
  if (own === undefined || !ships) return null;
  return (
    <p className="training-line">
      {TRAINING_LINE.ownInView(own)}{' '}
      <button type="button" onClick={app.showPreset} data-testid="show-shipped">
        {TRAINING_LINE.showShipped}
      </button>
    </p>
  );
}
