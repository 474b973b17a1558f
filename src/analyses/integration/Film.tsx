import { useEffect, useMemo, useRef, useState } from 'react';
import type { NoiseIntegration } from '../../dynamics/circuit/noiseIntegration';
import { useOrbitPlane } from '../../ui/AnalysisPanel';
import { useApp, useFrame } from '../../ui/context';
import { LiveFigure } from '../../ui/figure/LiveFigure';
import { useIsVisible } from '../../ui/onScreen';
import { filmFigure, planeFilm } from './filmFigure';
import { FILM, scenesOf } from './words';

/** Steps a second: fewer while noise is gathered and the label flips. */
const SPEED = 14;
const SLOW = 4;
/** Steps after the change for which it stays slow. */
const SLOW_AFTER = 4;

/** Plays an example: how many of its steps are shown, what is seen there, and how to begin or pause. */
function usePlayback({ example, populations }: NoiseIntegration) {
  const end = example.labels.length;
  const calm = useApp((state) => state.prefersReducedMotion);
  const visible = useIsVisible();
  const shown = useRef(end);
  const [playing, setPlaying] = useState(false);
  const [scene, setScene] = useState(-1);
  const scenes = useMemo(() => scenesOf(example, populations.window), [example, populations.window]);
  useEffect(() => {
    shown.current = example.labels.length;
    setPlaying(false);
    setScene(-1);
  }, [example]);
  useFrame((dt) => {
    if (!playing || !visible) return;
    const begins = Math.min(example.before - populations.window, example.crossing || example.before);
    const slow = shown.current >= begins && shown.current <= example.before + SLOW_AFTER;
    shown.current = Math.min(end, shown.current + dt * (slow ? SLOW : SPEED));
    const now = scenes.findLastIndex(({ from }) => shown.current >= from);
    if (now !== scene) setScene(now);
    if (shown.current >= end) setPlaying(false);
  });
  const play = () => {
    if (shown.current >= end) shown.current = calm ? end : 0;
    setScene(scenes.findLastIndex(({ from }) => shown.current >= from));
    setPlaying(!playing && !calm);
  };
  return { shown, playing, play, calm, atEnd: () => shown.current >= end, text: scenes[scene]?.text };
}

/** One change of label step by step, as often as one likes. With less motion asked for it stands at its end. */
export function Film({ direction, note }: { direction: NoiseIntegration; note: string }) {
  const { example, changes } = direction;
  const { shown, playing, play, calm, atEnd, text } = usePlayback(direction);
  const orbit = useApp((state) => state.orbit);
  const axes = useOrbitPlane();
  const inPlane = orbit && orbit.basis.mean.length === example.states.length / example.labels.length;
  const way = `${direction.from}${direction.to}`;
  const change = `the change from ${direction.from} to ${direction.to}`;
  const shared = { notes: [note, FILM.rule(example.at, changes)], pixels: 230, rate: playing ? 60 : 4 };
  return (
    <div data-testid="film" data-playing={playing}>
      <div className="row">
        <button type="button" onClick={play}>
          {playing ? FILM.pause : atEnd() ? FILM.again : FILM.play}
        </button>
        <b>{FILM.title}</b>
        <span role="status" className="picked">
          {text}
        </span>
      </div>
      <div className="figures zones">
        {inPlane && (
          <LiveFigure
            now={() => planeFilm(example, orbit, axes, shown.current)}
            name={`integration-plane-${way}`}
            label={`The state through ${change}`}
            {...shared}
          />
        )}
        <LiveFigure
          now={() => filmFigure(example, shown.current)}
          name={`integration-film-${way}`}
          label={`Noise, populations, drive of the kick group and label through ${change}`}
          {...shared}
        />
      </div>
      <p className="figure-note">
        {FILM.rule(example.at, changes)} {FILM.colours} {example.crossing === undefined && FILM.noCrossing}{' '}
        {example.crossing === 0 && FILM.above} {calm && FILM.still}
      </p>
    </div>
  );
}
