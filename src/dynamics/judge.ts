import { type Estimate, exactly } from '../math/statistics';

/**
 * The verdict on a claim of the paper for one network; inconclusive when the interval contains the threshold (docs/science.md
 * §5).
 */
export type Verdict = 'reproduced' | 'not-reproduced' | 'inconclusive';

/** A verdict on a claim with its reason in a sentence. */
export interface Judgement {
  verdict: Verdict;
  reason: string;
}

/** One condition of a claim: a quantity that must be at least, or at most, a threshold. */
export interface Condition {
  /** What is measured, as the subject of a sentence. */
  name: string;
  /** The quantity and its interval; NaN when it cannot be measured. */
  estimate: Estimate;
  threshold: number;
  sense: 'at least' | 'at most';
  /** Decimals the sentence shows. Default 2. */
  digits?: number;
}

/** Judges one condition. The whole interval must lie beyond the threshold; touching it is not enough. */
export function judge({ name, estimate, threshold, sense, digits = 2 }: Condition): Judgement {
  const { value, low, high } = estimate;
  const text = (number: number): string => number.toFixed(digits);
  if (!(Number.isFinite(low) && Number.isFinite(high)))
    return { verdict: 'inconclusive', reason: `${name} cannot be measured on this run` };
  const sign = sense === 'at least' ? 1 : -1;
  const [near, far] = sense === 'at least' ? [low, high] : [high, low];
  const verdict = sign * (near - threshold) > 0 ? 'reproduced' : sign * (far - threshold) < 0 ? 'not-reproduced' : 'inconclusive';
  const relation = {
    reproduced: 'the whole interval meets',
    'not-reproduced': 'the whole interval misses',
    inconclusive: 'the interval reaches over',
  }[verdict];
  const reason = `${name} is ${text(value)} (95 % interval ${text(low)} to ${text(high)}): ${relation} the threshold of ${sense} ${text(threshold)}`;
  return { verdict, reason };
}

/** Judges whether the whole interval of a quantity lies between two bounds. */
export function judgeBetween(name: string, estimate: Estimate, atLeast: number, atMost: number): Judgement {
  const { value, low, high } = estimate;
  if (!(Number.isFinite(low) && Number.isFinite(high)))
    return { verdict: 'inconclusive', reason: `${name} cannot be measured on this run` };
  const inside = low >= atLeast && high <= atMost;
  const outside = high < atLeast || low > atMost;
  const place = inside ? 'lies within' : outside ? 'lies outside' : 'reaches over an end of';
  const [v, l, h, a, b] = [value, low, high, atLeast, atMost].map((x) => x.toFixed(2));
  return {
    verdict: inside ? 'reproduced' : outside ? 'not-reproduced' : 'inconclusive',
    reason: `${name} is ${v}: its 95 % interval ${l} to ${h} ${place} ${a} to ${b}`,
  };
}

/** Judges a number that is known exactly. On the threshold itself it is inconclusive, as for an interval. */
export function judgeValue(name: string, value: number, sense: Condition['sense'], threshold: number): Judgement {
  const { verdict, reason } = judge({ name, estimate: exactly(value), threshold, sense });
  if (!Number.isFinite(value)) return { verdict, reason };
  const relation = { reproduced: 'meets', 'not-reproduced': 'misses', inconclusive: 'lies on' }[verdict];
  return { verdict, reason: `${name} is ${value.toFixed(3)}: ${relation} the threshold of ${sense} ${threshold.toFixed(2)}` };
}

/** Joins judgements. All must hold, and one that clearly fails decides. The reasons are joined. */
export function judgeAll(judgements: readonly Judgement[]): Judgement {
  const verdicts = judgements.map(({ verdict }) => verdict);
  const verdict = verdicts.includes('not-reproduced')
    ? 'not-reproduced'
    : verdicts.includes('inconclusive')
      ? 'inconclusive'
      : 'reproduced';
  return { verdict, reason: judgements.map(({ reason }) => reason).join('; ') };
}

/** Inconclusive when there is too little data; otherwise the result of `otherwise`. */
export function judgeIfEnough(
  counts: readonly { what: string; n: number }[],
  fewest: number,
  otherwise: () => Judgement,
): Judgement {
  const scarce = counts.find(({ n }) => n < fewest);
  return scarce
    ? { verdict: 'inconclusive', reason: `only ${scarce.n} ${scarce.what}: at least ${fewest} are needed` }
    : otherwise();
}
