import type { LossLandmarks } from './landmarks';

/** Snapshots of a run that are spread evenly over it, and how many more there are while the loss falls. */
const SPREAD = 40;
const DENSER = 4;
/** Losses the trend is read from. */
const TREND = 8;
/** Where the fall begins and ends, in shares of the way from plateau to floor: as `dropInterval` has it. */
const LEAVES = 0.1;
const ARRIVES = 0.75;

/** Says at which updates a run's weights are worth keeping: evenly, and four times as often while the loss leaves its plateau. */
export interface SnapshotPlan {
  /** The lines the loss is read against from now on. */
  lines(landmarks: LossLandmarks): void;
  loss(value: number): void;
  due(update: number): boolean;
}

export function createSnapshotPlan(total: number): SnapshotPlan {
  const every = Math.max(1, Math.floor(total / SPREAD));
  const dense = Math.max(1, Math.floor(every / DENSER));
  let known: LossLandmarks | undefined;
  const recent: number[] = [];
  const falling = (): boolean => {
    if (!known || recent.length < TREND) return false;
    const mean = recent.reduce((a, b) => a + b, 0) / TREND;
    const gone = (known.plateau.value - mean) / (known.plateau.value - known.floor.value);
    return gone > LEAVES && gone < ARRIVES;
  };
  return {
    lines(landmarks) {
      known = landmarks;
    },
    loss(value) {
      recent.push(value);
      if (recent.length > TREND) recent.shift();
    },
    due: (update) => update % (falling() ? dense : every) === 0,
  };
}
