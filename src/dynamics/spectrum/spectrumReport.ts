import type { RnnWeights } from '../../rnn/weights';
import { createSpectrumCache } from './spectrum';

/** Spectra along a run of S states, entry k for state k·every. */
export interface SpectrumReport {
  /** S. */
  states: number;
  every: number;
  /** Active units of the noise-free step [n]. */
  activeCount: Uint16Array;
  /** Eigenvalues with |λ| > 1 [n]. */
  unstable: Uint16Array;
  /** Critical complex pairs [n]. */
  criticalPairs: Uint16Array;
  /** Largest |λ| [n]. */
  radius: Float32Array;
  /** Different active sets met; each was solved once. */
  distinctSets: number;
  /** Share of the states whose active set had been met before. */
  hitRate: number;
}

/** States between two reports of progress: some 20 ms at 25 active units. */
const STATES_PER_YIELD = 100;

/**
 * Spectra at the states of a run (docs/science.md §3.10). States with the same active set have the same Jacobian, which is solved
 * once. Yields progress 0 … 1.
 * @param states row-major [S×H]
 * @param options.every only every so-many-th state, ≥ 1 (default 1)
 * @throws RangeError when `states` is not whole rows, `every` is not a positive integer, or as `Spectrometer.solve`
 */
export function* spectrumReport(
  weights: RnnWeights,
  states: Float32Array,
  { every = 1 }: { every?: number } = {},
): Generator<number, SpectrumReport, void> {
  const { hiddenSize: H } = weights;
  const rows = states.length / H;
  if (!Number.isInteger(rows)) throw new RangeError(`${states.length} numbers are not whole states of ${H} units`);
  if (!Number.isInteger(every) || every < 1) throw new RangeError(`every ${every}th state is not a choice of states`);
  const n = Math.ceil(rows / every);
  const report = {
    activeCount: new Uint16Array(n),
    unstable: new Uint16Array(n),
    criticalPairs: new Uint16Array(n),
    radius: new Float32Array(n),
  };
  const cache = createSpectrumCache(weights);
  for (let k = 0; k < n; k++) {
    const { activeCount, unstable, criticalPairs, radius } = cache.at(states, k * every * H);
    report.activeCount[k] = activeCount;
    report.unstable[k] = unstable;
    report.criticalPairs[k] = criticalPairs;
    report.radius[k] = radius;
    if (k % STATES_PER_YIELD === STATES_PER_YIELD - 1) yield (k + 1) / n;
  }
  return { states: rows, every, ...report, distinctSets: cache.size, hitRate: n > 0 ? 1 - cache.size / n : Number.NaN };
}
