import type { ZoneCuts } from '../../dynamics/defaults';
import { type ResidencyReport, residencyReport } from '../../dynamics/zones/residency';
import { type ZoneReport, zoneReport } from '../../dynamics/zones/zonesReport';
import type { PcaBasis } from '../../math/projection';
import type { RnnWeights } from '../../rnn/weights';
import { RESIDENCY_WARM_UP } from '../choices';

/** Residency times of the states of a run (docs/science.md §3.8). */
export const residency = ({ weights, basis, seed }: { weights: RnnWeights; basis: PcaBasis; seed: number }) =>
  residencyReport(weights, basis, { seed, warmUp: RESIDENCY_WARM_UP });

interface ZonesInput {
  report: ResidencyReport;
  cuts: ZoneCuts;
  seed: number;
}

/** Zones have a bootstrap to make but no simulation: one step. */
export function* zones({ report, cuts, seed }: ZonesInput): Generator<number, ZoneReport, void> {
  yield 0;
  return zoneReport(report, cuts, seed);
}
