import { type FitCurvePoint, fitCurve as fitEach } from '../../hmm/baumWelch';
import type { SequenceSet } from '../../hmm/forwardBackward';
import { memoryGain } from '../../hmm/memoryGain';
import type { Work } from '../../math/progress';
import type { Estimate } from '../../math/statistics';

/** A fitted model and how much better it foresees the next label than independent draws. */
export interface FittedPoint extends FitCurvePoint {
  /** Nats a label; n counts blocks. */
  memory: Estimate;
}

/** Models with 1 … 8 states fitted to sequences of one's own. */
export function* fitCurve({ data, seed }: { data: SequenceSet; seed: number }): Work<FittedPoint[]> {
  const points = yield* fitEach(data, 1, 8, { seed });
  const base = points[0]!.fit;
  return points.map((point) => ({ ...point, memory: memoryGain(data, point.fit, base) }));
}
