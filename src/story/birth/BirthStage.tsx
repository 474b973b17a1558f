import { type CSSProperties, useEffect, useMemo, useRef } from 'react';
import { ANALYSIS_SEED } from '../../analyses/choices';
import { requestOf } from '../../analyses/requests';
import { beginFrame } from '../../charts/canvas';
import { askFilm, type TimelineKey } from '../../state/page/slice';
import { showBirth } from '../../state/training/slice';
import { useApp, useAppController, useFrame, usePalette } from '../../ui/context';
import { curveOfHistory } from '../../views/training/progress';
import { numberOf } from '../facts';
import { drawBirth, drawBirthOutputs, sceneAt, updateAtStep } from './birthPicture';
import { TrainingRows } from './TrainingRows';
import { BIRTH, FAVOURED } from './text';

/** Updates that are marked in the rows: chosen by rule where the training was measured. */
const LANDMARKS = { drop: numberOf('birth.left'), turns: numberOf('birth.circles') };

/** Asks for the frames of the shipped training, once its history is there. Where they cannot be had, the film goes to its end. */
function useFrames() {
  const app = useAppController();
  const history = useApp((state) => state.history);
  const birth = useApp((state) => state.birth);
  const last = history?.checkpoints.at(-1);
  const id = useApp((state) => state.network?.preset?.id);
  const of = id && last && `${id} ${last.update}`;
  useEffect(() => {
    if (!history) app.openHistory();
  }, [app, history]);
  useEffect(() => {
    if (!history || !of || app.store.getState().birth?.of === of) return;
    const given = new AbortController();
    const input = { checkpoints: history.checkpoints.map(({ update, weights }) => ({ update, weights })), seed: ANALYSIS_SEED };
    void app.pool.run(requestOf('birth', input), { priority: 'asked', signal: given.signal }).then((answer) => {
      if (answer.ok) showBirth(app.store, { of, frames: answer.value.frames });
      else if (!given.signal.aborted) askFilm(app.store, 'end');
    });
    return () => given.abort();
  }, [app, history, of]);
  return { history, frames: birth && birth.of === of ? birth.frames : undefined };
}

/** The film of a training in place of the live picture: the state on axes that all checkpoints share, its outputs, the loss. */
export function BirthStage({ keys }: { keys: readonly TimelineKey[] }) {
  const app = useAppController();
  const palette = usePalette();
  const { history, frames } = useFrames();
  const portrait = useRef<HTMLCanvasElement>(null);
  const outputs = useRef<HTMLCanvasElement>(null);
  const fingerprint = useApp((state) => state.network?.fingerprint);
  const nOutputs = useApp((state) => state.network?.hmm.nOutputs ?? 3);
  const curve = useMemo(() => history && curveOfHistory(history), [history]);
  const buffer = useMemo(() => new Float32Array(frames?.[0]?.points.length ?? 0), [frames]);
  const updateNow = () => {
    const last = history?.checkpoints.at(-1)?.update ?? 0;
    const clamped = keys.map(({ step, update }) => ({ step, update: Math.min(update, last) }));
    return updateAtStep(clamped, app.liveRun?.step ?? 0);
  };
  useFrame(() => {
    if (!frames || frames.length === 0) return;
    const scene = sceneAt(frames, updateNow(), Math.max(0, (app.liveRun?.step ?? 0) - keys[0]!.step), buffer);
    const picture = portrait.current && beginFrame(portrait.current);
    if (picture) {
      picture.context.clearRect(0, 0, picture.width, picture.height);
      drawBirth(picture.context, picture, frames, scene, palette);
      portrait.current!.dataset.update = String(Math.round(scene.update));
    }
    const strip = outputs.current && beginFrame(outputs.current);
    if (!strip) return;
    strip.context.clearRect(0, 0, strip.width, strip.height);
    drawBirthOutputs(strip.context, strip, scene, nOutputs, palette);
  });
  return (
    <>
      <section className="panel portrait birth" aria-label={BIRTH.title} data-part="portrait" data-panel="portrait">
        <div className="stage">
          <canvas
            ref={portrait}
            role="img"
            aria-label={BIRTH.title}
            data-ready={frames ? 'yes' : 'no'}
            data-network={fingerprint}
            data-testid="birth"
          />
          {!frames && <p className="stage-note">{BIRTH.loading}</p>}
        </div>
      </section>
      <section className="panel strip one" aria-label={FAVOURED.title} data-part="outputs network-outputs">
        <div className="strip-body" style={{ '--rows': 1 } as CSSProperties}>
          <div className="strip-names" aria-hidden="true">
            <span>{FAVOURED.title}</span>
          </div>
          <div className="strip-stage">
            <canvas ref={outputs} role="img" aria-label={FAVOURED.title} />
          </div>
        </div>
      </section>
      <section className="panel birth-loss" aria-label="Loss">
        {curve && <TrainingRows curve={curve} frames={frames} landmarks={LANDMARKS} now={updateNow} />}
      </section>
    </>
  );
}
