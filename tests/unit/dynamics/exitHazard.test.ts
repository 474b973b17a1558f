import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { argmaxPosteriorLabels, exitHazard, twoStateDwellCv } from '../../../src/dynamics/emissions/exitHazard';
import { collectDwells, dwellHazard } from '../../../src/dynamics/emissions/exitHazardDwells';
import { fullyConnected, makeHmm, PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm } from '../../../src/hmm/sample';
import { sequenceProbability } from '../../../src/hmm/statistics';
import { randomSequence } from '../../../src/math/random';
import { readWeights } from '../../../src/rnn/safetensors';
import { simulate } from '../../../src/rnn/simulate';
import { finish } from '../finish';

const { weights } = readWeights(readFileSync(new URL('../../golden/chain3_h64_d16.safetensors', import.meta.url)));

/** Labels that flip between 0 and 1 with probability p[label] per step. */
function telegraph(steps: number, p: readonly [number, number], seed: number): Uint8Array {
  const random = randomSequence(seed, 'data');
  let label = 0;
  return Uint8Array.from({ length: steps }, () => {
    const now = label;
    if (random.uniform() < p[now as 0 | 1]) label = 1 - label;
    return now;
  });
}

describe('dwells', () => {
  it('are cut out of each run: without the first, the last as cut short', () => {
    const { labels, lengths, complete } = collectDwells(Uint8Array.from([0, 0, 1, 1, 1, 2, 2, 2, 2, 0, 2, 2]), 6);
    // Runs 0 0 1 1 1 2 and 2 2 2 0 2 2.
    expect([...labels]).toEqual([1, 2, 0, 2]);
    expect([...lengths]).toEqual([3, 1, 1, 2]);
    expect([...complete]).toEqual([1, 0, 1, 0]);
    expect(collectDwells(new Uint8Array(5), 5).labels.length).toBe(0);
  });
});

describe('the hazard of leaving', () => {
  it('of geometric dwells is flat and equals p, with CV √(1 − p)', () => {
    const p = 0.08;
    const hazard = dwellHazard(collectDwells(telegraph(120_000, [p, p], 1), 120_000), 1);
    const inside = hazard.bins.filter(({ hazard: { low, high } }) => low <= p && p <= high).length;
    expect(hazard.bins.length).toBeGreaterThan(20);
    expect(inside / hazard.bins.length).toBeGreaterThan(0.85);
    for (const bin of hazard.bins) if (bin.exposure > 3000) expect(Math.abs(bin.hazard.value / p - 1)).toBeLessThan(0.25);
    expect(hazard.memoryless.low).toBeLessThan(p);
    expect(hazard.memoryless.high).toBeGreaterThan(p);
    expect(hazard.memoryless.high - hazard.memoryless.low).toBeLessThan(0.006);
    expect(Math.abs(hazard.cv.value - Math.sqrt(1 - p))).toBeLessThan(0.03);
    expect(hazard.cv.low).toBeLessThan(hazard.memorylessCv.value);
    expect(hazard.cv.high).toBeGreaterThan(hazard.memorylessCv.value);
    expect(hazard.memorylessCv.value).toBeCloseTo(Math.sqrt(1 - hazard.memoryless.value), 12);
  });
  it('keeps labels apart', () => {
    const dwells = collectDwells(telegraph(60_000, [0.05, 0.2], 2), 60_000);
    for (const [label, p] of [0.05, 0.2].entries()) {
      const { memoryless, mean } = dwellHazard(dwells, 1, label);
      expect(Math.abs(memoryless.value / p - 1)).toBeLessThan(0.08);
      expect(mean.value).toBeCloseTo(1 / memoryless.value, 1);
    }
    expect(dwellHazard(dwells, 1, 2)).toMatchObject({ dwells: 0, censored: 0, bins: [] });
  });
  it('of dwells of one length is 0 before and 1 there', () => {
    const clockwork = Uint8Array.from({ length: 1000 }, (_, t) => Math.floor(t / 5) % 2);
    const { bins, cv, mean, dwells, censored } = dwellHazard(collectDwells(clockwork, 1000), 1);
    expect(bins.map(({ hazard }) => hazard.value)).toEqual([0, 0, 0, 0, 1]);
    expect([dwells, censored, mean.value, cv.value]).toEqual([198, 1, 5, 0]);
  });
  it('is not biased by records that end before the dwells do', () => {
    const p = 0.05;
    const labels = telegraph(200_000, [p, p], 3);
    // Windows of 40 steps against a mean dwell of 20.
    const { memoryless, mean, bins } = dwellHazard(collectDwells(labels, 40), 1);
    expect(memoryless.low).toBeLessThan(p);
    expect(memoryless.high).toBeGreaterThan(p);
    for (const { from, hazard, exposure } of bins)
      if (exposure > 2000) expect(Math.abs(hazard.value - p), `age ${from}`).toBeLessThan(0.015);
    // What a mean of the complete dwells alone would have said.
    expect(1 / mean.value).toBeGreaterThan(1.5 * p);
  });
  it('accounts for every step of the dwells seen', () => {
    const dwells = collectDwells(telegraph(4000, [0.5, 0.4], 4), 400);
    const { bins, dwells: complete, censored } = dwellHazard(dwells, 1);
    let exits = 0;
    let exposure = 0;
    const last = bins.at(-1)!.to;
    dwells.lengths.forEach((n, i) => {
      exposure += Math.min(last, dwells.complete[i] ? n : n - 1);
      if (dwells.complete[i] && n <= last) exits++;
    });
    expect(bins.reduce((sum, bin) => sum + bin.exits, 0)).toBe(exits);
    expect(bins.reduce((sum, bin) => sum + bin.exposure, 0)).toBe(exposure);
    expect(complete + censored).toBe(dwells.lengths.length);
    bins.slice(1).forEach((bin, k) => {
      expect(bin.from).toBe(bins[k]!.to + 1);
    });
  });
});

