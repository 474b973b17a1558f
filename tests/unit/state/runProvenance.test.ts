import { describe, expect, it } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { initialWeights } from '../../../src/rnn/weights';
import { provenanceOfRun } from '../../../src/state/training/runRequest';
import { RECIPES, recipeForModel } from '../../../src/training/recipes';
import type { TrainingRequest } from '../../../src/workers/training/protocol';

const request = (changed: Partial<TrainingRequest> = {}): TrainingRequest => ({
  hmm: PAPER_HMMS['chain-3'],
  recipe: RECIPES.live['chain-3'],
  seed: 1,
  engine: 'auto',
  controls: {},
  threads: 1,
  ...changed,
});

describe('how a network was trained in this tab', () => {
  it('names a recipe that ships', () => {
    expect(provenanceOfRun(request()).name).toBe('live');
    expect(provenanceOfRun(request({ recipe: RECIPES.paper['chain-3'] }))).toEqual({ name: 'paper', differs: [] });
    expect(provenanceOfRun(request({ recipe: recipeForModel(0.2) })).name).toBe('custom');
  });

  it('says what was changed by hand, whatever the recipe', () => {
    const changed = provenanceOfRun(request({ recipe: RECIPES.paper['chain-3'], controls: { learningRate: 0.002, clip: 0.5 } }));
    expect(changed.name).toBe('custom');
    expect(changed.differs).toEqual(['learning rate set to 0.002 by hand', 'gradient clip set to 0.5 by hand']);
    const { clip } = RECIPES.paper['chain-3'];
    expect(provenanceOfRun(request({ recipe: RECIPES.paper['chain-3'], controls: { clip } })).differs).toEqual([]);
  });

  it('says where it began and what it was trained on', () => {
    const from = initialWeights({ hiddenSize: 4, inputDim: 2, nOutputs: 3 }, 1);
    const own = provenanceOfRun(request({ from, windows: { labels: new Uint8Array(60), seqLen: 20 } }));
    expect(own.differs).toContain('begun from the weights of another network');
    expect(own.differs).toContain('trained on sequences of one’s own instead of samples of the model');
    expect(own.differs.join()).not.toContain('fresh samples');
    expect(provenanceOfRun(request()).differs.join()).toContain('fresh samples');
  });
});
