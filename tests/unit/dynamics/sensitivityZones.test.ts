import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { noiseSensitivity } from '../../../src/dynamics/zones/sensitivity';
import { recordedNoise } from '../../../src/dynamics/zones/sensitivityFan';
import { sensitivityByZone } from '../../../src/dynamics/zones/sensitivityZones';
import { readWeights } from '../../../src/rnn/safetensors';
import { simulate } from '../../../src/rnn/simulate';
import { finish } from '../finish';

const { weights } = readWeights(readFileSync(new URL('../../golden/chain3_h64_d16.safetensors', import.meta.url)));
const { hiddenSize: H, inputDim: d } = weights;

describe('noise sensitivity by zone', () => {
  const run = { seed: 6, warmUp: 30, states: 1500 };
  const record = simulate(weights, { seed: 6, warmUp: 30, steps: 1500 });
  /** A stand-in: the last state before a flip, the five before that, the rest. */
  const zones = (() => {
    const labels = new Uint8Array(1500);
    let next = 5000;
    for (let t = 1499; t >= 0; t--) {
      if (t < 1499 && record.outputLabels[t + 1] !== record.outputLabels[t]) next = t + 1;
      labels[t] = next - t <= 1 ? 0 : next - t <= 6 ? 1 : 2;
    }
    return labels;
  })();
  const options = { seed: 8, trajectories: 20 };
  const found = finish(sensitivityByZone(weights, run, zones, options));

  it('takes anchors of each zone from distinct visits', () => {
    found.zones.forEach(({ anchors, visits }, zone) => {
      expect(anchors.length).toBe(Math.min(40, visits));
      const starts = Array.from(anchors, (t) => {
        expect(zones[t]).toBe(zone);
        let from = t;
        while (from > 0 && zones[from - 1] === zone) from--;
        return from;
      });
      expect(new Set(starts).size).toBe(anchors.length);
      expect(Array.from(anchors)).toEqual([...starts.keys()].map((a) => anchors[a]).sort((a, b) => a! - b!));
    });
  });
  it('is the mean over its anchors of what one anchor gives', () => {
    const one = finish(sensitivityByZone(weights, run, zones, { ...options, anchorsPerZone: 1 }));
    // The first anchor of the first zone has the fresh noise of `noiseSensitivity`.
    const t = one.zones[0]!.anchors[0]!;
    const anchor = {
      state: record.states.subarray(t * H, (t + 1) * H),
      nextNoise: recordedNoise({ seed: 6 }, 30 + t + 1, 5, d),
    };
    const alone = finish(noiseSensitivity(weights, { ...options, anchor }));
    one.zones[0]!.curves.forEach((curve, g) => {
      for (let s = 0; s < 5; s++) {
        const spread = alone.curves[g]!.spread[s]!;
        expect(curve.covarianceTrace[s]!.value).toBe(spread.covarianceTrace.value);
        expect(curve.meanDistance[s]!.value).toBe(spread.meanDistance.value);
        expect(curve.labelAgreement[s]).toMatchObject({ value: spread.labelAgreement.value, n: 1 });
      }
    });
    expect(one.traceVerdict).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('only 1 anchors') });
  });
  it('reports what it judges: after 5 steps at γ = 1', () => {
    const at = (zone: number) => found.zones[zone]!.curves.find(({ gamma }) => gamma === 1)!;
    const ratio = at(0).covarianceTrace[4]!.value / at(2).covarianceTrace[4]!.value;
    expect(found.traceRatio.value).toBeCloseTo(ratio, 12);
    const [transition, kick, cluster] = [0, 1, 2].map((zone) => at(zone).labelAgreement[4]!.value) as [number, number, number];
    expect(found.agreementGap.value).toBeCloseTo(Math.min(transition, cluster) - kick, 12);
    expect(found.traceRatio.low).toBeLessThan(ratio);
    expect(found.traceRatio.high).toBeGreaterThan(ratio);
    const expected =
      found.traceRatio.high < 0.85 ? 'reproduced' : found.traceRatio.low > 0.85 ? 'not-reproduced' : 'inconclusive';
    expect(found.traceVerdict.verdict).toBe(expected);
  });
  it('has no spread at γ = 0, and the same numbers every time', () => {
    for (const { curves } of found.zones)
      for (const estimate of curves[0]!.covarianceTrace) expect(estimate).toMatchObject({ value: 0, low: 0, high: 0 });
    expect(finish(sensitivityByZone(weights, run, zones, options))).toEqual(found);
  });
  it('judges nothing in a zone never visited', () => {
    const none = zones.map((zone) => (zone === 1 ? 3 : zone));
    const { agreementVerdict, zones: byZone } = finish(sensitivityByZone(weights, run, none, { ...options, trajectories: 5 }));
    expect(byZone[1]!.anchors.length).toBe(0);
    expect(agreementVerdict).toEqual({
      verdict: 'inconclusive',
      reason: 'only 0 anchors in kick-zones: at least 40 are needed',
    });
  });
  it('refuses what cannot be judged', () => {
    expect(() => sensitivityByZone(weights, run, zones.subarray(1), options).next()).toThrow(RangeError);
    expect(() => sensitivityByZone(weights, run, zones, { ...options, steps: 4 }).next()).toThrow(RangeError);
    expect(() => sensitivityByZone(weights, run, zones, { ...options, gammas: [0, 0.5] }).next()).toThrow(RangeError);
    const explosive = { ...weights, recurrentWeights: weights.recurrentWeights.map((w) => 3 * w) };
    expect(() => sensitivityByZone(explosive, run, zones, options).next()).toThrow(RangeError);
  });
});
