import { type PointerEvent, Suspense, useId, useRef } from 'react';
import { beginFrame } from '../../charts/canvas';
import { drawLabelStrip } from '../../charts/labelStrip';
import { HISTORY } from '../../state/live/liveRun';
import { pointAtStep } from '../../state/page/slice';
import { useApp, useAppController, useLiveFrame, usePalette } from '../../ui/context';
import { lazyComponent } from '../../ui/lazyComponent';
import { MaximiseButton, usePanel } from '../../ui/panelFrame';
import { STRIP } from '../../ui/text';
import './outputs.css';

const OutputsText = lazyComponent(() => import('../../ui/figure/LiveText').then((module) => module.OutputsText), 'leave out');

/** Steps shown. */
const COLUMNS = 300;

/** Draws the last outputs at each moment. @returns the canvas, and what pointing into it does */
function useStrip() {
  const historyOffset = useApp((state) => state.historyOffset);
  const app = useAppController();
  const palette = usePalette();
  const nOutputs = useApp((state) => state.network?.hmm.nOutputs ?? 3);
  const canvas = useRef<HTMLCanvasElement>(null);
  useLiveFrame(() => {
    const { liveRun } = app;
    const frame = canvas.current && beginFrame(canvas.current);
    if (!frame || !liveRun) return;
    const { context, width, height } = frame;
    context.clearRect(0, 0, width, height);
    const gap = 8;
    const rowHeight = (height - gap) / 2;
    [liveRun.hmmOutputs, liveRun.sampledOutputs].forEach((labels, row) => {
      drawLabelStrip(
        context,
        { labels, capacity: HISTORY, step: liveRun.step - historyOffset, columns: COLUMNS, nOutputs },
        { x: 0, y: row * (rowHeight + gap), width, height: rowHeight },
        palette.outputs,
        palette.line,
      );
    });
    const { pointedStep } = app.store.getState();
    if (pointedStep === undefined) return;
    const column = pointedStep - (liveRun.step - historyOffset - COLUMNS);
    if (column < 0 || column >= COLUMNS) return;
    context.fillStyle = palette.ink;
    context.globalAlpha = 0.5;
    context.fillRect(((column + 0.5) * width) / COLUMNS - 1, 0, 2, height);
    context.globalAlpha = 1;
  });
  /** The step under the pointer is marked in the portrait too. */
  const point = (event: PointerEvent) => {
    const { liveRun } = app;
    const box = canvas.current?.getBoundingClientRect();
    if (!liveRun || !box) return;
    const column = Math.floor(((event.clientX - box.left) / box.width) * COLUMNS);
    const step = liveRun.step - historyOffset - COLUMNS + column;
    pointAtStep(app.store, column >= 0 && column < COLUMNS && step >= 0 ? step : undefined);
  };
  return { canvas, point };
}

/** The last outputs of the model above, of the network below. Their draws are independent: compare the rhythm, not the moments. */
export function OutputStrip() {
  const { className, ...panel } = usePanel('outputs');
  const { store } = useAppController();
  const featuresLoaded = useApp((state) => state.featuresLoaded);
  const { canvas, point } = useStrip();
  const words = useId();
  return (
    <section className={`${className} strip`} aria-label={STRIP.title} data-part="outputs" {...panel}>
      <header>
        <h2>{STRIP.title}</h2>
        <span className="hint">{STRIP.hint}; a lane and a colour for each output</span>
        <MaximiseButton id="outputs" title={STRIP.title} />
      </header>
      <div className="strip-body">
        <div className="strip-names" aria-hidden="true">
          <span data-part="model-outputs">{STRIP.model}</span>
          <span data-part="network-outputs">{STRIP.network}</span>
        </div>
        <div className="strip-stage">
          <canvas
            ref={canvas}
            role="img"
            aria-label="Outputs of the model (above) and the network (below) over the last 300 steps"
            aria-describedby={words}
            onPointerMove={point}
            onPointerLeave={() => pointAtStep(store, undefined)}
          />
          {featuresLoaded && (
            <Suspense>
              <OutputsText id={words} columns={COLUMNS} />
            </Suspense>
          )}
        </div>
      </div>
    </section>
  );
}
