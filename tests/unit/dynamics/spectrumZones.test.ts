import { describe, expect, it } from 'vitest';
import { judge, judgeAll, judgeIfEnough } from '../../../src/dynamics/judge';
import { type SpectrumReport, spectrumReport } from '../../../src/dynamics/spectrum/spectrumReport';
import { spectrumByZone } from '../../../src/dynamics/spectrum/spectrumZones';
import { zoneVisits } from '../../../src/dynamics/zones/zones';
import { randomSequence } from '../../../src/math/random';
import { simulate } from '../../../src/rnn/simulate';
import { initialWeights } from '../../../src/rnn/weights';
import { finish } from '../finish';

const weights = initialWeights({ hiddenSize: 24, inputDim: 6, nOutputs: 3 }, 3, 1.7);
const run = simulate(weights, { steps: 600, seed: 1, warmUp: 20 });

/** A made-up report with given counts per state. */
const made = (unstable: number[], criticalPairs = unstable): SpectrumReport => ({
  states: unstable.length,
  every: 1,
  activeCount: new Uint16Array(unstable.length),
  unstable: Uint16Array.from(unstable),
  criticalPairs: Uint16Array.from(criticalPairs),
  radius: Float32Array.from(unstable),
  distinctSets: 1,
  hitRate: 0,
});
/** 60 rounds of cluster, kick-zone, transition of given lengths. */
const zones = Uint8Array.from(Array.from({ length: 60 }, () => [2, 2, 2, 2, 2, 1, 1, 0]).flat());

