import { type PointerEvent, Suspense, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import { beginFrame } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import { planeInView } from '../../dynamics/orbit/orbitPlanes';
import { pointAtStep } from '../../state/page/slice';
import type { Settings } from '../../state/settings/settings';
import { useApp, useAppController, useLiveFrame, usePalette } from '../../ui/context';
import { registerLiveFigure } from '../../ui/figure/liveFigures';
import { lazyComponent } from '../../ui/lazyComponent';
import { MaximiseButton, usePanel } from '../../ui/panelFrame';
import { PORTRAIT } from '../../ui/text';
import { markFirstFrame } from './firstFrame';
import { createFlowLayer } from './flowLayer';
import { Caption, Legend } from './Legend';
import { PlaneSelect } from './PlaneSelect';
import { createPortraitPicture, type PortraitInput, type PortraitView } from './picture';
import { type Camera, SPACE } from './projection';
import { trajectoryTable } from './table';
import { unitLayer } from './unitLayer';
import { type DragMark, type Tool, useGestures } from './useGestures';

const PortraitText = lazyComponent(() => import('../../ui/figure/LiveText').then((module) => module.PortraitText), 'leave out');
const PortraitTools = lazyComponent(() => import('./PortraitTools').then((module) => module.PortraitTools));

/** Below this many steps a second the head glides between steps. */
const GLIDE_BELOW = 45;

/**
 * The hidden state on its principal axes, live: one trajectory or many, flat or in space.
 * @param compact without its tools and numbers
 * @param reach least extent of the view, in views of the orbit at σ = 1
 */
export function Portrait({ compact = false, reach = 1 }: { compact?: boolean; reach?: number | undefined }) {
  const app = useAppController();
  const palette = usePalette();
  const orbit = useApp((state) => state.orbit);
  const network = useApp((state) => state.network);
  const featuresLoaded = useApp((state) => state.featuresLoaded);
  const words = useId();
  const { plane } = useApp((state) => state.settings);
  const axes = useMemo(() => planeInView(plane, orbit?.basis.explained), [plane, orbit]);
  const [space, setSpace] = useState<Camera>(SPACE);
  const camera = useMemo<Camera>(() => (plane === '3d' ? space : { kind: 'plane', axes }), [plane, space, axes]);
  const [tool, setTool] = useState<Tool>('move');
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<PortraitView>(undefined);
  const [picture] = useState(createPortraitPicture);
  const [flowOf] = useState(createFlowLayer);
  const [runaway, setRunaway] = useState(false);
  const { drag, zoomed, reset, handlers } = useGestures(canvas, view, camera, setSpace, tool);
  const { className, ...frameProps } = usePanel('portrait');

  const input = (): PortraitInput | undefined => {
    const { liveRun } = app;
    const { settings, historyOffset, playing, pointedStep, highlight, film } = app.store.getState();
    if (!liveRun || !orbit || !network) return undefined;
    const { sigma, noise, speed, cloud, flow } = settings;
    return {
      liveRun,
      ensemble: app.ensemble,
      orbit,
      camera,
      zoomed,
      cloud,
      flow:
        flow && view.current ? flowOf(network.weights, orbit, camera, zoomed ?? view.current.home, noise ? sigma : 1) : undefined,
      noiseStd: sigma,
      reach: film && film.reach !== 1 ? film.reach : reach,
      marked: film?.marked ?? false,
      noiseOn: noise,
      unit: unitLayer(app.store.getState(), palette),
      pointedStep,
      highlight,
      historyOffset,
      fraction: playing && speed < GLIDE_BELOW ? app.fraction : 1,
      palette,
    };
  };
  const newest = useRef(input);
  newest.current = input;
  useLiveFrame(() => {
    const frame = canvas.current && beginFrame(canvas.current);
    const now = frame && input();
    if (!frame || !now) return;
    view.current = picture.draw(frame, now);
    if (now.liveRun.divergent !== runaway) setRunaway(now.liveRun.divergent);
    if (now.liveRun.step > 0) markFirstFrame();
  });
  /** The step of the trail under the pointer is marked in the outputs too. */
  const point = (event: PointerEvent) => {
    const now = input();
    if (!now || !view.current || event.buttons > 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const step = picture.nearestStep(view.current.scale, event.clientX - box.left, event.clientY - box.top, now);
    pointAtStep(app.store, step);
  };
  const figure = useMemo<Figure>(
    () => ({
      draw(context, width, height, colours) {
        const now = newest.current();
        if (now) picture.drawOnce(context, width, height, { ...now, palette: colours });
      },
      table: () => trajectoryTable(newest.current()),
    }),
    [picture],
  );
  useEffect(() => (canvas.current ? registerLiveFigure('portrait', { figure, canvas: canvas.current }) : undefined), [figure]);
  const choosePlane = useCallback(
    (next: Settings['plane']) => {
      reset();
      app.set('plane', next);
    },
    [app, reset],
  );
  return (
    <section className={`${className} portrait`} aria-label={PORTRAIT.title} data-part="portrait" {...frameProps}>
      <header>
        <h2>{PORTRAIT.title}</h2>
        {!compact && <PlaneSelect onChange={choosePlane} />}
        <Legend />
        <MaximiseButton id="portrait" title={PORTRAIT.title} />
      </header>
      <Caption compact={compact} />
      <div className="stage" data-tool={plane === '3d' ? 'turn' : tool}>
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: an application gets the arrow keys from a screen reader */}
        <canvas
          ref={canvas}
          aria-label={PORTRAIT.canvas}
          aria-describedby={words}
          aria-roledescription="picture"
          role="application"
          tabIndex={0}
          data-ready={orbit ? 'yes' : 'no'}
          data-network={network?.fingerprint}
          {...handlers}
          onPointerMove={(event) => {
            handlers.onPointerMove(event);
            point(event);
          }}
          onPointerLeave={() => pointAtStep(app.store, undefined)}
        />
        {featuresLoaded && (
          <Suspense>
            <PortraitText id={words} axes={plane === '3d' ? undefined : axes} />
          </Suspense>
        )}
        {drag && <DragLayer mark={drag} />}
        {runaway && (
          <p className="stage-note runaway" role="status">
            {PORTRAIT.runaway}
          </p>
        )}
        {!orbit && <p className="stage-note">{network ? 'Finding the principal axes…' : PORTRAIT.loading}</p>}
      </div>
      {!compact && (
        <Suspense fallback={<div className="portrait-tools" />}>
          <PortraitTools
            tool={tool}
            setTool={setTool}
            zoomed={zoomed !== undefined}
            resetView={reset}
            space={plane === '3d'}
            axes={axes}
            figure={figure}
            canvas={canvas}
          />
        </Suspense>
      )}
    </section>
  );
}

/** Where a state will be put, or what will be zoomed to. */
function DragLayer({ mark }: { mark: DragMark }) {
  if (mark.kind === 'place') return <span className="place-mark" style={{ left: mark.x, top: mark.y }} />;
  const left = Math.min(mark.x0, mark.x1);
  const top = Math.min(mark.y0, mark.y1);
  return (
    <span className="brush-mark" style={{ left, top, width: Math.abs(mark.x1 - mark.x0), height: Math.abs(mark.y1 - mark.y0) }} />
  );
}
