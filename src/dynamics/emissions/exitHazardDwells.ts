import { bootstrapEstimates } from '../../math/bootstrap';
import { type Estimate, wilson } from '../../math/statistics';

/**
 * Dwells in one label, in time order. A dwell that was under way at the first step of a run is left out, because its beginning is
 * unknown.
 */
export interface LabelDwells {
  /** Label of each dwell [n]. */
  labels: Uint8Array;
  /** Steps spent in it as far as seen [n]. */
  lengths: Int32Array;
  /** 1 when the exit was seen, 0 when the record ended first [n]. */
  complete: Uint8Array;
}

/** Collects the dwells in labels row-major [runs×steps]; none crosses from one run to the next. */
export function collectDwells(labels: Uint8Array, steps: number): LabelDwells {
  const found: [number, number, number][] = [];
  for (let start = 0; start < labels.length; start += steps) {
    const end = start + steps;
    let from = start;
    for (let t = start + 1; t <= end; t++) {
      if (t < end && labels[t] === labels[from]) continue;
      if (from > start) found.push([labels[from]!, t - from, t < end ? 1 : 0]);
      from = t;
    }
  }
  return {
    labels: Uint8Array.from(found, ([label]) => label),
    lengths: Int32Array.from(found, ([, length]) => length),
    complete: Uint8Array.from(found, ([, , complete]) => complete),
  };
}

/** Exits among dwells of some range of ages. */
export interface HazardBin {
  /** First and last age in steps; the first step in a label has age 1. */
  from: number;
  to: number;
  /** Number of steps at these ages whose next step was recorded, and how many of them were the last in the label. */
  exposure: number;
  exits: number;
  /** exits / exposure per step (Wilson); n is the exposure. */
  hazard: Estimate;
}

/** Dwells in one label, or in all. */
export interface DwellHazard {
  /** Number of dwells whose exit was recorded, and of those that the record cut short; these count as exposed up to that step. */
  dwells: number;
  censored: number;
  /** Mean in steps and coefficient of variation of the dwells whose exit was seen; NaN without any. Bootstrap over dwells. */
  mean: Estimate;
  cv: Estimate;
  /** Constant hazard of a memoryless label with as many exits per step, exits / exposure = 1 / mean; bootstrap over dwells. */
  memoryless: Estimate;
  /** CV of the geometric dwell with that hazard h, √(1 − h). */
  memorylessCv: Estimate;
  /** Hazard against age. Ages that fewer than LEAST_AT_RISK dwells reach are left out. */
  bins: HazardBin[];
}

/** With fewer dwells, the interval of a hazard is too wide to be drawn. */
const LEAST_AT_RISK = 20;

/**
 * Beyond this age, ages are pooled over an eighth of the age. The rule is fixed beforehand, so that it does not depend on the
 * exits.
 */
const SINGLE_AGES = 16;

/** Sums of one dwell: complete, Σ n, Σ n², exposure. */
export const DWELL_STRIDE = 4;

/**
 * Sums of dwells for the bootstrap, row-major [dwells×DWELL_STRIDE], in time order. A dwell of n steps is exposed to exit at n
 * steps. One that is cut short at its n-th step is exposed at n − 1 steps, because what followed the last is unknown.
 * @param label only dwells in this label; all if missing
 */
export function dwellSums({ labels, lengths, complete }: LabelDwells, label?: number): Float64Array {
  const rows: number[] = [];
  for (let i = 0; i < labels.length; i++) {
    if (label !== undefined && labels[i] !== label) continue;
    const n = lengths[i]!;
    if (complete[i]) rows.push(1, n, n * n, n);
    else rows.push(0, 0, 0, n - 1);
  }
  return Float64Array.from(rows);
}

/** CV from the totals of `dwellSums`; NaN without a complete dwell. */
export function coefficientOfVariation(totals: Float64Array): number {
  const count = totals[0]!;
  const mean = totals[1]! / count;
  return count > 0 ? Math.sqrt(Math.max(0, totals[2]! / count - mean * mean)) / mean : Number.NaN;
}

/**
 * Hazard of leaving, and mean and CV of the dwells, which are treated as independent.
 * @param label only dwells in this label; all if missing
 * @param seed of the bootstrap draws
 */
export function dwellHazard(dwells: LabelDwells, seed: number, label?: number): DwellHazard {
  const sums = dwellSums(dwells, label);
  const units = sums.length / DWELL_STRIDE;
  let complete = 0;
  for (let at = 0; at < sums.length; at += DWELL_STRIDE) complete += sums[at]!;
  const [mean, cv, memoryless, memorylessCv] = bootstrapEstimates(
    sums,
    DWELL_STRIDE,
    (totals) => {
      const hazard = totals[0]! / totals[3]!;
      return [totals[1]! / totals[0]!, coefficientOfVariation(totals), hazard, Math.sqrt(1 - hazard)];
    },
    seed,
  ).map((estimate) => ({ ...estimate, n: complete })) as [Estimate, Estimate, Estimate, Estimate];
  return { dwells: complete, censored: units - complete, mean, cv, memoryless, memorylessCv, bins: hazardBins(dwells, label) };
}

function hazardBins({ labels, lengths, complete }: LabelDwells, label: number | undefined): HazardBin[] {
  const longest = lengths.reduce((most, n) => Math.max(most, n), 0);
  const exits = new Int32Array(longest + 2);
  /** atRisk[n]: number of dwells at age n whose next step was recorded. */
  const atRisk = new Int32Array(longest + 2);
  for (let i = 0; i < labels.length; i++) {
    if (label !== undefined && labels[i] !== label) continue;
    if (complete[i]) exits[lengths[i]!]!++;
    atRisk[complete[i] ? lengths[i]! : lengths[i]! - 1]!++;
  }
  for (let age = longest; age > 0; age--) atRisk[age - 1]! += atRisk[age]!;
  const bins: HazardBin[] = [];
  for (let from = 1; from <= longest && atRisk[from]! >= LEAST_AT_RISK; ) {
    const to = from < SINGLE_AGES ? from : from + Math.floor(from / 8) - 1;
    let exposure = 0;
    let left = 0;
    for (let age = from; age <= Math.min(to, longest); age++) {
      exposure += atRisk[age]!;
      left += exits[age]!;
    }
    bins.push({ from, to, exposure, exits: left, hazard: wilson(left, exposure) });
    from = to + 1;
  }
  return bins;
}
