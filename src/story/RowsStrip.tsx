import { type CSSProperties, useMemo, useRef } from 'react';
import { beginFrame } from '../charts/canvas';
import { drawLabelStrip } from '../charts/labelStrip';
import { HISTORY } from '../state/live/liveRun';
import { useApp, useAppController, useLiveFrame, usePalette } from '../ui/context';
import { usePanel } from '../ui/panelFrame';
import { PairedStrip } from './PairedStrip';
import type { StripId } from './states';
import { stripOf } from './strips';

/** Pixels between rows, and of the column of shares with the room beside it. */
const GAP = 8;
const SHARES = { width: 22, room: 10 };

/** A column of the shares of the outputs, as high as its row. */
function drawShares(
  context: CanvasRenderingContext2D,
  shares: readonly number[],
  y: number,
  height: number,
  colours: readonly string[],
): void {
  let from = y;
  shares.forEach((share, k) => {
    context.fillStyle = colours[k]!;
    context.fillRect(0, from, SHARES.width, share * height);
    from += share * height;
  });
}

/** The rows that a step compares; those at two noise levels where it names none. */
export function ComparedRows({ id }: { id: StripId | undefined }) {
  return id ? <RowsStrip key={id} id={id} /> : <PairedStrip />;
}

/** Rows of outputs under the portrait where a step compares some: of several models, of a model and dice, of model and network. */
function RowsStrip({ id }: { id: StripId }) {
  const { className, ...panel } = usePanel('outputs');
  const app = useAppController();
  const palette = usePalette();
  const hmm = useApp((state) => state.network?.hmm);
  const fingerprint = useApp((state) => state.network?.fingerprint);
  const seed = useApp((state) => state.settings.seed);
  const historyOffset = useApp((state) => state.historyOffset);
  const canvas = useRef<HTMLCanvasElement>(null);
  const strip = useMemo(() => hmm && stripOf(id, hmm, seed), [id, hmm, seed]);
  useLiveFrame(() => {
    const { liveRun } = app;
    const frame = canvas.current && beginFrame(canvas.current);
    if (!frame || !liveRun || !strip) return;
    const { context, width, height } = frame;
    context.clearRect(0, 0, width, height);
    const rowHeight = (height - (strip.rows.length - 1) * GAP) / strip.rows.length;
    strip.rows.forEach(({ shares, follow }, n) => {
      const labels = follow(liveRun);
      const y = n * (rowHeight + GAP);
      const x = shares ? SHARES.width + SHARES.room : 0;
      if (shares) drawShares(context, shares, y, rowHeight, palette.outputs);
      drawLabelStrip(
        context,
        { labels, capacity: HISTORY, step: liveRun.step - historyOffset, columns: strip.columns, nOutputs: hmm?.nOutputs ?? 3 },
        { x, y, width: width - x, height: rowHeight },
        palette.outputs,
        palette.line,
      );
    });
  });
  if (!strip) return <section className={`${className} strip`} />;
  const names = strip.rows.map(({ name }) => name);
  return (
    <section
      className={`${className} strip rows`}
      aria-label={strip.title}
      data-part="outputs model-outputs network-outputs"
      {...panel}
    >
      <header>
        <h2>{strip.title}</h2>
        <span className="hint">{strip.hint}</span>
      </header>
      <div className="strip-body" style={{ '--rows': names.length } as CSSProperties}>
        <div className="strip-names" aria-hidden="true">
          {names.map((name) => (
            <span key={name}>{name}</span>
          ))}
        </div>
        <div className="strip-stage">
          <canvas
            ref={canvas}
            role="img"
            aria-label={`${strip.title}: ${names.join(', ')}; ${strip.hint}`}
            data-testid={`rows-${id}`}
            // Where the rows are the picture of the step, they say that it is there.
            {...(id === 'chains' && { 'data-ready': 'yes', 'data-network': fingerprint })}
          />
        </div>
      </div>
    </section>
  );
}
