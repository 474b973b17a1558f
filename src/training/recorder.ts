import { roundToHalf } from '../rnn/halfFloat';
import { packWeights, type RnnShape, type RnnWeights, unpackWeights } from '../rnn/weights';
import { chooseHistory, dropInterval, type HistoryLandmark } from './history';

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
