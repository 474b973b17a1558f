import type { ReactNode } from 'react';
import { SETTINGS } from '../../state/settings/settings';
import { useApp, useAppController } from '../../ui/context';
import { Slider } from '../../ui/Slider';
import './playback.css';

interface PlaybackProps {
  /** The seed of the run, and the way back through its record: only where there is room for them. */
  seed?: ReactNode;
  lookBack?: ReactNode;
}

/** Play, step, noise, σ and speed: everything that drives the live run. */
export function Playback({ seed, lookBack }: PlaybackProps) {
  const app = useAppController();
  const playing = useApp((state) => state.playing);
  const { noise, sigma, speed } = useApp((state) => state.settings);
  return (
    <div className={seed ? 'playback' : 'playback compact'} role="toolbar" aria-label="Live run">
      <button
        type="button"
        data-control="noise"
        data-part="noise"
        className={noise ? 'noise on' : 'noise off'}
        aria-pressed={noise}
        onClick={app.toggleNoise}
        data-testid="noise"
      >
        <span className="dot" aria-hidden="true" /> Noise {noise ? 'on' : 'off'} <kbd>N</kbd>
      </button>
      <div className="buttons" data-control="play">
        <button type="button" onClick={app.togglePlaying} data-testid="play">
          {playing ? 'Pause' : 'Play'} <kbd>space</kbd>
        </button>
        <button type="button" onClick={app.stepOnce}>
          Step <kbd>.</kbd>
        </button>
        <button type="button" onClick={app.resetRun}>
          Reset <kbd>R</kbd>
        </button>
      </div>
      {seed}
      <div className="playback-sliders">
        <Slider
          label="noise σ"
          control="sigma"
          value={sigma}
          low={SETTINGS.sigma.low}
          high={SETTINGS.sigma.high}
          logarithmic
          exact={1}
          format={(v) => v.toPrecision(2)}
          onChange={(v) => app.set('sigma', v)}
        />
        <Slider
          label="steps/s"
          control="speed"
          value={speed}
          low={SETTINGS.speed.low}
          high={SETTINGS.speed.high}
          logarithmic
          format={(v) => String(Math.round(v))}
          onChange={(v) => app.set('speed', v)}
        />
        {lookBack}
      </div>
    </div>
  );
}
