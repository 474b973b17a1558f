import { HISTORY, type LiveRun } from '../state/live/liveRun';

/** Mean activity of some units of the live run at one of its remembered steps. */
export function meanActivityAt({ states }: LiveRun, units: readonly number[], hiddenSize: number, step: number): number {
  const at = (step % HISTORY) * hiddenSize;
  let sum = 0;
  for (const unit of units) sum += states[at + unit]!;
  return units.length > 0 ? sum / units.length : Number.NaN;
}
