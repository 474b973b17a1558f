import { describe, expect, it } from 'vitest';
import { PAPER_HMM_IDS, PAPER_HMMS } from '../../../src/hmm/models';
import { sampleRuns } from '../../../src/rnn/simulate';
import { initialWeights, packWeights, weightsFingerprint } from '../../../src/rnn/weights';
import {
  boundedStart,
  checkpointScore,
  judgeCheckpoint,
  LONG_RUN,
  readState,
  writeState,
} from '../../../src/training/checkpoint';
import { type Engine, freshOptimiser } from '../../../src/training/engine';
import { createJsEngine } from '../../../src/training/engines/js/engine';
import { lossLandmarks } from '../../../src/training/landmarks';
import { phaseAt, type Recipe, recipeProblem, remainingWork, totalUpdates } from '../../../src/training/recipe';
import { RECIPE_NAMES, RECIPES } from '../../../src/training/recipes';
import { type RunControls, type RunEvent, trainingRun } from '../../../src/training/run';

const small: Recipe = {
  ...RECIPES.live['chain-2'],
  hiddenSize: 12,
  inputDim: 3,
  evaluateEvery: 4,
  phases: [
    { seqLen: 10, batch: 16, learningRate: 2e-3, updates: 6 },
    { seqLen: 12, batch: 24, learningRate: 1e-3, updates: 4 },
  ],
};
const hmm = PAPER_HMMS['chain-2'];

async function collect(
  controls: RunControls = {},
  engine: Engine = createJsEngine(),
  recipe = small,
): Promise<{ events: RunEvent[]; engine: Engine }> {
  const events: RunEvent[] = [];
  for await (const event of trainingRun({ hmm, recipe, seed: 1, engine, controls })) events.push(event);
  return { events, engine };
}
/** Snapshots come between the other events, as often as a history needs them. */
const kinds = (events: RunEvent[]) =>
  events
    .map((e) => e.kind)
    .filter((kind) => kind !== 'snapshot')
    .join(' ');

describe('a training run', () => {
  it('tells its phases, landmarks, updates and checkpoints in order', async () => {
    const { events } = await collect();
    expect(kinds(events)).toBe(
      'started checkpoint phase landmarks update update update update checkpoint update update phase landmarks update update checkpoint update update checkpoint finished',
    );
  });
  it('keeps weights for its history: of the start, of every update of a run this short, and of the end', async () => {
    const { events, engine } = await collect();
    const snapshots = events.filter((e) => e.kind === 'snapshot');
    expect(snapshots.map(({ update }) => update)).toEqual([...Array(11).keys()].slice(0, snapshots.length));
    const { parameters, updates } = await engine.readState();
    expect(snapshots.at(-1)!.update).toBe(updates);
    expect(packWeights(snapshots.at(-1)!.weights)).toEqual(parameters);
  });
  it('gives identical weights twice, and when resumed half-way', async () => {
    const whole = await (await collect()).engine.readState();
    expect(await (await collect()).engine.readState()).toEqual(whole);
    const engine = createJsEngine();
    const run = trainingRun({ hmm, recipe: small, seed: 1, engine, controls: {} });
    let update = 0;
    while (update < 5) {
      const { value } = await run.next();
      if (value?.kind === 'update') update = value.update;
    }
    const { state } = readState(writeState(await engine.readState()));
    const second = createJsEngine();
    for await (const _ of trainingRun({ hmm, recipe: small, seed: 1, engine: second, controls: {}, resume: state }));
    expect(await second.readState()).toEqual(whole);
  });
  it('obeys rate changes in mid-run', async () => {
    const controls: RunControls = { learningRate: 0 };
    const { engine, events } = await collect(controls);
    const started = events.find((e) => e.kind === 'started');
    const start = boundedStart({ hiddenSize: 12, inputDim: 3, nOutputs: 3 }, 1, small.initialGain, small.readoutGain);
    expect(started?.gain).toBe(start.gain);
    expect((await engine.readState()).parameters).toEqual(packWeights(start.weights));
  });
  it('stops at the target error', async () => {
    const { events } = await collect({ targetError: 1 });
    expect(events.at(-1)).toMatchObject({ kind: 'finished', reason: 'target-error', update: 4 });
  });
  it('restores the last good weights when an update is not finite', async () => {
    const inner = createJsEngine();
    let steps = 0;
    const failing: Engine = {
      ...inner,
      step: async (...args) =>
        ++steps === 5 ? [{ loss: Number.NaN, gradientNorm: Number.NaN, applied: false }] : inner.step(...args),
    };
    const { events } = await collect({}, failing);
    expect(events.at(-1)).toEqual({ kind: 'diverged', update: 4, restoredUpdate: 1, learningRate: 2e-3 });
    expect((await inner.readState()).updates).toBe(1);
  });
});

