import { line, scaleLinear } from 'd3';
import { useMemo, useRef } from 'react';
import type { TrainingHistory } from '../../training/history';
import { useApp, useAppController } from '../../ui/context';
import { useSize } from '../../ui/onScreen';
import { curveOfHistory, type LossCurve, smooth } from './progress';
import { HISTORY_TEXT } from './text';
import './training.css';

const MARGIN = { left: 38, right: 14, top: 14, bottom: 34 };
/** Pixels that the name of a phase takes. */
const PHASE_NAME = 50;

/** The loss with its floor and i.i.d. plateau, one pair of lines per phase, and the checkpoints along the bottom. */
export function LossChart({ view, cursor }: { view: LossCurve; cursor?: number }) {
  const frame = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(frame);
  const trend = useMemo(() => smooth(view.losses), [view.losses]);
  const top = Math.max(1, ...view.landmarks.map((l) => l.plateau * 1.12), ...trend.map((p) => p.loss * 1.05));
  const x = scaleLinear([0, Math.max(1, view.total)], [MARGIN.left, Math.max(MARGIN.left + 1, width - MARGIN.right)]);
  const y = scaleLinear([0, top], [Math.max(MARGIN.top + 1, height - MARGIN.bottom), MARGIN.top]);
  const path = line<{ update: number; loss: number }>(
    (p) => x(p.update),
    (p) => y(Math.min(p.loss, top)),
  );
  return (
    <div ref={frame} className="loss-chart">
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={describe(view)}>
          <Axes x={x} y={y} width={width} height={height} />
          <Phases view={view} x={x} base={height - MARGIN.bottom} />
          <Landmarks view={view} x={x} y={y} />
          <path className="loss-raw" d={path(view.losses) ?? ''} />
          <path className="loss-trend" d={path(trend) ?? ''} />
          {cursor !== undefined && (
            <line className="cursor" x1={x(cursor)} x2={x(cursor)} y1={MARGIN.top} y2={height - MARGIN.bottom} />
          )}
          {view.checkpoints.map((mark) => (
            <text
              key={mark.update}
              className={mark.bounded ? 'mark bounded' : 'mark explosive'}
              x={x(mark.update)}
              y={height - MARGIN.bottom + 9}
              textAnchor="middle"
            >
              {mark.bounded ? '•' : '×'}
              <title>{checkpointTitle(mark)}</title>
            </text>
          ))}
        </svg>
      )}
    </div>
  );
}

type Scale = ReturnType<typeof scaleLinear<number, number>>;

function Axes({ x, y, width, height }: { x: Scale; y: Scale; width: number; height: number }) {
  const base = height - MARGIN.bottom;
  return (
    <g className="axes">
      {y.ticks(4).map((value) => (
        <g key={value}>
          <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(value)} y2={y(value)} />
          <text x={MARGIN.left - 6} y={y(value)} textAnchor="end" dominantBaseline="central">
            {value}
          </text>
        </g>
      ))}
      {x.ticks(5).map((value) => (
        <text key={value} x={x(value)} y={base + 24} textAnchor="middle">
          {value}
        </text>
      ))}
      <text className="name" x={width - MARGIN.right} y={base - 6} textAnchor="end">
        updates
      </text>
      <text className="name" x={2} y={MARGIN.top - 3}>
        loss
      </text>
    </g>
  );
}

/** Where the recipe changes, the loss jumps with its plateau and floor: it is said what happened. */
function Phases({ view, x, base }: { view: LossCurve; x: Scale; base: number }) {
  return view.landmarks.map(({ firstUpdate }, i) => {
    if (i === 0) return null;
    const from = x(firstUpdate);
    const room = x(view.landmarks[i + 1]?.firstUpdate ?? view.total) - from;
    return (
      <g key={firstUpdate} className="phase">
        <title>{`Phase ${i + 1} of the recipe, from update ${firstUpdate}: other sequences, batch or learning rate, so plateau and floor are others too`}</title>
        <line x1={from} x2={from} y1={MARGIN.top - 10} y2={base} />
        {room > PHASE_NAME && (
          <text x={from + 4} y={MARGIN.top - 3}>
            phase {i + 1}
          </text>
        )}
      </g>
    );
  });
}

function Landmarks({ view, x, y }: { view: LossCurve; x: Scale; y: Scale }) {
  return view.landmarks.map((lines, i) => {
    const from = x(lines.firstUpdate);
    const to = x(view.landmarks[i + 1]?.firstUpdate ?? view.total);
    const last = i === view.landmarks.length - 1;
    return (
      <g key={lines.firstUpdate}>
        {(['plateau', 'floor'] as const).map((name) => (
          <g key={name} className={name}>
            <line x1={from} x2={to} y1={y(lines[name])} y2={y(lines[name])} />
            {last && (
              <text x={to - 4} y={y(lines[name]) + (name === 'floor' ? 15 : -5)} textAnchor="end">
                {name === 'plateau' ? 'i.i.d. plateau' : 'floor'} {lines[name].toFixed(1)}
              </text>
            )}
          </g>
        ))}
      </g>
    );
  });
}

const checkpointTitle = ({ update, bounded, maxCell }: LossCurve['checkpoints'][number]) =>
  bounded ? `Checkpoint ${update}: largest cell error ${maxCell?.toFixed(3)}` : `Checkpoint ${update}: explosive`;

function describe(view: LossCurve): string {
  const last = view.losses.at(-1);
  const lines = view.landmarks.at(-1);
  if (!last || !lines) return 'Loss against updates; nothing trained yet';
  const later = view.landmarks.slice(1).map(({ firstUpdate }) => firstUpdate);
  const phases = later.length > 0 ? `; further phases of the recipe from update ${later.join(', ')}` : '';
  return `Loss ${last.loss.toFixed(2)} after ${last.update} updates; floor ${lines.floor.toFixed(2)}, plateau ${lines.plateau.toFixed(2)}${phases}`;
}

/** The loss curve of the shipped network's own training; a slider takes the portrait through its checkpoints. */
export function ShippedHistory({ history }: { history: TrainingHistory }) {
  const app = useAppController();
  const update = useApp((state) => state.network?.update);
  const curve = useMemo(() => curveOfHistory(history), [history]);
  const last = history.checkpoints.length - 1;
  const found = history.checkpoints.findIndex((mark) => mark.update === update);
  const index = found < 0 ? last : found;
  const mark = history.checkpoints[index]!;
  return (
    <div className="shipped-history">
      <LossChart view={curve} cursor={mark.update} />
      <label className="slider history-slider">
        <span>checkpoint</span>
        <input
          type="range"
          min={0}
          max={last}
          value={index}
          data-testid="history"
          aria-valuetext={`update ${mark.update}`}
          onChange={(event) => app.showCheckpoint(Number(event.target.value))}
        />
        <output>{mark.update}</output>
      </label>
      <p className="hint">
        {mark.bounded
          ? `Update ${mark.update}: largest cell error ${mark.maxCell?.toFixed(3)}, change rate ${(100 * (mark.changeRate ?? 0)).toFixed(0)} % off.`
          : HISTORY_TEXT.explosive}
      </p>
    </div>
  );
}
