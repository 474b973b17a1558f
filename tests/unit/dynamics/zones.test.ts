import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zoneReport } from '../../../src/analyses/zones/compute';
import { DEFAULT_CUTS } from '../../../src/dynamics/defaults';
import { NO_FLIP, nextFlips, type ResidencyReport } from '../../../src/dynamics/zones/residency';
import { scaledCuts, ZONES, zoneOf, zonesOf } from '../../../src/dynamics/zones/zones';
import { randomSequence } from '../../../src/math/random';

interface State {
  label: number;
  time: number;
  softmax?: number;
  changes?: number;
  set?: number;
}

/** A report of given states, each with noise of its own unless it says otherwise. */
function reportOf(states: State[]): ResidencyReport {
  const n = states.length;
  const labels = Uint8Array.from(states, ({ label }) => label);
  const noiseSets = Uint32Array.from(states, ({ set }, s) => set ?? s);
  const residencyTimes = Float32Array.from(states, ({ time }) => time);
  const signChanges = Float32Array.from(states, ({ changes = 0 }) => changes);
  return {
    states: n,
    rollouts: 20,
    cap: 60,
    residencyTimes,
    signChanges,
    signChangeRates: signChanges.map((changes, s) => changes / residencyTimes[s]!),
    exitProbabilities: new Float32Array(n).fill(1),
    maxSoftmax: Float32Array.from(states, ({ softmax = 0.9 }) => softmax),
    labels,
    ...nextFlips(labels),
    noiseSets,
    noiseSetCount: Math.max(...noiseSets) + 1,
    points: new Float32Array(4 * n),
    divergent: false,
  };
}

/** Dwells of ten states: six of a cluster, three of a kick-zone and a transition. */
const regular = (dwells: number, change: (state: State, place: number, dwell: number) => State = (state) => state) =>
  reportOf(
    Array.from({ length: dwells * 10 }, (_, s) => {
      const place = s % 10;
      const dwell = Math.floor(s / 10);
      const label = dwell % 2;
      if (place < 6) return change({ label, time: 20, changes: 10 }, place, dwell);
      return change(place < 9 ? { label, time: 5, changes: 2 } : { label, time: 1.2, changes: 0.1 }, place, dwell);
    }),
  );

/** Equal to nine digits; where there is nothing to average, neither has a value. */
function expectNear(actual: number, expected: number): void {
  if (Number.isNaN(expected)) expect(actual).toBeNaN();
  else expect(actual).toBeCloseTo(expected, 9);
}

describe('zones', () => {
  it('cut where the paper does', () => {
    const name = (time: number, softmax: number) => ZONES[zoneOf(time, softmax, DEFAULT_CUTS)];
    expect([1, 1.95, 2, 8, 8.05, 60].map((time) => name(time, 0.9))).toEqual([
      'transition',
      'transition',
      'kick-zone',
      'kick-zone',
      'cluster',
      'cluster',
    ]);
    // Certainty matters for lingering states only.
    expect([1, 5, 20].map((time) => name(time, 0.8))).toEqual(['transition', 'kick-zone', 'unassigned']);
  });

  it('are a third of the median wide for other models', () => {
    expect(scaledCuts(reportOf([3, 30, 45].map((time) => ({ label: 0, time }))))).toEqual({ ...DEFAULT_CUTS, cluster: 10 });
    expect(scaledCuts(reportOf([{ label: 0, time: 3 }])).cluster).toBe(DEFAULT_CUTS.transition);
  });
});

