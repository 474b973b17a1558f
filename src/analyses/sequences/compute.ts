import { type FitCurvePoint, fitCurve as fitEach, type HmmFit } from '../../hmm/baumWelch';
import type { SequenceSet } from '../../hmm/forwardBackward';
import { surprises } from '../../hmm/forwardFilter';
import type { Work } from '../../math/progress';
import { type Estimate, lessBy, meanEstimate } from '../../math/statistics';

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

/** Labels of one sequence that count as one observation, or the whole sequence if it is shorter: neighbours are not independent. */
const BLOCK = 50;
/** Few labels are cut into blocks that are shorter, about so many: an interval needs several. */
const LEAST_BLOCKS = 8;

/** The sequences one after the other, as [from, to) of `labels`. */
function spans({ lengths }: SequenceSet): [number, number][] {
  let from = 0;
  return Array.from(lengths, (length) => {
    const span: [number, number] = [from, from + length];
    from += length;
    return span;
  });
}

/**
 * How much better a fitted model foresees the next label than independent draws, in nats a label: the difference of the two
 * log-likelihoods, less Akaike's correction for the parameters that the model has more (Akaike 1974), since it is judged on the labels it
 * was fitted to. The interval is that of the mean over blocks of at most 50 labels, each weighted by its length.
 * @param fit a model fitted to `data`
 * @param base the fit with one hidden state, which is independent draws
 * @returns n is the number of blocks
 */
export function memoryGain(data: SequenceSet, fit: HmmFit, base: HmmFit): Estimate {
  const blocks: number[] = [];
  const total = data.labels.length;
  const block = Math.min(BLOCK, Math.max(1, Math.floor(total / LEAST_BLOCKS)));
  const cuts = spans(data).flatMap(([from, to]) => {
    const pieces = Math.max(1, Math.floor((to - from) / block));
    return to > from ? [{ from, to, pieces }] : [];
  });
  const count = cuts.reduce((sum, { pieces }) => sum + pieces, 0);
  for (const { from, to, pieces } of cuts) {
    const labels = data.labels.subarray(from, to);
    const [own, alone] = [surprises(fit, labels), surprises(base, labels)];
    for (let piece = 0; piece < pieces; piece++) {
      const [a, b] = [piece, piece + 1].map((edge) => Math.round((edge * labels.length) / pieces)) as [number, number];
      let sum = 0;
      for (let t = a; t < b; t++) sum += alone[t]! - own[t]!;
      blocks.push((sum * count) / total);
    }
  }
  return lessBy(meanEstimate(blocks), (fit.freeParameters - base.freeParameters) / total);
}
