import { type Estimate, studentQuantile975 } from '../../math/statistics';

/** Steps from … to−1 of a run. */
export interface Span {
  from: number;
  to: number;
}

/** Stretches longer than this are measured (docs/science.md §3.20). */
export const LONG_STRETCH = 200;
/** Number of stretches measured when none is long enough. */
const LONGEST = 20;
/** After this many steps, many round trips, a path counts as a new observation. */
const PIECE = 1000;

/** Maximal contiguous spans of the labels in which only the two outputs occur, in order of time. */
export function pairStretches(labels: ArrayLike<number>, [k, l]: readonly [number, number]): Span[] {
  const spans: Span[] = [];
  let from = -1;
  for (let t = 0; t <= labels.length; t++) {
    const inside = t < labels.length && (labels[t] === k || labels[t] === l);
    if (inside && from < 0) from = t;
    if (!inside && from >= 0) {
      spans.push({ from, to: t });
      from = -1;
    }
  }
  return spans;
}

/** The stretches over 200 steps, or the 20 longest when there are none; longest first. */
export function chooseStretches(spans: readonly Span[]): Span[] {
  const byLength = [...spans].sort((a, b) => b.to - b.from - (a.to - a.from));
  const long = byLength.filter(({ from, to }) => to - from > LONG_STRETCH);
  return long.length > 0 ? long : byLength.slice(0, LONGEST);
}

/**
 * Cuts stretches every 1000 steps into observations. Neighbouring pieces share one state, so that no step and no flip is lost.
 */
export function piecesOf(spans: readonly Span[]): Span[] {
  return spans.flatMap(({ from, to }) => {
    // A remainder shorter than half a piece stays with the piece before it.
    const count = Math.max(1, Math.round((to - from) / PIECE));
    return Array.from({ length: count }, (_, k) => ({
      from: from + k * PIECE,
      to: k === count - 1 ? to : from + (k + 1) * PIECE + 1,
    }));
  });
}

/**
 * Ratio of sums Σ top / Σ bottom over independent observations. The interval is Student's interval of the linearised ratio, so
 * observations with a small denominator weigh little. NaN when the denominator is zero; low = high = value when n < 2.
 */
export function ratioEstimate(top: readonly number[], bottom: readonly number[]): Estimate {
  const n = top.length;
  const total = bottom.reduce((a, b) => a + b, 0);
  if (!(total > 0)) return { value: Number.NaN, low: Number.NaN, high: Number.NaN, n };
  const value = top.reduce((a, b) => a + b, 0) / total;
  if (n < 2) return { value, low: value, high: value, n };
  const squares = top.reduce((sum, t, i) => sum + (t - value * bottom[i]!) ** 2, 0);
  const half = (studentQuantile975(n - 1) * Math.sqrt((squares * n) / (n - 1))) / total;
  return { value, low: value - half, high: value + half, n };
}
