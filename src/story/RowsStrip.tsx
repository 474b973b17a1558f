import { useMemo, useRef } from 'react';
import { beginFrame } from '../charts/canvas';
import { drawLabelStrip } from '../charts/labelStrip';
import { HISTORY } from '../state/live/liveRun';
import { useApp, useAppController, useLiveFrame, usePalette } from '../ui/context';
import { usePanel } from '../ui/panelFrame';
import { PairedStrip } from './PairedStrip';
import { COLUMNS, FAVOURED_ROWS, favouredRows } from './strips';

/** Pixels between rows. */
const GAP = 8;

/** The rows that a step compares: the favoured outputs of model and network, or those at two noise levels. */
export const ComparedRows = ({ favoured }: { favoured: boolean }) => (favoured ? <FavouredRows /> : <PairedStrip />);

function FavouredRows() {
  const { className, ...panel } = usePanel('outputs');
  const app = useAppController();
  const palette = usePalette();
  const hmm = useApp((state) => state.network?.hmm);
  const historyOffset = useApp((state) => state.historyOffset);
  const canvas = useRef<HTMLCanvasElement>(null);
  const follow = useMemo(() => hmm && favouredRows(hmm), [hmm]);
  useLiveFrame(() => {
    const { liveRun } = app;
    const frame = canvas.current && beginFrame(canvas.current);
    if (!frame || !liveRun || !follow) return;
    const { context, width, height } = frame;
    context.clearRect(0, 0, width, height);
    const rowHeight = (height - GAP) / 2;
    follow(liveRun).forEach((labels, n) => {
      drawLabelStrip(
        context,
        { labels, capacity: HISTORY, step: liveRun.step - historyOffset, columns: COLUMNS, nOutputs: hmm?.nOutputs ?? 3 },
        { x: 0, y: n * (rowHeight + GAP), width, height: rowHeight },
        palette.outputs,
        palette.line,
      );
    });
  });
  const { title, hint, names } = FAVOURED_ROWS;
  return (
    <section className={`${className} strip`} aria-label={title} data-part="outputs model-outputs network-outputs" {...panel}>
      <header>
        <h2>{title}</h2>
        <span className="hint">{hint}</span>
      </header>
      <div className="strip-body">
        <div className="strip-names" aria-hidden="true">
          {names.map((name) => (
            <span key={name}>{name}</span>
          ))}
        </div>
        <div className="strip-stage">
          <canvas ref={canvas} role="img" aria-label={`${title}: ${names.join(', ')}; ${hint}`} data-testid="rows-stays" />
        </div>
      </div>
    </section>
  );
}
