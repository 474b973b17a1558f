import { type Work, within } from '../math/progress';
import { baumWelch, type FitOptions, type HmmFit } from './baumWelch';
import type { SequenceSet } from './forwardBackward';

/** One number of states on the curve; lower AIC and BIC are better. */
export interface FitCurvePoint {
  nStates: number;
  logLikelihood: number;
  aic: number;
  bic: number;
  fit: HmmFit;
}

/**
 * Fits with from … to hidden states. More states cannot be less likely, but restarts can end on lesser optima: a dip of the
 * log-likelihood asks for more of them. Yields progress 0 … 1 by work, which grows with the square of the states.
 * @throws RangeError as baumWelch
 */
export function* fitCurve(data: SequenceSet, from: number, to: number, options: FitOptions): Work<FitCurvePoint[]> {
  const counts = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  const total = counts.reduce((sum, nStates) => sum + nStates ** 2, 0);
  const points: FitCurvePoint[] = [];
  let done = 0;
  for (const nStates of counts) {
    const share = nStates ** 2 / total;
    const fit = yield* within(baumWelch(data, nStates, options), done, done + share);
    done += share;
    points.push({ nStates, logLikelihood: fit.logLikelihood, aic: fit.aic, bic: fit.bic, fit });
  }
  return points;
}