describe('zone report', () => {
  it('counts and averages by zone as a slow loop does, and its fractions sum to 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer(), (n, seed) => {
        const random = randomSequence(seed, 'data');
        const report = reportOf(
          Array.from({ length: n }, () => ({
            label: random.integer(5) === 0 ? 1 : 0,
            time: 1 + random.integer(60) / 3,
            softmax: random.uniform(),
            changes: random.integer(9),
            set: random.integer(4),
          })),
        );
        const { summaries, zones } = zoneReport(report, DEFAULT_CUTS, 1);
        expect(zones).toEqual(zonesOf(report, DEFAULT_CUTS));
        expect(summaries.reduce((sum, { fraction }) => sum + fraction.value, 0)).toBeCloseTo(1, 12);
        summaries.forEach((summary, z) => {
          const inside = [...zones.keys()].filter((s) => zones[s] === z);
          const mean = (values: ArrayLike<number>) => inside.reduce((sum, s) => sum + values[s]!, 0) / inside.length;
          expect(summary.zone).toBe(ZONES[z]);
          expect(summary.states).toBe(inside.length);
          expect(summary.visits).toBe(inside.filter((s) => zones[s - 1] !== z).length);
          expectNear(summary.fraction.value, inside.length / n);
          expectNear(summary.residencyTime.value, mean(report.residencyTimes));
          expectNear(summary.signChanges.value, mean(report.signChanges));
          expectNear(summary.signChangeRate.value, mean(report.signChanges) / mean(report.residencyTimes));
          const flips = inside.map((s) => report.stepsToFlip[s]!).filter((steps) => steps !== NO_FLIP);
          flips.sort((a, b) => a - b);
          const median = (flips[Math.floor((flips.length - 1) / 2)]! + flips[Math.floor(flips.length / 2)]!) / 2;
          expectNear(summary.timeToFlip.value, median);
          for (const { value, low, high, n: dwells } of [summary.residencyTime, summary.fraction])
            if (dwells > 20 && Number.isFinite(value)) {
              expect(low).toBeLessThanOrEqual(value);
              expect(high).toBeGreaterThanOrEqual(value);
            }
        });
      }),
      { numRuns: 40 },
    );
  });

  it('takes the states of a dwell as one observation', () => {
    const random = randomSequence(7, 'data');
    const times = Array.from({ length: 200 }, () => 20 + 3 * random.normal());
    const states = Array.from({ length: 2000 }, (_, s) => ({
      label: Math.floor(s / 10) % 2,
      time: times[Math.floor(s / 10)]!,
      set: s % 250,
    }));
    const { residencyTime } = zoneReport(reportOf(states), DEFAULT_CUTS, 1).summaries[2]!;
    const mean = times.reduce((a, b) => a + b) / 200;
    const expected = 1.96 * Math.sqrt(times.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 200 / 200);
    expect(residencyTime.n).toBe(200);
    // Taking states for independent would give a third of this.
    expect((residencyTime.high - residencyTime.low) / 2 / expected).toBeGreaterThan(0.85);
    expect((residencyTime.high - residencyTime.low) / 2 / expected).toBeLessThan(1.35);
  });

  it('takes the states that share noise as one observation too', () => {
    const random = randomSequence(8, 'data');
    const effects = Array.from({ length: 40 }, () => 3 * random.normal());
    const states = Array.from({ length: 4000 }, (_, s) => ({
      label: Math.floor(s / 10) % 2,
      time: 25 + effects[s % 40]!,
      set: s % 40,
    }));
    const { residencyTime } = zoneReport(reportOf(states), DEFAULT_CUTS, 1).summaries[2]!;
    const mean = effects.reduce((a, b) => a + b) / 40;
    const expected = 1.96 * Math.sqrt(effects.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 40 / 40);
    // Over dwells alone it would be a tenth.
    expect((residencyTime.high - residencyTime.low) / 2 / expected).toBeGreaterThan(0.8);
    expect((residencyTime.high - residencyTime.low) / 2 / expected).toBeLessThan(1.35);
  });

  it('is the same again with the same seed only', () => {
    const report = regular(60, (state, place, dwell) => ({ ...state, time: state.time + (place === 0 ? (dwell % 7) / 2 : 0) }));
    const low = (seed: number) => zoneReport(report, DEFAULT_CUTS, seed).summaries[2]!.residencyTime.low;
    expect(low(3)).toBe(low(3));
    expect(low(3)).not.toBe(low(4));
  });
});

describe('verdicts on the zones', () => {
  const verdictsOf = (report: ResidencyReport) => zoneReport(report, DEFAULT_CUTS, 5).verdicts;

  it('reproduce C6 and C7 where both hold', () => {
    const { zones, signChanges } = verdictsOf(regular(100));
    expect([zones.verdict, signChanges.verdict]).toEqual(['reproduced', 'reproduced']);
  });

  it('miss C6 without transitions, and leave C7 open', () => {
    const { zones, signChanges } = verdictsOf(regular(100, (state) => ({ ...state, time: Math.max(3, state.time) })));
    expect(zones.verdict).toBe('not-reproduced');
    expect(zones.reason).toContain('transition: at least 1 % of the states');
    expect(signChanges.verdict).toBe('inconclusive');
    expect(signChanges.reason).toContain('no such state');
  });

  it('miss C6 where clusters come last before a flip', () => {
    const backwards = (state: State, place: number, dwell: number): State =>
      place < 1
        ? { label: dwell % 2, time: 1.2, changes: 0.1 }
        : place < 4
          ? { label: dwell % 2, time: 5, changes: 2 }
          : { ...state, time: 20, changes: 10 };
    const { zones, signChanges } = verdictsOf(regular(100, backwards));
    expect(zones.verdict).toBe('not-reproduced');
    expect(zones.conditions.filter(({ verdict }) => verdict === 'not-reproduced').map(({ claim }) => claim)).toEqual([
      'median time to flip: kick-zone more than transition',
      'median time to flip: cluster more than kick-zone',
    ]);
    expect(signChanges.verdict).toBe('reproduced');
  });

  it('are open when a share is about 1 %', () => {
    // Ten dwells out of a hundred have a transition: 1 % of the states.
    const rare = regular(100, (state, place, dwell) => (place === 9 && dwell % 10 > 0 ? { ...state, time: 3 } : state));
    expect(verdictsOf(rare).zones.conditions[0]!.verdict).toBe('inconclusive');
  });

  it('miss C7 by the bound alone when the order holds', () => {
    const few = (state: State, _: number, dwell: number): State =>
      state.time === 5 ? { ...state, changes: 0.6 + 0.01 * (dwell % 5) } : state;
    const { signChanges } = verdictsOf(regular(100, few));
    expect(signChanges.verdict).toBe('not-reproduced');
    expect(signChanges.conditions.map(({ verdict }) => verdict)).toEqual([
      'reproduced',
      'reproduced',
      'reproduced',
      'not-reproduced',
      'reproduced',
      'reproduced',
    ]);
    expect(signChanges.reason).toMatch(/^5 of 6 conditions hold; “kick-zone: more than 1 sign change” does not hold/);
  });
});