describe('start weights', () => {
  it('that explode are scaled down until bounded, and the gain is told', () => {
    // H = 16 at gain 2: about one seed in twelve is explosive.
    const shape = { hiddenSize: 16, inputDim: 4, nOutputs: 3 };
    let scaled = 0;
    for (let seed = 0; seed < 30; seed++) {
      const { weights, gain } = boundedStart(shape, seed, 2);
      expect(sampleRuns(weights, { ...LONG_RUN, seed }).bounded).toBe(true);
      if (gain < 2) {
        scaled++;
        expect(sampleRuns(initialWeights(shape, seed, gain / 0.95), { ...LONG_RUN, seed }).bounded).toBe(false);
      } else expect(weightsFingerprint(weights)).toBe(weightsFingerprint(initialWeights(shape, seed, 2)));
    }
    expect(scaled).toBeGreaterThan(0);
  });
});

describe('checkpoints', () => {
  it('explosive ones are labelled and never win', () => {
    const weights = initialWeights({ hiddenSize: 12, inputDim: 3, nOutputs: 3 }, 1, 6);
    const checkpoint = judgeCheckpoint(weights, hmm, 1, 1);
    expect(checkpoint.bounded).toBe(false);
    expect(checkpointScore(checkpoint)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('landmarks', () => {
  it('are those measured before (docs/science.md §2.6)', () => {
    const { floor, plateau } = lossLandmarks(PAPER_HMMS['chain-3'], 256, 30, 1, 4);
    expect(Math.abs(floor.value - 6.04)).toBeLessThan(0.35);
    expect(Math.abs(plateau.value - 8.38)).toBeLessThan(0.35);
    expect(floor.low).toBeLessThan(floor.value);
  });
});

describe('recipes', () => {
  it('are all runnable and know their phases', () => {
    for (const recipe of RECIPE_NAMES.flatMap((name) => PAPER_HMM_IDS.map((id) => RECIPES[name][id]))) {
      expect(recipeProblem(recipe)).toBeUndefined();
      expect(phaseAt(recipe, 0).index).toBe(0);
      expect(phaseAt(recipe, totalUpdates(recipe) - 1).index).toBe(recipe.phases.length - 1);
      expect(remainingWork(recipe, totalUpdates(recipe))).toBe(0);
      expect(remainingWork(recipe, 0)).toBe(recipe.phases.reduce((sum, p) => sum + p.updates * p.batch * p.seqLen, 0));
    }
  });
  it('have no pair term, and a penalty only where long runs explode without it', () => {
    for (const name of RECIPE_NAMES)
      for (const id of PAPER_HMM_IDS) {
        const { pairWeight, activityPenalty, phases } = RECIPES[name][id];
        expect(pairWeight).toBe(0);
        if (name === 'paper' || id.startsWith('chain')) expect(activityPenalty).toBe(0);
        for (const phase of phases) expect([phase.pairWeight, phase.activityPenalty]).toEqual([undefined, undefined]);
      }
  });
  it('of the paper are the paper’s', () => {
    for (const id of PAPER_HMM_IDS)
      expect(RECIPES.paper[id]).toMatchObject({
        hiddenSize: 150,
        inputDim: 100,
        initialGain: 1,
        readoutGain: 1,
        targets: 'fixed',
      });
    const [T, updates, clip] = [30, 3000, 0.3];
    expect(RECIPES.paper.fully).toMatchObject({ clip, phases: [{ seqLen: T, batch: 4096, learningRate: 1e-3, updates }] });
  });
  it('impossible ones are refused with a sentence', () => {
    expect(recipeProblem({ ...small, clip: 0 })).toMatch(/clip must be positive/);
    expect(recipeProblem({ ...small, phases: [] })).toMatch(/at least one phase/);
    expect(recipeProblem({ ...small, phases: [{ ...small.phases[0]!, learningRate: -1 }] })).toMatch(/not be negative/);
  });
});

it('a fresh optimiser owns its numbers', () => {
  const parameters = Float32Array.from([1, 2]);
  freshOptimiser(parameters).parameters[0] = 9;
  expect(parameters[0]).toBe(1);
});
