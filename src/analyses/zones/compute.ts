import type { ZoneCuts } from '../../dynamics/defaults';
import { NO_FLIP, type ResidencyReport, residencyReport } from '../../dynamics/zones/residency';
import { type Contrast, MEASURES, type Measure, ZONES, type ZoneSummary, zonesOf } from '../../dynamics/zones/zones';
import { judgeSignChanges, judgeZones, type ZoneVerdict } from '../../dynamics/zones/zonesVerdict';
import type { PcaBasis } from '../../math/projection';
import { randomSequence } from '../../math/random';
import { type Estimate, quantile } from '../../math/statistics';
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

export interface ZoneReport {
  cuts: ZoneCuts;
  /** Zone codes [n]. */
  zones: Uint8Array;
  /** In the order of ZONES; the fractions sum to 1. */
  summaries: ZoneSummary[];
  /** Claims C6 and C7 (docs/science.md §5). */
  verdicts: { zones: ZoneVerdict; signChanges: ZoneVerdict };
}

/** As many resamples as elsewhere. */
const RESAMPLES = 400;

/**
 * Describes the zones of a run (docs/science.md §3.8, §3.9, claims C6 and C7). It is fast enough for cuts on a slider (about 0.1
 * s for 10,000 states).
 * Intervals are percentile intervals of a two-way bootstrap. Dwells (runs of one argmax label) and sets of noise paths are drawn
 * with replacement; a state counts as often as its dwell times as often as its set. A dwell contains whole visits of its zones
 * and may cross a cut many times. If single visits were drawn, such fragments would count as independent and intervals would be
 * too narrow. The sets account for the noise that states share.
 */
export function zoneReport(report: ResidencyReport, cuts: ZoneCuts, seed: number): ZoneReport {
  const zones = zonesOf(report, cuts);
  const table = createTable(report, zones);
  const values = table.measure(new Float64Array(table.dwells).fill(1), new Float64Array(report.noiseSetCount).fill(1));
  const replicates = resample(table, report.noiseSetCount, seed);
  const estimate = (value: number, of: (row: Float64Array) => number, n: number): Estimate => {
    const finite = replicates.map(of).filter(Number.isFinite);
    if (n < 2 || finite.length === 0) return { value, low: value, high: value, n };
    return { value, low: quantile(finite, 0.025), high: quantile(finite, 0.975), n };
  };
  const contrast: Contrast = (measure, a, b) => {
    const difference = (row: Float64Array) => row[column(measure, a)]! - row[column(measure, b)]!;
    return estimate(difference(values), difference, Math.min(table.dwellsOf[a]!, table.dwellsOf[b]!));
  };
  const summaries = ZONES.map((zone, z): ZoneSummary => {
    const of = (measure: Measure) => {
      const at = column(measure, z);
      // A fraction refers to the states of all zones.
      const n = measure === 'fraction' ? table.dwells : table.dwellsOf[z]!;
      return estimate(values[at]!, (row) => row[at]!, n);
    };
    return {
      zone,
      states: table.statesOf[z]!,
      visits: table.visitsOf[z]!,
      fraction: of('fraction'),
      residencyTime: of('residencyTime'),
      signChanges: of('signChanges'),
      signChangeRate: of('signChangeRate'),
      timeToFlip: of('timeToFlip'),
    };
  });
  return {
    cuts,
    zones,
    summaries,
    verdicts: { zones: judgeZones(summaries, contrast), signChanges: judgeSignChanges(summaries, contrast) },
  };
}

const column = (measure: Measure, zone: number): number => zone * MEASURES.length + MEASURES.indexOf(measure);

/** The states of a run by dwell, with their zones. */
interface Table {
  dwells: number;
  statesOf: Uint32Array;
  visitsOf: Uint32Array;
  /** Dwells with a state in the zone [zones]. */
  dwellsOf: Uint32Array;
  /** All measures of all zones under weights of dwells and noise sets. */
  measure(dwellWeights: Float64Array, setWeights: Float64Array): Float64Array;
}

