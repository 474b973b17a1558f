import type { ZoneCuts } from '../../dynamics/defaults';
import { type SpectrumReport, spectrumReport } from '../../dynamics/spectrum/spectrumReport';
import { type SpectrumByZone, spectrumByZone } from '../../dynamics/spectrum/spectrumZones';
import type { ResidencyReport } from '../../dynamics/zones/residency';
import { zonesOf } from '../../dynamics/zones/zones';
import { simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { RESIDENCY_WARM_UP } from '../choices';

interface SpectrumInput {
  weights: RnnWeights;
  /** Of the residency run. */
  states: number;
  seed: number;
}

/** Spectra along the very run the residency times belong to: the same seed makes the same states. */
export function* spectrum({ weights, states, seed }: SpectrumInput): Generator<number, SpectrumReport, void> {
  const run = simulate(weights, { steps: states, seed, warmUp: RESIDENCY_WARM_UP });
  yield 0.02;
  return yield* spectrumReport(weights, run.states);
}

interface SpectraAndZones {
  spectra: SpectrumReport;
  report: ResidencyReport;
  cuts: ZoneCuts;
  seed: number;
}

/** Unstable eigenvalues and critical pairs in each zone. */
export function* spectrumZones({ spectra, report, cuts, seed }: SpectraAndZones): Generator<number, SpectrumByZone, void> {
  yield 0;
  return spectrumByZone(spectra, zonesOf(report, cuts), seed);
}
