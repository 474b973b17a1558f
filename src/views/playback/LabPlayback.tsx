import { useRef, useState } from 'react';
import { HISTORY } from '../../state/live/liveRun';
import { SETTINGS } from '../../state/settings/settings';
import { useApp, useAppController, useFrame } from '../../ui/context';
import { Playback } from './Playback';

/** What drives the live run, with its seed and the way back through its record: as it stands in the lab. */
export const LabPlayback = () => <Playback seed={<Seed />} lookBack={<LookBack />} />;

function Seed() {
  const app = useAppController();
  const seed = useApp((state) => state.settings.seed);
  return (
    <div className="seed" data-control="seed">
      <label htmlFor="seed">seed</label>
      <input
        id="seed"
        inputMode="numeric"
        value={seed}
        onChange={(event) => {
          const next = Number(event.target.value.replace(/\D/g, ''));
          if (next <= SETTINGS.seed.high) app.set('seed', next);
        }}
      />
      <button type="button" onClick={app.newSeed}>
        New seed
      </button>
    </div>
  );
}

/** The way back through the record: a slider that holds the run at an earlier step. */
function LookBack() {
  const app = useAppController();
  const historyOffset = useApp((state) => state.historyOffset);
  const [most, setMost] = useState(0);
  const elapsed = useRef(0);
  useFrame((dt) => {
    elapsed.current += dt;
    if (elapsed.current < 0.25 || !app.liveRun) return;
    elapsed.current = 0;
    setMost(Math.max(0, Math.min(app.liveRun.step, HISTORY) - 1));
  });
  return (
    <label className="slider look-back" data-control="back" title="Turns the picture back through the last steps (key: ,)">
      <span>
        back <kbd>,</kbd>
      </span>
      <input
        type="range"
        min={-most}
        max={0}
        step={1}
        value={-historyOffset}
        aria-label="Steps back"
        aria-valuetext={historyOffset === 0 ? 'now' : `${historyOffset} steps back`}
        onChange={(event) => app.lookBack(-Number(event.target.value))}
        data-testid="look-back"
      />
      <output>{historyOffset === 0 ? 'now' : `−${historyOffset}`}</output>
    </label>
  );
}
