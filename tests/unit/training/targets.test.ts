import { describe, expect, it } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm } from '../../../src/hmm/sample';
import { initialWeights, packWeights } from '../../../src/rnn/weights';
import type { OptimiserState } from '../../../src/training/engine';
import { createJsEngine } from '../../../src/training/engines/js/engine';
import { lossLandmarks } from '../../../src/training/landmarks';
import { RECIPES } from '../../../src/training/recipes';
import { trainingRun } from '../../../src/training/run';
import { batchesOfSet, recipeForWindows, TRAINING_SET, targetSource } from '../../../src/training/targets';

const hmm = PAPER_HMMS['chain-2'];
const seqLen = 30;
const labels = sampleHmm(hmm, 90, seqLen, 3, 'data');
const windows = { labels, seqLen };
const rowsOf = (batch: Uint8Array) =>
  Array.from({ length: batch.length / seqLen }, (_, n) => batch.subarray(n * seqLen, (n + 1) * seqLen).join(''));
const all = rowsOf(labels);
const train = new Set(all.filter((_, n) => n % 3 !== 2));
const held = new Set(all.filter((_, n) => n % 3 === 2));

describe('targets from windows', () => {
  const source = targetSource(hmm, 1, windows);
  it('are training windows, none twice in a batch that they suffice for, others in another update', () => {
    const [first, second] = [0, 1].map((update) => rowsOf(source.targets({ batch: 20, seqLen }, update)));
    for (const row of [...first!, ...second!]) expect(train.has(row)).toBe(true);
    // Windows may be alike; places in the list are not drawn twice.
    const whole = rowsOf(source.targets({ batch: 60, seqLen }, 5)).sort();
    expect(whole).toEqual(all.filter((_, n) => n % 3 !== 2).sort());
    expect(first).not.toEqual(second);
    expect(rowsOf(targetSource(hmm, 1, windows).targets({ batch: 20, seqLen }, 0))).toEqual(first);
    expect(rowsOf(targetSource(hmm, 2, windows).targets({ batch: 20, seqLen }, 0))).not.toEqual(first);
  });
  it('have their floor between halves of what is held out, about that of the model they come from', () => {
    const lines = source.landmarks({ batch: 256, seqLen }, 6);
    expect(lines.batch).toBe(15);
    expect(held.size).toBeGreaterThan(20);
    const exact = lossLandmarks(hmm, 15, seqLen, 1, 12);
    expect(lines.plateau.value).toBeGreaterThan(lines.floor.value);
    expect(Math.abs(lines.floor.value / exact.floor.value - 1)).toBeLessThan(0.5);
  });
  it('set the length of the recipe and keep its batches within what there is', () => {
    const recipe = recipeForWindows(RECIPES.live['chain-2'], windows);
    for (const phase of recipe.phases) expect([phase.seqLen, phase.batch]).toEqual([seqLen, 60]);
  });
});

describe('targets from the model', () => {
  it('are its samples, as ever', () => {
    const source = targetSource(hmm, 4, undefined);
    expect(source.targets({ batch: 5, seqLen: 7 }, 9)).toEqual(sampleHmm(hmm, 5, 7, 4, 'data', 9));
  });
});

describe('a training set that is drawn once', () => {
  const source = targetSource(hmm, 4, undefined, 'fixed');
  const phase = { batch: 4096, seqLen: 3 };
  const whole = sampleHmm(hmm, TRAINING_SET, 3, 4, 'data', 0);
  it('is taken in order in batches of 4096, 4096 and 1808, again and again', () => {
    const batches = [0, 1, 2, 3, 4, 5].map((update) => source.targets(phase, update));
    expect(batches.map((batch) => batch.length / 3)).toEqual([4096, 4096, 1808, 4096, 4096, 1808]);
    expect(batches.slice(3)).toEqual(batches.slice(0, 3));
    expect(Uint8Array.from(batches.slice(0, 3).flatMap((batch) => [...batch]))).toEqual(whole);
  });
  it('has batches that cover it once whatever their size', () => {
    for (const batch of [1, 7, 2500, 4096, 10_000, 20_000]) {
      const sizes = batchesOfSet(batch);
      expect(sizes.reduce((a, b) => a + b, 0)).toBe(TRAINING_SET);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(batch);
    }
  });
  it('has the mean of its batches as floor and plateau', () => {
    const [large, last] = [60, 40].map((size) => lossLandmarks(hmm, size, 5, 4, 2));
    const lines = source.landmarks({ batch: 60, seqLen: 5 }, 2);
    // 166 batches of 60, one of 40.
    expect(lines.floor.value).toBeCloseTo((166 * large!.floor.value + last!.floor.value) / 167, 10);
    expect(lines.plateau.value).toBeCloseTo((166 * large!.plateau.value + last!.plateau.value) / 167, 10);
  });
  it('trains like any other, and goes on from a kept state to the same bits', async () => {
    const recipe = {
      ...RECIPES.paper['chain-2'],
      hiddenSize: 6,
      inputDim: 2,
      evaluateEvery: 100,
      phases: [{ seqLen: 4, batch: 40, learningRate: 1e-3, updates: 3 }],
    };
    const train = async (options: { resume?: OptimiserState; most?: number }) => {
      const engine = createJsEngine();
      for await (const event of trainingRun({ hmm, recipe, seed: 1, engine, controls: {}, landmarkDraws: 2, ...options }))
        if (event.kind === 'update' && event.update === options.most) break;
      return engine.readState();
    };
    const resume = await train({ most: 1 });
    expect(await train({ resume })).toEqual(await train({}));
  });
});

describe('a run that begins with given weights', () => {
  it('starts from exactly those, on another model and on windows', async () => {
    const from = initialWeights({ hiddenSize: 10, inputDim: 3, nOutputs: 3 }, 5);
    const recipe = {
      ...RECIPES.live['chain-3'],
      hiddenSize: 10,
      inputDim: 3,
      phases: [{ seqLen, batch: 8, learningRate: 1e-3, updates: 2 }],
    };
    const engine = createJsEngine();
    const run = trainingRun({ hmm, recipe, seed: 1, engine, controls: {}, from, windows });
    const kinds: string[] = [];
    for await (const event of run) {
      kinds.push(event.kind);
      if (event.kind === 'snapshot' && event.update === 0) expect(packWeights(event.weights)).toEqual(packWeights(from));
    }
    expect(kinds.filter((kind) => kind === 'update')).toHaveLength(2);
  });
});
