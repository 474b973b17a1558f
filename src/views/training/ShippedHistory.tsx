import { useMemo } from 'react';
import type { TrainingHistory } from '../../training/history';
import { useApp, useAppController } from '../../ui/context';
import { LossChart } from './LossChart';
import { curveOfHistory } from './progress';
import { HISTORY_TEXT } from './text';

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
