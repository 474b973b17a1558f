import type { RnnWeights } from '../../rnn/weights';
import { type CriticalBand, createSpectrometer, type Spectrum } from './spectrum';

export type SpectrumCounts = Pick<Spectrum, 'activeCount' | 'unstable' | 'criticalPairs' | 'radius'>;

export interface SpectrumCache {
  /** Counts of the spectrum of the noise-free step from the state at `offset` of `states`. */
  at(states: ArrayLike<number>, offset: number): SpectrumCounts;
  /** Different active sets met. */
  readonly size: number;
}

/** Spectra by active set: states with the same one have the same Jacobian, which is solved once. @throws RangeError as `Spectrometer.solve` */
export function createSpectrumCache(weights: RnnWeights, band?: CriticalBand): SpectrumCache {
  const spectrometer = createSpectrometer(weights, band);
  const known = new Map<string, SpectrumCounts>();
  return {
    at(states, offset) {
      const count = spectrometer.activate(states, offset);
      const key = keyOf(spectrometer.active, count, weights.hiddenSize);
      const earlier = known.get(key);
      if (earlier) return earlier;
      const { activeCount, unstable, criticalPairs, radius } = spectrometer.solve();
      const counts = { activeCount, unstable, criticalPairs, radius };
      known.set(key, counts);
      return counts;
    },
    get size() {
      return known.size;
    },
  };
}

/** Bits of a set of units, sixteen to a character: equal strings for equal sets only. */
function keyOf(active: Int32Array, count: number, hiddenSize: number): string {
  let key = '';
  let a = 0;
  for (let end = 16; end < hiddenSize + 16; end += 16) {
    let bits = 0;
    for (; a < count && active[a]! < end; a++) bits |= 1 << (active[a]! & 15);
    key += String.fromCharCode(bits);
  }
  return key;
}
