import { useApp, useAppController } from '../../ui/context';
import { LAB } from './text';

/** Beside the live run: that a network trains, how far it is, and the way to its curve, where that is out of sight. */
export function LabTraining() {
  const app = useAppController();
  const { status, total, losses } = useApp((state) => state.training);
  const panel = useApp((state) => state.settings.panel);
  const inSight = panel === '' || panel.split('.').includes('training');
  if (inSight || (status !== 'running' && status !== 'paused')) return null;
  const last = losses.at(-1);
  return (
    <div className="lab-training row">
      <progress max={total} value={last?.update ?? 0} aria-label={LAB.trains} />
      <span className="hint">
        {status === 'paused' ? LAB.paused : LAB.trains}: {LAB.progress(last?.update ?? 0, total, last?.loss)}
      </span>
      <button type="button" onClick={() => app.set('panel', 'training')}>
        {LAB.toTraining}
      </button>
    </div>
  );
}
