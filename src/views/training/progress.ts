import type { CheckpointMark, LossPoint, TrainingView } from '../../state/training/slice';
import type { TrainingHistory } from '../../training/history';
import { TRAINING } from './text';

/** What the loss chart draws: a run under way or a shipped history. */
export interface LossCurve {
  total: number;
  losses: readonly LossPoint[];
  landmarks: readonly { firstUpdate: number; floor: number; plateau: number }[];
  checkpoints: readonly CheckpointMark[];
}

export const curveOfRun = ({ total, losses, landmarks, checkpoints }: TrainingView): LossCurve => ({
  total,
  losses,
  landmarks: landmarks.map((l) => ({ firstUpdate: l.firstUpdate, floor: l.floor.value, plateau: l.plateau.value })),
  checkpoints,
});

export const curveOfHistory = ({ losses, landmarks, checkpoints }: TrainingHistory): LossCurve => ({
  total: losses.length,
  losses: losses.map((loss, update) => ({ update: update + 1, loss })),
  landmarks,
  checkpoints,
});

/** Loss smoothed by a trailing mean over `span` updates, for reading the trend through the batch noise. */
export function smooth(losses: readonly LossPoint[], span = 9): LossPoint[] {
  let sum = 0;
  return losses.map(({ update, loss }, i) => {
    sum += loss - (i >= span ? losses[i - span]!.loss : 0);
    return { update, loss: sum / Math.min(span, i + 1) };
  });
}

/**
 * The loss on a scale on which the floor is 0 and the plateau 1, by the lines in force at each update: phases of the recipe with other
 * sequences do not jump. Updates before the first lines, and those whose lines do not differ, are left out.
 */
export function normalised({ losses, landmarks }: Pick<LossCurve, 'losses' | 'landmarks'>): LossPoint[] {
  return losses.flatMap(({ update, loss }) => {
    const lines = landmarks.findLast(({ firstUpdate }) => firstUpdate <= update);
    const gap = lines ? lines.plateau - lines.floor : 0;
    return lines && gap > 0 ? [{ update, loss: (loss - lines.floor) / gap }] : [];
  });
}

/** Where the run stands, read off its landmarks: the drop is counted from a quarter of the way down (docs/science.md §3.16). */
function stageOf(view: TrainingView): 'start' | 'plateau' | 'dropped' | 'floor' | undefined {
  const lines = view.landmarks.at(-1);
  const recent = smooth(view.losses).at(-1);
  if (!lines || !recent) return undefined;
  const gap = lines.plateau.value - lines.floor.value;
  if (recent.loss > lines.plateau.value + 0.1 * gap) return 'start';
  if (recent.loss > lines.plateau.value - 0.25 * gap) return 'plateau';
  return recent.loss > lines.floor.value + 0.1 * gap ? 'dropped' : 'floor';
}

export function stageSentence(view: TrainingView): string {
  if (view.status === 'idle') return TRAINING.idle;
  if (view.status === 'starting') return TRAINING.starting;
  if (view.checkpoints.length > 1 && view.checkpoints.slice(-2).every((mark) => !mark.bounded)) return TRAINING.explosive;
  const stage = stageOf(view);
  return stage ? TRAINING[stage] : TRAINING.starting;
}

/** 75 → "1 min 15 s". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
