import { useApp, useAppController } from '../ui/context';
import { STORY_TEXT } from './text';

/** Says in a chapter that a network trains, where its curve is not in sight, and leads there. */
export function TrainingLine() {
  const app = useAppController();
  const { status, total, losses } = useApp((state) => state.training);
  if (status !== 'running' && status !== 'paused') return null;
  return (
    <p className="training-line">
      {STORY_TEXT.trains(status, losses.at(-1)?.update ?? 0, total)}{' '}
      <button type="button" onClick={() => app.set('view', 'lab')}>
        {STORY_TEXT.toTraining}
      </button>
    </p>
  );
}
