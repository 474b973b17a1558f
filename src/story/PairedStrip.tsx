import { useEffect, useRef, useState } from 'react';
import { beginFrame } from '../charts/canvas';
import { drawLabelStrip } from '../charts/labelStrip';
import { createLiveRun, HISTORY, type LiveRun } from '../state/live/liveRun';
import { useApp, useAppController, useLiveFrame, usePalette } from '../ui/context';
import { usePanel } from '../ui/panelFrame';
import { FAVOURED } from './birth/text';

/** Steps shown. */
const COLUMNS = 300;
/** Steps made anew when the noise level changes: a longer run begins again. */
const MOST = 4000;

/** The run at σ = 1 that goes beside the live one; both begin anew where the level changes. */
function usePair() {
  const app = useAppController();
  const network = useApp((state) => state.network);
  const { sigma, seed } = useApp((state) => state.settings);
  const pair = useRef<LiveRun>(undefined);
  useEffect(() => {
    pair.current = network && createLiveRun(network.weights, network.hmm, seed);
  }, [network, seed]);
  // Another level, another run from h = 0 up to the same step: what was scaled half-way would be neither the one nor the other.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another network has another run, too
  useEffect(() => {
    const { liveRun } = app;
    if (!liveRun) return;
    const steps = liveRun.step > MOST ? 0 : liveRun.step;
    liveRun.reset();
    liveRun.advance(steps, true, sigma);
  }, [app, sigma, network]);
  return pair;
}

/** Lines through both rows where the favoured output of the live run changes: there the other changes too. */
function markChanges(
  context: CanvasRenderingContext2D,
  { outputLabels }: LiveRun,
  { step, width, height }: { step: number; width: number; height: number },
  colour: string,
): void {
  context.fillStyle = colour;
  context.globalAlpha = 0.5;
  for (let t = Math.max(1, step - COLUMNS + 1); t < step; t++)
    if (outputLabels[t % HISTORY] !== outputLabels[(t - 1) % HISTORY])
      context.fillRect(((t - step + COLUMNS) * width) / COLUMNS - 0.5, 0, 1, height);
  context.globalAlpha = 1;
}

/** The favoured outputs of two runs from h = 0 with the same random numbers: one at σ = 1, the live one at the level in view. */
export function PairedStrip() {
  const { className, ...panel } = usePanel('outputs');
  const app = useAppController();
  const palette = usePalette();
  const network = useApp((state) => state.network);
  const sigma = useApp((state) => state.settings.sigma);
  const historyOffset = useApp((state) => state.historyOffset);
  const canvas = useRef<HTMLCanvasElement>(null);
  const pair = usePair();
  const [same, setSame] = useState({ same: 0, of: 0 });
  useLiveFrame(() => {
    const { liveRun } = app;
    const other = pair.current;
    const frame = canvas.current && beginFrame(canvas.current);
    if (!frame || !liveRun || !other) return;
    if (other.step > liveRun.step) other.reset();
    other.advance(liveRun.step - other.step, true, 1);
    const { context, width, height } = frame;
    const step = liveRun.step - historyOffset;
    context.clearRect(0, 0, width, height);
    const gap = 8;
    const rowHeight = (height - gap) / 2;
    [other, liveRun].forEach(({ outputLabels }, row) => {
      drawLabelStrip(
        context,
        { labels: outputLabels, capacity: HISTORY, step, columns: COLUMNS, nOutputs: network?.hmm.nOutputs ?? 3 },
        { x: 0, y: row * (rowHeight + gap), width, height: rowHeight },
        palette.outputs,
        palette.line,
      );
    });
    markChanges(context, liveRun, { step, width, height }, palette.muted);
    const of = Math.min(COLUMNS, step);
    let equal = 0;
    for (let t = step - of; t < step; t++) if (other.outputLabels[t % HISTORY] === liveRun.outputLabels[t % HISTORY]) equal++;
    if (equal !== same.same || of !== same.of) setSame({ same: equal, of });
  });
  return (
    <section className={`${className} strip`} aria-label={FAVOURED.title} data-part="outputs network-outputs" {...panel}>
      <header>
        <h2>{FAVOURED.title}</h2>
        <span className="hint" data-testid="paired">
          {FAVOURED.same(same.same, same.of)}
        </span>
      </header>
      <div className="strip-body">
        <div className="strip-names" aria-hidden="true">
          <span>σ = 1</span>
          <span>σ = {sigma.toFixed(2)}</span>
        </div>
        <div className="strip-stage">
          <canvas ref={canvas} role="img" aria-label={`${FAVOURED.title}: ${FAVOURED.same(same.same, same.of)}`} />
        </div>
      </div>
    </section>
  );
}
