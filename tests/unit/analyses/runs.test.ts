import { describe, expect, it } from 'vitest';
import type { NetworkScores } from '../../../src/analyses/networkTable/compute';
import { scores } from '../../../src/analyses/networkTable/compute';
import { claimCounts, type ListedNetwork } from '../../../src/analyses/networkTable/listed';
import { runsJson, runsTable, sortNetworks } from '../../../src/analyses/networkTable/order';
import { toCsv } from '../../../src/charts/figure';
import { CLAIM_IDS } from '../../../src/claims/claim';
import { UNKNOWN } from '../../../src/claims/provenance';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { exactStatistics } from '../../../src/hmm/statistics';
import { initialWeights } from '../../../src/rnn/weights';
import { finish } from '../finish';

const exactly = (value: number) => ({ value, low: value, high: value, n: 8 });
const measured = (ratio: number): NetworkScores => ({
  ratio: exactly(ratio),
  maxCell: ratio / 10,
  changeRateRatio: exactly(1),
  batch: 512,
  seqLen: 100,
  bounded: true,
});
const network = (name: string, changes: Partial<ListedNetwork> = {}): ListedNetwork => ({
  id: name,
  name,
  source: 'file',
  hmm: PAPER_HMMS['chain-2'],
  hiddenSize: 64,
  recipe: UNKNOWN,
  seed: undefined,
  update: 0,
  measured: undefined,
  verdicts: undefined,
  load: () => Promise.reject(new Error('not loaded in this test')),
  open: () => {},
  ...changes,
});
const names = (list: readonly ListedNetwork[]) => list.map(({ name }) => name).join(' ');

describe('the order of the list', () => {
  const list = [
    network('net 10', { measured: measured(1.2), seed: 3 }),
    network('net 2', { measured: measured(0.9) }),
    network('net 1', { seed: 1 }),
    network('net 3', { measured: { ...measured(1), ratio: { ...exactly(1), value: Number.NaN } }, seed: 2 }),
  ];

  it('sorts names as people count, and numbers as numbers', () => {
    expect(names(sortNetworks(list, { by: 'name', descending: false }))).toBe('net 1 net 2 net 3 net 10');
    expect(names(sortNetworks(list, { by: 'seed', descending: true }))).toBe('net 10 net 3 net 1 net 2');
  });

  it('puts what is not known last, upwards and downwards', () => {
    expect(names(sortNetworks(list, { by: 'ratio', descending: false }))).toBe('net 2 net 10 net 1 net 3');
    expect(names(sortNetworks(list, { by: 'ratio', descending: true }))).toBe('net 10 net 2 net 1 net 3');
  });

  it('leaves the list itself as it was', () => {
    sortNetworks(list, { by: 'name', descending: true });
    expect(names(list)).toBe('net 10 net 2 net 1 net 3');
  });
});

describe('the files', () => {
  const tested = network('mine, "the best"', {
    measured: measured(0.95),
    verdicts: { definitions: 4, of: { C1: 'reproduced', C4: 'identity', C13: 'not-applicable', C3: 'inconclusive' } },
  });

  it('holds every column in every row, and the verdict under its claim', () => {
    const table = runsTable([tested, network('untested')]);
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    const [first, second] = table.rows;
    expect(first![table.columns.indexOf('C3')]).toBe('inconclusive');
    expect(second![table.columns.indexOf('C3')]).toBe('');
    expect(table.columns).toEqual(expect.arrayContaining([...CLAIM_IDS]));
    expect(toCsv(table)).toContain('"mine, ""the best"""');
  });

  it('is JSON that can be read again', () => {
    const read = JSON.parse(runsJson([tested]));
    expect(read.format).toBe('noisy-orbits-runs');
    expect(read.networks[0].measured.ratio).toEqual(exactly(0.95));
    expect(read.networks[0].verdicts.of.C1).toBe('reproduced');
  });

  it('counts what is reproduced, of what is neither identity nor outside the claim', () => {
    expect(claimCounts(tested.verdicts!)).toEqual({ held: 1, applicable: 2 });
  });
});

describe('scores of a network', () => {
  it('say of start weights that they do not do what the model does, on as many batches as they name', {
    timeout: 240_000,
  }, () => {
    const hmm = PAPER_HMMS['chain-2'];
    const weights = initialWeights({ hiddenSize: 16, inputDim: 4, nOutputs: hmm.nOutputs }, 1, 1);
    const found = finish(scores({ weights, hmm, seed: 1 }));
    expect(found.bounded).toBe(true);
    expect(found.ratio.n).toBe(8);
    expect(found.ratio.low).toBeGreaterThan(1.2);
    expect(found.maxCell).toBeGreaterThan(0.3);
    expect(found.changeRateRatio.value * exactStatistics(hmm).changeRate).toBeLessThanOrEqual(1);
  });
});
