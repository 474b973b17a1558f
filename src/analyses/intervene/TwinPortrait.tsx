import { useId, useMemo, useRef, useState } from 'react';
import { beginFrame } from '../../charts/canvas';
import type { Figure, Table } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import type { AppController } from '../../state/app';
import type { LiveRun } from '../../state/live/liveRun';
import { useOrbitPlane } from '../../ui/AnalysisPanel';
import { useApp, useAppController, useLiveFrame, usePalette } from '../../ui/context';
import { SaveButtons } from '../../ui/figure/FigureView';
import { LiveSummary, summariseTable } from '../../ui/figure/Summary';
import { useIsVisible } from '../../ui/onScreen';
import type { PortraitInput } from '../../views/portrait/layers';
import { unitLayer } from '../../views/portrait/layers';
import { createPortraitPicture } from '../../views/portrait/picture';
import { INTERVENE } from '../mechanismText';

const LABEL = 'The live run under the intervention, and its untouched twin with the same noise';

/** What the picture shows of the run now; undefined before there is one. */
function inputNow(
  app: AppController,
  orbit: OrbitSummary,
  axes: readonly [number, number],
  palette: Palette,
): PortraitInput | undefined {
  const { liveRun } = app;
  const { settings, historyOffset, pointedStep } = app.store.getState();
  if (!liveRun) return undefined;
  return {
    liveRun,
    ensemble: undefined,
    orbit,
    camera: { kind: 'plane', axes },
    zoomed: undefined,
    cloud: 'points',
    flow: undefined,
    reach: 1,
    marked: false,
    noiseStd: settings.sigma,
    noiseOn: settings.noise,
    unit: unitLayer(app.store.getState(), palette),
    pointedStep,
    historyOffset,
    fraction: 1,
    palette,
  };
}

/** The last steps of the run and of its twin, on the principal axes. */
function twinTable(liveRun: LiveRun | undefined): Table {
  const shown = Math.min(liveRun?.step ?? 0, 2000);
  const steps = liveRun ? Array.from({ length: shown }, (_, n) => liveRun.step - shown + n) : [];
  const point = (points: Float32Array | undefined, slot: number) =>
    [0, 1, 2].map((axis) => points?.[slot * 3 + axis] ?? Number.NaN);
  return {
    columns: ['step', 'PC1', 'PC2', 'PC3', 'label', 'twin PC1', 'twin PC2', 'twin PC3', 'twin label'],
    rows: steps.map((step) => {
      const slot = step % 2048;
      const twin = liveRun?.twin && step >= liveRun.twin.from ? liveRun.twin : undefined;
      return [
        step,
        ...point(liveRun?.points, slot),
        liveRun!.outputLabels[slot]!,
        ...point(twin?.points, slot),
        twin?.outputLabels[slot] ?? '',
      ];
    }),
  };
}

/** The portrait once more, beside the controls of the intervention: the same live run, in the plane in which it turns. */
export function TwinPortrait() {
  const app = useAppController();
  const palette = usePalette();
  const orbit = useApp((state) => state.orbit);
  const axes = useOrbitPlane();
  const visible = useIsVisible();
  const canvas = useRef<HTMLCanvasElement>(null);
  const summary = useId();
  const [picture] = useState(createPortraitPicture);
  const [runaway, setRunaway] = useState(false);
  const input = () => (orbit ? inputNow(app, orbit, axes, palette) : undefined);
  const newest = useRef(input);
  newest.current = input;
  useLiveFrame(() => {
    // Said also where the picture itself is put away.
    const grows = app.liveRun?.divergent ?? false;
    if (grows !== runaway) setRunaway(grows);
    const frame = visible && canvas.current && beginFrame(canvas.current);
    const now = frame && newest.current();
    if (!frame || !now) return;
    picture.draw(frame, now);
  });
  const figure = useMemo<Figure>(
    () => ({
      draw(context, width, height, colours) {
        const now = newest.current();
        if (now) picture.drawOnce(context, width, height, { ...now, palette: colours });
      },
      table: () => twinTable(newest.current()?.liveRun),
    }),
    [picture],
  );
  return (
    <>
      <div className="figure" data-figure="twin">
        <canvas ref={canvas} role="img" aria-label={LABEL} aria-describedby={summary} style={{ height: 300, flex: 'none' }} />
        <LiveSummary id={summary} describe={() => summariseTable(figure.table())} />
        <SaveButtons
          figure={figure}
          name="twin"
          label={LABEL}
          notes={['Pale path with an open head: the twin.']}
          canvas={canvas}
        />
      </div>
      {runaway && (
        <p className="picked" role="status">
          {INTERVENE.runaway}
        </p>
      )}
    </>
  );
}
