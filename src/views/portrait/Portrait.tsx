import { type PointerEvent, type RefObject, Suspense, useEffect, useId, useMemo, useRef, useState } from 'react';
import { beginFrame } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import { type PLANES, planeInView } from '../../dynamics/orbit/orbitPlanes';
import { markFirstFrame } from '../../state/live/frames';
import { pointAtStep } from '../../state/page/slice';
import type { Settings } from '../../state/settings/settings';
import { useApp, useAppController, useLiveFrame, usePalette } from '../../ui/context';
import { registerLiveFigure } from '../../ui/figure/liveFigures';
import { lazyComponent } from '../../ui/lazyComponent';
import { MaximiseButton, usePanel } from '../../ui/panelFrame';
import { PORTRAIT } from '../../ui/text';
import { Caption, Legend } from './Legend';
import { createFlowLayer, type PortraitInput, unitLayer } from './layers';
import { createPortraitPicture, type PortraitView, trajectoryTable } from './picture';
import { type Camera, SPACE } from './projection';
import { type DragMark, type Tool, useGestures } from './useGestures';
import './portrait.css';

const PortraitText = lazyComponent(() => import('../../ui/figure/LiveText').then((module) => module.PortraitText), 'leave out');
const FullCaption = lazyComponent(() => import('./FullCaption').then((module) => module.FullCaption), 'leave out');
const PlaneSelect = lazyComponent(() => import('./PortraitTools').then((module) => module.PlaneSelect), 'leave out');
const PortraitTools = lazyComponent(() => import('./PortraitTools').then((module) => module.PortraitTools));

/** Below this many steps a second the head glides between steps. */
const GLIDE_BELOW = 45;

interface Seen {
  canvas: RefObject<HTMLCanvasElement | null>;
  /** What the last frame was drawn with. */
  view: RefObject<PortraitView | undefined>;
  camera: Camera;
  /** Where the user zoomed to; undefined is the view that holds everything. */
  zoomed: PortraitView['view'] | undefined;
  reach: number;
  /** Whether its marks are named in the picture. */
  worded: boolean;
}

/** @returns what is drawn at this moment; undefined before there is a run with axes */
function usePortraitInput({ view, camera, zoomed, reach, worded }: Seen): () => PortraitInput | undefined {
  const app = useAppController();
  const palette = usePalette();
  const orbit = useApp((state) => state.orbit);
  const network = useApp((state) => state.network);
  const [flowOf] = useState(createFlowLayer);
  return () => {
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
      words: worded ? settings : undefined,
      noiseOn: noise,
      unit: unitLayer(app.store.getState(), palette),
      pointedStep,
      highlight,
      historyOffset,
      fraction: playing && speed < GLIDE_BELOW ? app.fraction : 1,
      palette,
    };
  };
}

/** Draws the picture of each moment. @returns the picture as files want it, what pointing into it does, and whether the run ran away */
function useLivePicture(seen: Seen) {
  const app = useAppController();
  const { canvas, view } = seen;
  const [picture] = useState(createPortraitPicture);
  const [runaway, setRunaway] = useState(false);
  const input = usePortraitInput(seen);
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
  useEffect(
    () => (canvas.current ? registerLiveFigure('portrait', { figure, canvas: canvas.current }) : undefined),
    [figure, canvas],
  );
  /** The step of the trail under the pointer is marked in the outputs too. */
  const point = (event: PointerEvent) => {
    const now = input();
    if (!now || !view.current || event.buttons > 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const step = picture.nearestStep(view.current.scale, event.clientX - box.left, event.clientY - box.top, now);
    pointAtStep(app.store, step);
  };
  return { figure, point, runaway };
}

/**
 * The hidden state on its principal axes, live: one trajectory or many, flat or in space.
 * @param compact without its tools and numbers, and with its marks named in the picture
 * @param reach least extent of the view, in views of the orbit at σ = 1
 */
export function Portrait({ compact = false, reach = 1 }: { compact?: boolean; reach?: number | undefined }) {
  const app = useAppController();
  const explained = useApp((state) => state.orbit?.basis.explained);
  const plane = useApp((state) => state.settings.plane);
  const axes = useMemo(() => planeInView(plane, explained), [plane, explained]);
  const [space, setSpace] = useState<Camera>(SPACE);
  const camera = useMemo<Camera>(() => (plane === '3d' ? space : { kind: 'plane', axes }), [plane, space, axes]);
  const [tool, setTool] = useState<Tool>('move');
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<PortraitView>(undefined);
  const gestures = useGestures(canvas, view, camera, setSpace, tool);
  const { zoomed, reset } = gestures;
  const live = useLivePicture({ canvas, view, camera, zoomed, reach, worded: compact });
  const { className, ...frameProps } = usePanel('portrait');
  const choosePlane = (next: Settings['plane']) => {
    reset();
    app.set('plane', next);
  };
  return (
    <section className={`${className} portrait`} aria-label={PORTRAIT.title} data-part="portrait" {...frameProps}>
      <header>
        <h2>{PORTRAIT.title}</h2>
        {!compact && (
          <Suspense>
            <PlaneSelect onChange={choosePlane} />
          </Suspense>
        )}
        <Legend />
        <MaximiseButton id="portrait" title={PORTRAIT.title} />
      </header>
      {compact ? (
        <Caption />
      ) : (
        <Suspense fallback={<p className="caption" />}>
          <FullCaption />
        </Suspense>
      )}
      <Stage {...{ canvas, gestures, live, tool }} axes={plane === '3d' ? undefined : axes} />
      {!compact && (
        <Suspense fallback={<div className="portrait-tools" />}>
          <PortraitTools
            tool={tool}
            setTool={setTool}
            zoomed={zoomed !== undefined}
            resetView={reset}
            space={plane === '3d'}
            axes={axes}
            figure={live.figure}
            canvas={canvas}
          />
        </Suspense>
      )}
    </section>
  );
}

interface StageProps extends Pick<Seen, 'canvas'> {
  gestures: ReturnType<typeof useGestures>;
  live: ReturnType<typeof useLivePicture>;
  tool: Tool;
  /** Of the plane shown; undefined in space. */
  axes: (typeof PLANES)[number] | undefined;
}

/** The canvas, and what is written over it. */
function Stage({ canvas, gestures: { drag, handlers }, live, tool, axes }: StageProps) {
  const { store } = useAppController();
  const orbit = useApp((state) => state.orbit);
  const network = useApp((state) => state.network);
  const featuresLoaded = useApp((state) => state.featuresLoaded);
  const words = useId();
  return (
    <div className="stage" data-tool={axes ? tool : 'turn'}>
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
          live.point(event);
        }}
        onPointerLeave={() => pointAtStep(store, undefined)}
      />
      {featuresLoaded && (
        <Suspense>
          <PortraitText id={words} axes={axes} />
        </Suspense>
      )}
      {drag && <DragLayer mark={drag} />}
      {live.runaway && (
        <p className="stage-note runaway" role="status">
          {PORTRAIT.runaway}
        </p>
      )}
      {!orbit && <p className="stage-note">{network ? 'Finding the principal axes…' : PORTRAIT.loading}</p>}
    </div>
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
