import { describe, expect, it } from 'vitest';
import { memoryGain } from '../../../src/analyses/sequences/compute';
import { baumWelch } from '../../../src/hmm/baumWelch';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm, sampleIndependent } from '../../../src/hmm/sample';
import { finish } from '../finish';

const [N, T] = [30, 200];
const set = (labels: Uint8Array) => ({ labels, lengths: new Array<number>(N).fill(T), nOutputs: 3 });

describe('what memory is worth', () => {
  const hmm = PAPER_HMMS['chain-2'];

  it('is nothing on independent draws, whatever is fitted', () => {
    const data = set(sampleIndependent([0.49, 0.02, 0.49], N, T, 3, 'data'));
    const [base, two] = [1, 2].map((states) => finish(baumWelch(data, states, { seed: 1 })));
    const { value, low, high, n } = memoryGain(data, two!, base!);
    expect(n).toBe((N * T) / 50);
    expect(low).toBeLessThanOrEqual(0.001);
    expect(high).toBeGreaterThan(-0.01);
    expect(Math.abs(value)).toBeLessThan(0.01);
  });

  it('is the mean difference of the log-likelihoods, less the parameters by labels, and covers that of fresh labels', () => {
    const data = set(sampleHmm(hmm, N, T, 5, 'data'));
    const [base, two] = [1, 2].map((states) => finish(baumWelch(data, states, { seed: 1 })));
    const gain = memoryGain(data, two!, base!);
    const inSample = (two!.logLikelihood - base!.logLikelihood) / (N * T);
    expect(gain.value).toBeCloseTo(inSample - (two!.freeParameters - base!.freeParameters) / (N * T), 6);
    const fresh = memoryGain(set(sampleHmm(hmm, N, T, 6, 'data')), two!, base!);
    expect(fresh.value).toBeGreaterThan(gain.low - 0.05);
    expect(fresh.value).toBeLessThan(gain.high + 0.05);
  });

  it('takes sequences shorter than a block as they are, and passes over empty ones', () => {
    const labels = sampleHmm(hmm, 1, 460, 5, 'data');
    const data = { labels, lengths: [30, 0, 430], nOutputs: 3 };
    const [base, two] = [1, 2].map((states) => finish(baumWelch(data, states, { seed: 1 })));
    expect(memoryGain(data, two!, base!).n).toBe(1 + 8);
  });
});
