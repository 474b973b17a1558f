import { readFileSync } from 'node:fs';
import { parse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { chooseSharedCopy, type SharedCopyReport, sharedCopyReport } from '../../../src/dynamics/emissions/sharedCopy';
import { PAPER_HMMS, type PaperHmmId } from '../../../src/hmm/models';
import { readWeights } from '../../../src/rnn/safetensors';
import { initialWeights, type RnnWeights } from '../../../src/rnn/weights';
import { unpackWeightText } from '../../../src/rnn/weightText';
import { PresetIndexSchema } from '../../../src/training/presets';
import { exampleNetwork } from '../../exampleNetwork';
import { finish } from '../finish';

const folder = new URL('../../../public/presets/', import.meta.url);
const shipped = parse(PresetIndexSchema, JSON.parse(readFileSync(new URL('index.json', folder)).toString()))
  .presets.filter(({ hiddenSize }) => hiddenSize <= 64)
  .map(({ id, hmm, file }) => ({ id, hmm: PAPER_HMMS[hmm as PaperHmmId], ...readWeights(readFileSync(new URL(file, folder))) }));
const weights = exampleNetwork('chain-2');
const hmm = PAPER_HMMS['chain-2'];

/** A copy with every weight in steps of its row's largest over `levels`. */
const coarse = (network: RnnWeights, levels: number): RnnWeights => {
  const rounded = (matrix: Float32Array, columns: number) =>
    matrix.map((w, i) => {
      const from = i - (i % columns);
      const largest = Math.max(...matrix.subarray(from, from + columns).map(Math.abs));
      return (Math.round((w / largest) * levels) * largest) / levels;
    });
  return {
    ...network,
    inputWeights: rounded(network.inputWeights, network.inputDim),
    recurrentWeights: rounded(network.recurrentWeights, network.hiddenSize),
    readoutWeights: rounded(network.readoutWeights, network.hiddenSize),
  };
};

const scaled = (matrix: Float32Array, factor: number): Float32Array => matrix.map((w) => w * factor);

describe('the report on a copy', () => {
  it('finds no difference between a network and itself', () => {
    const report = finish(sharedCopyReport(weights, weights, hmm, 1));
    expect(report).toMatchObject({ bounded: true, passes: true });
    for (const { original, copy, difference } of report.rows) {
      expect(copy).toBe(original);
      expect(difference).toMatchObject({ value: 0, low: 0, high: 0 });
    }
    expect(report.rows.reduce((sum, { pairs }) => sum + pairs, 0)).toBe(report.runs * (report.steps - 1));
  });
  it('measures the errors its networks are known to have', () => {
    // A read-out of zeros emits all outputs alike, whatever came before: O is 1/3 everywhere.
    const blind = { ...weights, readoutWeights: new Float32Array(weights.readoutWeights.length) };
    const { rows, passes, reason } = finish(sharedCopyReport(weights, blind, hmm, 1));
    expect(rows[0]!.copy).toBeGreaterThan(0.5);
    expect(rows[0]!.original).toBeLessThan(0.03);
    expect(rows[0]!.difference.value).toBeCloseTo(rows[0]!.copy - rows[0]!.original, 12);
    expect(passes).toBe(false);
    expect(reason).toMatch(/^After output 0 the rounded copy's error differs .* at most 0\.02 is allowed\.$/);
  });
  it('does not pass a copy that no longer gives an output', () => {
    const silent = { ...weights, readoutWeights: weights.readoutWeights.slice() };
    // Logits of output 2 far below the others': it follows minus output 0.
    for (let i = 0; i < 64; i++) silent.readoutWeights[2 * 64 + i] = -50 * Math.abs(silent.readoutWeights[i]!);
    const report = finish(sharedCopyReport(weights, silent, hmm, 1));
    expect(report.passes).toBe(false);
    expect(report.rows[2]!.judged).toBe(true);
  });
  it('does not pass a copy that is better than its original either: it is another network', () => {
    const worse = { ...weights, readoutWeights: scaled(weights.readoutWeights, 0.3) };
    const report = finish(sharedCopyReport(worse, weights, hmm, 1));
    expect(report.rows[0]!.difference.high).toBeLessThan(-0.02);
    expect(report.passes).toBe(false);
  });
  it('says which of the two grows without bound', () => {
    const exploding = { ...weights, recurrentWeights: scaled(weights.recurrentWeights, 1.5) };
    const copy = finish(sharedCopyReport(weights, exploding, hmm, 1));
    expect(copy).toMatchObject({ bounded: false, passes: false, rows: [] });
    expect(copy.reason).toMatch(/^The rounded copy grows without bound \(first at step \d+\)\.$/);
    expect(finish(sharedCopyReport(exploding, weights, hmm, 1)).reason).toMatch(/^The network itself grows/);
    expect(finish(chooseSharedCopy(exploding, hmm, 1))).toEqual({
      ok: false,
      reason: expect.stringMatching(/^The network itself grows/),
    });
  });
  it('is a function of its seed', () => {
    const copy = coarse(weights, 127);
    const report = finish(sharedCopyReport(weights, copy, hmm, 3));
    expect(finish(sharedCopyReport(weights, copy, hmm, 3))).toEqual(report);
    expect(finish(sharedCopyReport(weights, copy, hmm, 4))).not.toEqual(report);
  });
  it('refuses networks and models that do not fit', () => {
    const two = initialWeights({ hiddenSize: 4, inputDim: 2, nOutputs: 2 }, 1);
    expect(() => finish(sharedCopyReport(two, weights, hmm, 1))).toThrow(RangeError);
    expect(() => finish(chooseSharedCopy(two, hmm, 1))).toThrow(RangeError);
  });
});

/** The largest difference between rows' errors, with what it is known to. */
const furthest = ({ rows }: SharedCopyReport): number =>
  Math.max(...rows.flatMap(({ judged, difference }) => (judged ? [Math.abs(difference.low), Math.abs(difference.high)] : [])));

describe('what a link carries', () => {
  // One network of each model; EVERY_NETWORK=1 for all of them.
  const tried = shipped.filter(({ id }) => process.env.EVERY_NETWORK || !/-s\d$/.test(id));
  it.each(tried.map((network) => [network.id, network] as const))('of shipped network %s', (_, network) => {
    const choice = finish(chooseSharedCopy(network.weights, network.hmm, 1));
    if (!choice.ok) throw new Error(choice.reason);
    expect(choice.bits).toBe(8);
    expect(choice.text.length).toBeLessThan(7600);
    expect(furthest(choice.report)).toBeLessThanOrEqual(0.02);
    expect(choice.report.reason).toMatch(/^After output \d .* 0\.02 is allowed\.$/);
  });
  /** Unit 0 is silent, and all units hang on it by `weight`: nothing changes but the steps of their rows. */
  const burdened = (weight: number): RnnWeights => {
    const network = {
      ...weights,
      inputWeights: weights.inputWeights.slice(),
      recurrentWeights: weights.recurrentWeights.slice(),
    };
    network.inputWeights.fill(0, 0, 16);
    network.recurrentWeights.fill(0, 0, 64);
    for (let i = 1; i < 64; i++) network.recurrentWeights[i * 64] = weight;
    return network;
  };
  it('has more bits where fewer do not do', () => {
    const network = burdened(8);
    const choice = finish(chooseSharedCopy(network, hmm, 1));
    if (!choice.ok) throw new Error(choice.reason);
    expect(choice.bits).toBe(12);
    // The report is about the network in the text, not about another.
    expect(finish(sharedCopyReport(network, unpackWeightText(choice.text), hmm, 1))).toEqual(choice.report);
  });
  it('is a file when no number of bits does', () => {
    expect(finish(chooseSharedCopy(burdened(3000), hmm, 1))).toEqual({
      ok: false,
      reason: expect.stringMatching(/^After output \d the rounded copy's error differs|^The rounded copy/),
    });
  });
  it('is a file when the network is too large', () => {
    expect(finish(chooseSharedCopy(exampleNetwork('chain-2-paper'), hmm, 1))).toEqual({
      ok: false,
      reason: expect.stringMatching(/150 hidden units; 1 to 64 fit into a link/),
    });
  });
});