describe('spectra by zone', () => {
  it('cuts a run into visits that cover it', () => {
    const visits = zoneVisits(zones);
    expect(visits.length).toBe(180);
    expect(visits.slice(0, 3)).toEqual([
      { zone: 2, from: 0, to: 5 },
      { zone: 1, from: 5, to: 7 },
      { zone: 0, from: 7, to: 8 },
    ]);
    expect(visits.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(zones.length);
    expect(zoneVisits(new Uint8Array(0))).toEqual([]);
  });
  it('averages states of a zone, with the visits as n', () => {
    const report = finish(spectrumReport(weights, run.states));
    const crude = Uint8Array.from({ length: 600 }, (_, t) => Math.floor(t / 4) % 4);
    const { zones: found } = spectrumByZone(report, crude, 1);
    found.forEach(({ visits, states, unstable, criticalPairs }, zone) => {
      const own = Array.from({ length: 600 }, (_, t) => t).filter((t) => crude[t] === zone);
      expect(states).toBe(own.length);
      expect(visits).toBe(zone < 2 ? 38 : 37);
      expect(unstable.n).toBe(visits);
      expect(unstable.value).toBeCloseTo(own.reduce((sum, t) => sum + report.unstable[t]!, 0) / own.length, 12);
      expect(criticalPairs.value).toBeCloseTo(own.reduce((sum, t) => sum + report.criticalPairs[t]!, 0) / own.length, 12);
      expect(unstable.low).toBeLessThanOrEqual(unstable.value);
      expect(unstable.high).toBeGreaterThanOrEqual(unstable.value);
    });
  });
  it('says the same of every second state when states of a visit are alike, and has the visits for units', () => {
    const random = randomSequence(8, 'bootstrap');
    const perVisit = Array.from({ length: 240 }, () => random.integer(4));
    const stretched = (length: number) => ({
      report: made(perVisit.flatMap((count) => Array.from({ length }, () => count))),
      zones: Uint8Array.from({ length: 240 * length }, (_, t) => Math.floor(t / length) % 3),
    });
    const short = stretched(1);
    const long = stretched(10);
    const once = spectrumByZone(short.report, short.zones, 2);
    const often = spectrumByZone(long.report, long.zones, 2);
    // Ten equal states in a visit are worth one.
    expect(often.zones.map(({ unstable }) => unstable)).toEqual(once.zones.map(({ unstable }) => unstable));
    expect(often.unstableDifference).toEqual(once.unstableDifference);
  });
  it('finds claims C8 and C8b where they are built in, and their contraries', () => {
    const random = randomSequence(9, 'bootstrap');
    const drawn = (means: number[]) => Array.from(zones, (zone) => (random.uniform() < means[zone]! ? 1 : 0));
    const all = spectrumByZone(made(drawn([0.9, 0.5, 0.1]), drawn([0.9, 0.5, 0.1])), zones, 3);
    expect(all.unstableVerdict.verdict).toBe('reproduced');
    expect(all.criticalVerdict.verdict).toBe('reproduced');
    expect(all.kickOverCluster.value).toBeCloseTo(all.zones[1]!.criticalPairs.value / all.zones[2]!.criticalPairs.value, 12);
    expect(all.transitionOverCluster.low).toBeGreaterThan(3);
    const none = spectrumByZone(made(drawn([0.1, 0.1, 0.9])), zones, 3);
    expect(none.unstableVerdict.verdict).toBe('not-reproduced');
    expect(none.criticalVerdict.verdict).toBe('not-reproduced');
    const alike = spectrumByZone(made(drawn([0.5, 0.5, 0.5])), zones, 3);
    expect(alike.unstableVerdict.verdict).toBe('inconclusive');
    expect(alike.criticalVerdict.verdict).toBe('not-reproduced');
  });
  it('judges C8b without any critical pairs in clusters too', () => {
    const pairs = Array.from(zones, (zone) => (zone === 2 ? 0 : 1));
    const found = spectrumByZone(made(pairs), zones, 1);
    expect(found.kickOverCluster.value).toBe(Number.POSITIVE_INFINITY);
    expect(found.criticalVerdict.verdict).toBe('reproduced');
    expect(spectrumByZone(made(pairs.map(() => 0)), zones, 1).criticalVerdict.verdict).toBe('inconclusive');
  });
  it('judges nothing on few visits, and says so', () => {
    const few = zones.subarray(0, 8 * 10);
    const { unstableVerdict } = spectrumByZone(made(Array.from(few, (zone) => (zone === 1 ? 2 : 0))), few, 1);
    expect(unstableVerdict).toEqual({
      verdict: 'inconclusive',
      reason: 'only 10 visits of kick-zones: at least 20 are needed',
    });
    expect(() => spectrumByZone(made([0, 1]), few, 1)).toThrow(RangeError);
  });
});

describe('a judgement', () => {
  const estimate = (low: number, value: number, high: number) => ({ low, value, high, n: 30 });
  const of = (low: number, value: number, high: number, sense: 'at least' | 'at most') =>
    judge({ name: 'it', estimate: estimate(low, value, high), threshold: 1, sense }).verdict;
  it('needs the whole interval on one side', () => {
    expect(of(1.1, 1.2, 1.3, 'at least')).toBe('reproduced');
    expect(of(0.9, 1.2, 1.3, 'at least')).toBe('inconclusive');
    expect(of(0.7, 0.8, 0.9, 'at least')).toBe('not-reproduced');
    expect(of(1.1, 1.2, 1.3, 'at most')).toBe('not-reproduced');
    expect(of(0.9, 1.2, 1.3, 'at most')).toBe('inconclusive');
    expect(of(0.7, 0.8, 0.9, 'at most')).toBe('reproduced');
    expect(of(Number.NaN, Number.NaN, Number.NaN, 'at most')).toBe('inconclusive');
  });
  it('on several conditions is that of the worst, and on too little is none', () => {
    const [good, open, bad] = (['reproduced', 'inconclusive', 'not-reproduced'] as const).map((verdict) => ({
      verdict,
      reason: verdict,
    })) as [ReturnType<typeof judge>, ReturnType<typeof judge>, ReturnType<typeof judge>];
    expect(judgeAll([good, good]).verdict).toBe('reproduced');
    expect(judgeAll([good, open]).verdict).toBe('inconclusive');
    expect(judgeAll([open, bad, good])).toEqual({
      verdict: 'not-reproduced',
      reason: 'inconclusive; not-reproduced; reproduced',
    });
    expect(judgeIfEnough([{ what: 'visits', n: 3 }], 4, () => good).verdict).toBe('inconclusive');
    expect(judgeIfEnough([{ what: 'visits', n: 4 }], 4, () => good)).toBe(good);
  });
});
