import { packWeights, type RnnShape, type RnnWeights, unpackWeights } from '../rnn/weights';
import { roundToHalf } from '../rnn/writeSafetensors';
import { chooseHistory, dropInterval, type HistoryLandmark } from './history';
import type { LossLandmarks } from './landmarks';
import type { Recipe } from './recipe';

/** Snapshots of a run that are spread evenly over it. */
const SPREAD = 40;
/** In the first phase, where the loss is to leave its plateau, there is one after so many updates at most, and while it falls after so many. */
const EARLY_EVERY = 25;
const FALLING_EVERY = 5;
/** Losses the trend is read from. */
const TREND = 8;
/** Where the fall begins and ends, in shares of the way from plateau to floor: as `dropInterval` has it. */
const LEAVES = 0.1;
const ARRIVES = 0.75;

/** Says at which updates a run's weights are worth keeping: evenly, more often in the first phase, and most often while the loss leaves its plateau. */
export interface SnapshotPlan {
  /** The lines the loss is read against from now on. */
  lines(landmarks: LossLandmarks): void;
  loss(value: number): void;
  due(update: number): boolean;
}

export function createSnapshotPlan(recipe: Pick<Recipe, 'phases'>): SnapshotPlan {
  const { phases } = recipe;
  const total = phases.reduce((sum, { updates }) => sum + updates, 0);
  const spread = Math.max(1, Math.floor(total / SPREAD));
  const early = Math.min(spread, EARLY_EVERY);
  const dense = Math.min(spread, FALLING_EVERY);
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
    due: (update) => update % (falling() ? dense : update <= phases[0]!.updates ? early : spread) === 0,
  };
}

/** Weights at one update of a run, rounded to float16: what a saved history holds, so that pictures do not change by saving. */
export interface Snapshot {
  update: number;
  weights: RnnWeights;
}

/** So many snapshots at most; beyond, the most telling half are kept: memory stays bounded however long a run is. */
const MOST = 96;
const KEPT = 48;

/** Adds a snapshot to those of a run; a later one of the same update replaces the earlier. The list given is left alone. */
export function addSnapshot(
  snapshots: readonly Snapshot[],
  next: Snapshot,
  losses: readonly number[],
  landmarks: readonly HistoryLandmark[],
): Snapshot[] {
  const rounded = { update: next.update, weights: halved(next.weights) };
  const all = [...snapshots.filter(({ update }) => update !== next.update), rounded].sort((a, b) => a.update - b.update);
  if (all.length <= MOST) return all;
  const kept = new Set(
    chooseHistory(
      all.map(({ update }) => update),
      dropInterval(losses, landmarks),
      KEPT,
    ),
  );
  return all.filter(({ update }) => kept.has(update));
}

function halved(weights: RnnWeights): RnnWeights {
  const { hiddenSize, inputDim, nOutputs }: RnnShape = weights;
  return unpackWeights(packWeights(weights).map(roundToHalf), { hiddenSize, inputDim, nOutputs });
}