function createTable(report: ResidencyReport, zones: Uint8Array): Table {
  const { labels, residencyTimes, signChanges, stepsToFlip, noiseSets } = report;
  const n = labels.length;
  const counts = countVisits(labels, zones);
  const longest = stepsToFlip.reduce((a, b) => Math.max(a, b), 0) + 1;
  return {
    ...counts,
    measure(dwellWeights, setWeights) {
      const sums = new Float64Array(ZONES.length * 3);
      const flips = new Float64Array(ZONES.length * longest);
      for (let s = 0; s < n; s++) {
        const weight = dwellWeights[counts.dwellOf[s]!]! * setWeights[noiseSets[s]!]!;
        if (weight === 0) continue;
        const zone = zones[s]!;
        sums[3 * zone]! += weight;
        sums[3 * zone + 1]! += weight * residencyTimes[s]!;
        sums[3 * zone + 2]! += weight * signChanges[s]!;
        if (stepsToFlip[s] !== NO_FLIP) flips[zone * longest + stepsToFlip[s]!]! += weight;
      }
      const total = ZONES.reduce((sum, _, z) => sum + sums[3 * z]!, 0);
      const row = new Float64Array(ZONES.length * MEASURES.length);
      ZONES.forEach((_, z) => {
        const [weight, time, changes] = [sums[3 * z]!, sums[3 * z + 1]!, sums[3 * z + 2]!];
        const median = weightedMedian(flips.subarray(z * longest, (z + 1) * longest));
        // Every state has equally many rollouts, so the ratio of the means equals the ratio of the sums.
        row.set([weight / total, time / weight, changes / weight, changes / time, median], z * MEASURES.length);
      });
      return row;
    },
  };
}

function countVisits(labels: Uint8Array, zones: Uint8Array) {
  const n = labels.length;
  const dwellOf = new Uint32Array(n);
  const [statesOf, visitsOf, dwellsOf] = [0, 1, 2].map(() => new Uint32Array(ZONES.length)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  const lastDwell = new Int32Array(ZONES.length).fill(-1);
  let dwell = -1;
  for (let s = 0; s < n; s++) {
    const zone = zones[s]!;
    if (s === 0 || labels[s] !== labels[s - 1]) dwell++;
    dwellOf[s] = dwell;
    statesOf[zone]!++;
    if (s === 0 || zone !== zones[s - 1]) visitsOf[zone]!++;
    if (lastDwell[zone] !== dwell) dwellsOf[zone]!++;
    lastDwell[zone] = dwell;
  }
  return { dwells: dwell + 1, dwellOf, statesOf, visitsOf, dwellsOf };
}

/** Weighted median of the values 0 … length−1. If the half lies between two values, it is their mean. */
function weightedMedian(weights: Float64Array): number {
  let total = 0;
  for (let v = 0; v < weights.length; v++) total += weights[v]!;
  if (total === 0) return Number.NaN;
  let below = 0;
  for (let v = 0; v < weights.length; v++) {
    below += weights[v]!;
    if (below < total / 2) continue;
    if (below > total / 2) return v;
    let next = v + 1;
    while (weights[next] === 0) next++;
    return (v + next) / 2;
  }
  return Number.NaN;
}

function resample(table: Table, sets: number, seed: number): Float64Array[] {
  const random = randomSequence(seed, 'bootstrap');
  const dwellWeights = new Float64Array(table.dwells);
  const setWeights = new Float64Array(sets);
  return Array.from({ length: RESAMPLES }, () => {
    for (const weights of [dwellWeights, setWeights]) {
      weights.fill(0);
      for (let draw = 0; draw < weights.length; draw++) weights[random.integer(weights.length)]!++;
    }
    return table.measure(dwellWeights, setWeights);
  });
}