describe('the reference', () => {
  it('guesses the most probable next output, by the probabilities of whole strings', () => {
    for (const hmm of [PAPER_HMMS['chain-3'], PAPER_HMMS.cyclic]) {
      const steps = 25;
      const labels = argmaxPosteriorLabels(hmm, 3, steps, 5);
      const outputs = sampleHmm(hmm, 1, steps, 5, 'evaluationData', 3);
      for (let t = 0; t < steps; t++) {
        const past = Array.from(outputs.subarray(0, t + 1));
        const next = [0, 1, 2].map((k) => sequenceProbability(hmm, [...past, k]) / sequenceProbability(hmm, past));
        expect(next[labels[t]!]).toBeGreaterThan(Math.max(...next) - 1e-12);
      }
    }
  });
  it('knows the CV of two-state dwells: √(1 − p), and that of a mixture', () => {
    expect(twoStateDwellCv(PAPER_HMMS['chain-2'])).toBeCloseTo(Math.sqrt(0.95), 12);
    const uneven = makeHmm(
      'uneven',
      'custom',
      [
        [0.9, 0.1],
        [0.3, 0.7],
      ],
      [
        [0.9, 0.1],
        [0.1, 0.9],
      ],
    );
    const simulated = dwellHazard(collectDwells(telegraph(400_000, [0.1, 0.3], 6), 400_000), 1).cv;
    expect(simulated.low).toBeLessThan(twoStateDwellCv(uneven));
    expect(simulated.high).toBeGreaterThan(twoStateDwellCv(uneven));
    expect(() => twoStateDwellCv(PAPER_HMMS['chain-3'])).toThrow(RangeError);
  });
});

describe('the exit hazard of a network', () => {
  const found = finish(exitHazard(weights, PAPER_HMMS['chain-3'], { seed: 2, steps: 8000 }));
  if (!found.bounded) throw new Error('the golden network is bounded');

  it('is that of its runs simulated one by one', () => {
    const labels = new Uint8Array(8000);
    for (let run = 0; run < 8; run++) {
      const record = simulate(weights, {
        steps: 1000,
        seed: 2,
        run,
        warmUp: 200,
        noiseStream: 'evaluation',
        gumbelStream: 'evaluationGumbel',
      });
      labels.set(record.outputLabels, run * 1000);
    }
    const dwells = collectDwells(labels, 1000);
    expect(found.pooled).toEqual(dwellHazard(dwells, 2));
    found.labels.forEach((hazard, label) => {
      expect(hazard).toEqual(dwellHazard(dwells, 2, label));
    });
    expect(found.pooled.dwells).toBeGreaterThan(100);
  });
  it('compares pooled CVs, and the verdict follows from the interval', () => {
    expect(found.compared).toBe('argmax-posterior');
    expect(found.referenceCv.value).toBe(found.reference.pooled.cv.value);
    expect(found.cvDifference.value).toBeCloseTo(found.pooled.cv.value - found.referenceCv.value, 12);
    const { low, high } = found.cvDifference;
    expect(low).toBeLessThan(high);
    expect(found.verdict.verdict).toBe(high < -0.1 ? 'reproduced' : low > -0.1 ? 'not-reproduced' : 'inconclusive');
  });
  it('against a two-state model has the geometric dwell for reference', () => {
    const two = finish(exitHazard(weights, PAPER_HMMS['chain-2'], { seed: 2, steps: 8000 }));
    if (!two.bounded) throw new Error('the golden network is bounded');
    expect(two.compared).toBe('geometric');
    expect(two.referenceCv.value).toBeCloseTo(Math.sqrt(0.95), 12);
    expect(two.cvDifference.value).toBeCloseTo(two.pooled.cv.value - Math.sqrt(0.95), 12);
  });
  it('is not judged on few dwells', () => {
    const short = finish(exitHazard(weights, PAPER_HMMS['chain-3'], { seed: 2, steps: 400 }));
    expect(short).toMatchObject({ verdict: { verdict: 'inconclusive', reason: expect.stringContaining('complete dwells') } });
  });
  it('of an explosive network is not told; a model with other outputs is refused', () => {
    const explosive = { ...weights, recurrentWeights: weights.recurrentWeights.map((w) => 3 * w) };
    expect(finish(exitHazard(explosive, PAPER_HMMS['chain-3'], { seed: 2, steps: 800 }))).toMatchObject({ bounded: false });
    const four = makeHmm(
      'four outputs',
      'custom',
      fullyConnected(4, 0.9),
      [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((k) => (i === k ? 0.97 : 0.01))),
    );
    expect(() => exitHazard(weights, four, { seed: 1 }).next()).toThrow(RangeError);
  });
});
