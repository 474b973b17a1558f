import { fireEvent } from '@testing-library/react/pure';
import { describe, expect, it } from 'vitest';
import { Experiment } from '../../src/analyses/richness/Experiment';
import { WAYS } from '../../src/analyses/richness/ways';
import { PAPER_HMMS } from '../../src/hmm/models';
import { initialWeights } from '../../src/rnn/weights';
import { controlsOf, recipeOf } from '../../src/state/training/runRequest';
import { problems } from './browserParts';
import { openPage, SOON } from './openPage';

describe('a training that is set aside', () => {
  it('is named after the way it was trained in, whatever the settings say by then', async () => {
    const { app, page } = await openPage('?v=3&view=lab&preset=chain-3&seed=4', <Experiment />);
    const { store } = app;
    const aside = page.getByTestId('set-aside') as HTMLButtonElement;
    expect(aside.disabled).toBe(true);
    app.apply(WAYS.rich);
    const { settings, training } = store.getState();
    const weights = initialWeights({ hiddenSize: 64, inputDim: 16, nOutputs: 3 }, 4);
    store.setState({
      training: { ...training, status: 'stopped', seed: 4 },
      recorded: {
        id: 1,
        asked: { recipe: recipeOf(settings), controls: controlsOf(settings) },
        gain: 1,
        hmm: PAPER_HMMS['chain-3'],
        snapshots: [0, 25].map((update) => ({ update, weights })),
      },
    });
    app.apply(WAYS.lazy);
    app.set('gain', 1.3);
    await expect.poll(() => aside.disabled, SOON).toBe(false);
    fireEvent.click(aside);
    expect(store.getState().trainingAside?.name).toBe('“rich”, seed 4');
    await page.findByTestId('remove-aside', undefined, SOON);
    expect(page.getByTestId('train-rich').textContent).toBe('Train rich again');
    expect(page.getByTestId('train-lazy').textContent).toBe('Train lazy');
    // The run goes on at another rate: from now on it is no longer that of the recipe.
    app.training.setControls({ learningRate: 0.01 });
    fireEvent.click(aside);
    expect(store.getState().trainingAside?.name).not.toContain('rich');
    fireEvent.click(page.getByTestId('remove-aside'));
    expect(store.getState().trainingAside).toBeUndefined();
    expect(problems).toEqual([]);
  });
});
