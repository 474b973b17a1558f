import { existsSync, readFileSync, statSync } from 'node:fs';
import { parse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { PAPER_HMMS, type PaperHmmId } from '../../src/hmm/models';
import { readWeights } from '../../src/rnn/safetensors';
import { packWeights, weightsFingerprint } from '../../src/rnn/weights';
import { judgeCheckpoint } from '../../src/training/checkpoint';
import { readHistory } from '../../src/training/history';
import { missedThresholds, PresetIndexSchema } from '../../src/training/presets';

const folder = new URL('../../public/presets/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder));
const indexOf = (file: string) => parse(PresetIndexSchema, JSON.parse(read(file).toString())).presets;
const presets = indexOf('index.json');
/** Networks of other input dimensions (claim C22) lie apart, without histories, where there are any. */
const APART = 'input-dimension/index.json';
const others = existsSync(new URL(APART, folder))
  ? indexOf(APART).map((preset) => ({ ...preset, file: `input-dimension/${preset.file}` }))
  : [];

/** Largest difference in units of float16 rounding. */
const largestRoundingError = (half: Float32Array, full: Float32Array) =>
  half.reduce((worst, w, i) => Math.max(worst, Math.abs(w - full[i]!) / (2 ** -11 * Math.abs(full[i]!) + 2 ** -25)), 0);

/** Every shipped network is checked again against what is said of it. */
describe.each([...presets, ...others].map((preset) => [preset.id, preset] as const))('shipped network %s', (_, preset) => {
  const hmm = PAPER_HMMS[preset.hmm as PaperHmmId];
  const { weights, metadata } = readWeights(read(preset.file));
  const { scores } = preset;

  it('has the emissions and the boundedness stated, on draws of its own', () => {
    const judged = judgeCheckpoint(weights, hmm, preset.update, preset.seed + 3_000_000);
    expect(judged.bounded).toBe(scores.freeRuns.bounded);
    // 64,000 pairs with long-range correlation: ±.015 on a frequent row, far more on a row with few counts.
    const exact = judged.error!;
    const frequent = judged.emissions!.outputTransitionMatrix.flatMap((row) => (row[0]!.n > 5000 ? row : []));
    expect(frequent.length).toBeGreaterThan(0);
    expect(Math.abs(1 + exact.changeRate - scores.changeRateRatio.value)).toBeLessThan(0.1);
    expect(exact.maxCell).toBeLessThan(scores.maxCell + 0.08);
  });
  it('states the bars it misses', () => {
    expect(preset.misses).toEqual(missedThresholds(preset.hmm as PaperHmmId, scores));
  });
  it('names its recipe, and how near a ring its states lie', () => {
    expect(['live', 'paper', 'sharpened']).toContain(preset.recipeName);
    const { enclosure, holeShare } = scores.ring;
    // Of the states: those in the emptiest of 24 directions, and those in the hole.
    expect(enclosure).toBeGreaterThanOrEqual(0);
    expect(enclosure).toBeLessThanOrEqual(1 / 24);
    expect(holeShare).toBeGreaterThanOrEqual(0);
    expect(holeShare).toBeLessThanOrEqual(0.5);
  });
  it('carries its provenance in its file', () => {
    expect(JSON.parse(metadata.preset!)).toMatchObject({ id: preset.id, seed: preset.seed, update: preset.update });
    expect(weights.hiddenSize).toBe(preset.hiddenSize);
    expect(weightsFingerprint(weights)).toMatch(/^[0-9a-f]{8}$/);
  });
  it.runIf(preset.history)('has a history of at least 24 checkpoints from step 0 to the end', () => {
    const bytes = read(preset.history!);
    const { checkpoints, losses } = readHistory(bytes);
    expect(checkpoints.length).toBeGreaterThanOrEqual(24);
    expect(checkpoints[0]!.update).toBe(0);
    expect(checkpoints.at(-1)!.update).toBe(losses.length);
    if (preset.hiddenSize <= 64) expect(bytes.length).toBeLessThan(1_000_000);
    const same = checkpoints.find((mark) => mark.update === preset.update);
    if (same) expect(largestRoundingError(packWeights(same.weights), packWeights(weights))).toBeLessThanOrEqual(1);
  });
});

it('the default network is small enough to load before the first frame', () => {
  const first = presets.find((preset) => preset.id === 'chain-2')!;
  expect(statSync(new URL(first.file, folder)).size + statSync(new URL('index.json', folder)).size).toBeLessThan(60_000);
});
