import { useApp, useAppController } from '../../ui/context';
import { INTERVENE } from '../mechanismText';
import { GainSlider, HoldButton, TargetSelect } from './Controls';

/** The intervention on the live run, beside what drives it. */
export function InterveneBar() {
  const app = useAppController();
  const actOn = useApp((state) => state.settings.actOn);
  const status = useApp((state) => state.analyses.kick?.status);
  const progress = useApp((state) => state.analyses.kick?.progress ?? 0);
  const stop = () => {
    app.set('actOn', 'none');
    app.set('mu', 1);
  };
  return (
    <div className="intervene-bar" data-control="intervene" role="toolbar" aria-label={INTERVENE.title}>
      <span className="hint">act on</span>
      <TargetSelect />
      {actOn !== 'none' && <GainSlider />}
      <HoldButton />
      {actOn !== 'none' && (
        <button type="button" onClick={stop} title="Ends the intervention; the twin goes">
          End
        </button>
      )}
      {actOn !== 'none' && status === 'working' && (
        <span className="hint">
          {INTERVENE.waiting} {Math.round(100 * progress)} %
        </span>
      )}
    </div>
  );
}
