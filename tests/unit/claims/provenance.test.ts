import { readFileSync } from 'node:fs';
import { parse } from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  CONSTRUCTED,
  provenanceOf,
  provenanceSentence,
  recipeDifferences,
  UNKNOWN,
  UNTRAINED,
} from '../../../src/claims/provenance';
import { PresetIndexSchema } from '../../../src/training/presets';

const phase = { seqLen: 30, batch: 4096, learningRate: 1e-3, updates: 1500 };
const paper = {
  ...{ hiddenSize: 150, inputDim: 100, targets: 'fixed', initialGain: 1, readoutGain: 1, activityPenalty: 0, pairWeight: 0 },
  ...{ clip: 0.9, phases: [phase] },
};

describe('the network built by hand', () => {
  it('is told as one that was not trained', () => {
    expect(provenanceSentence(CONSTRUCTED)).toMatch(/^Not trained: .* built by hand/);
  });
});

describe('what differs from the paper’s recipe', () => {
  it('is nothing for that recipe, with either clip and any length', () => {
    expect(recipeDifferences(paper)).toEqual([]);
    expect(recipeDifferences({ ...paper, clip: 0.3, phases: [{ ...phase, seqLen: 100 }] })).toEqual([]);
    expect(provenanceOf({ recipe: paper })).toEqual({ name: 'paper', differs: [] });
  });

  it.each([
    [{ initialGain: 2 }, 'start gain 2'],
    [{ readoutGain: 8 }, 'read-out gain 8'],
    [{ activityPenalty: 0.03 }, 'activity penalty .03'],
    [{ pairWeight: 300 }, 'pair term 300'],
    [{ hiddenSize: 64, inputDim: 16 }, 'H = 64, d = 16'],
    [{ targets: 'fresh' }, 'fresh samples instead of a fixed training set'],
    [{ targets: undefined }, 'fresh samples instead of a fixed training set'],
    [{ phases: [{ ...phase, batch: 512 }] }, 'batches of 512'],
    [{ phases: [{ ...phase, learningRate: 3e-4 }] }, 'learning rate .0003'],
    [{ phases: [phase, { ...phase, seqLen: 60 }] }, 'sequences of 30, then 60 steps'],
    [{ phases: [phase, { ...phase, pairWeight: 300 }] }, 'pair term 300'],
    [{ clip: 1 }, 'gradient clip 1'],
  ])('is told in words: %j', (change, words) => {
    expect(recipeDifferences({ ...paper, ...change })).toEqual([words]);
  });

  it('a phase that takes a weight away leaves none', () => {
    expect(recipeDifferences({ ...paper, pairWeight: 300, phases: [{ ...phase, pairWeight: 0 }] })).toEqual([]);
  });

  it('is unknown of anything that is no recipe', () => {
    for (const recipe of [undefined, null, 'live', {}, { ...paper, phases: [] }, { ...paper, hiddenSize: 'many' }]) {
      expect(recipeDifferences(recipe)).toBeUndefined();
      expect(provenanceOf({ recipe, recipeName: 'live' })).toEqual(UNKNOWN);
    }
  });

  it('is known of every shipped network', () => {
    const { presets } = parse(PresetIndexSchema, JSON.parse(readFileSync('public/presets/index.json', 'utf8')));
    for (const { recipe } of presets) expect(recipeDifferences(recipe)).toBeDefined();
  });
});

describe('the first line of a report', () => {
  it('says which recipe it was', () => {
    expect(provenanceSentence(UNKNOWN)).toContain('Recipe unknown');
    expect(provenanceSentence(UNTRAINED)).toContain('Not trained');
    expect(provenanceSentence({ name: 'paper', differs: [] })).toBe('Trained by the paper’s recipe.');
    expect(provenanceSentence(provenanceOf({ recipe: { ...paper, readoutGain: 8 }, recipeName: 'live' }))).toMatch(
      /^Trained by another recipe than the paper’s \(live\): read-out gain 8\. What does not hold here is said of this network/,
    );
  });
});
