import { SETTINGS } from '../../state/settings/settings';
import { useApp, useAppController } from '../../ui/context';
import { Slider } from '../../ui/Slider';
import { LookBack } from './LookBack';

/** Play, step, noise, σ and speed: everything that drives the live run. @param compact without seed and look-back */
export function Playback({ compact = false }: { compact?: boolean }) {
  const app = useAppController();
  const playing = useApp((state) => state.playing);
  const { noise, sigma, speed } = useApp((state) => state.settings);
  return (
    <div className={compact ? 'playback compact' : 'playback'} role="toolbar" aria-label="Live run">
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
      {!compact && <Seed />}
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
        {!compact && <LookBack />}
      </div>
    </div>
  );
}

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
