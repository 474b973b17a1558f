import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CheckpointAnalysis } from '../../../src/analyses/emergence/compute';
import { checkpointDynamics } from '../../../src/dynamics/emergence/checkpointDynamics';
import { alignTrajectory } from '../../../src/dynamics/emergence/emergence';
import { secondOrder } from '../../../src/dynamics/emergence/secondOrder';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { finish } from '../../../src/math/progress';
import { initialWeights, packWeights } from '../../../src/rnn/weights';
import type { DeferredFeatures } from '../../../src/state/deferredFeatures';
import { createReactions, type FirstParts } from '../../../src/state/reactions';
import { createAppStore } from '../../../src/state/store';
import { createTimeline, nextCheckpoint } from '../../../src/state/training/checkpointQueue';
import { morphAt, timelineData } from '../../../src/state/training/timelineData';
import { resultKey, type TimelineSource, timelineKind, timelineSource } from '../../../src/state/training/timelineSource';
import { readHistory, writeHistory } from '../../../src/training/history';
import { RECIPES } from '../../../src/training/recipes';

const history = readHistory(readFileSync('tests/fixtures/networks/chain-2.history.safetensors'));
const analyse = (weights: (typeof history.checkpoints)[number]['weights']): CheckpointAnalysis => {
  const dynamics = finish(checkpointDynamics(weights, { seed: 1, steps: 1000, every: 50, path: 100 }));
  return { dynamics, secondOrder: dynamics.divergent ? undefined : secondOrder(weights, { seed: 1, starts: 2, trials: 4 }) };
};

const ASKED = { recipe: RECIPES.live['chain-2'], controls: {} };

const source = (kind: TimelineSource['kind'], updates: number[]): TimelineSource => ({
  kind,
  key: 'test',
  name: 'test',
  startGain: 1,
  hmm: PAPER_HMMS['chain-2'],
  losses: [],
  landmarks: [],
  checkpoints: updates.map((update) => ({ update, weights: history.checkpoints[0]!.weights })),
});

describe('which checkpoint is analysed next', () => {
  const order = (of: TimelineSource) => {
    const found: number[] = [];
    let results = {};
    for (;;) {
      const next = nextCheckpoint(of, results);
      if (!next) return found;
      found.push(next.update);
      results = { ...results, [resultKey(of, next.update)]: {} };
    }
  };
  it('of a finished run goes from coarse to fine, over all of them', () => {
    const found = order(source('shipped', [0, 1, 2, 3, 4, 5, 6, 7, 8]));
    expect(new Set(found.slice(0, 2))).toEqual(new Set([0, 8]));
    expect(found[2]).toBe(4);
    expect([...found].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
  it('of a run under way is the newest', () => {
    expect(order(source('recorded', [0, 5, 10]))).toEqual([10, 5, 0]);
  });
});

describe('results of checkpoints', () => {
  it('go with the run they are of, and with updates that were gone back behind', () => {
    const store = createAppStore();
    const timeline = createTimeline(
      store,
      { run: async () => ({ ok: false, code: 'superseded', message: 'no worker here' }) },
      () => 0,
      () => {},
    );
    createReactions(store, {} as FirstParts, () => ({ timeline }) as DeferredFeatures);
    const run = (id: number, updates: number[]) => ({
      recorded: {
        id,
        asked: ASKED,
        gain: 1,
        hmm: PAPER_HMMS['chain-2'],
        snapshots: updates.map((update) => ({ update, weights: history.checkpoints[0]!.weights })),
      },
    });
    const kept = () => Object.keys(store.getState().checkpointResults);
    store.setState(run(1, [0, 10, 20]));
    const found = {} as CheckpointAnalysis;
    store.setState({
      checkpointResults: { 'run 1 0': found, 'run 1 10': found, 'run 1 20': found, 'shipped chain-2 0': found },
    });
    store.setState(run(1, [0, 10, 20, 30]));
    expect(kept()).toHaveLength(4);
    store.setState(run(1, [0, 10]));
    expect(kept()).toEqual(['run 1 0', 'run 1 10', 'shipped chain-2 0']);
    store.setState(run(2, [0]));
    expect(kept()).toEqual(['shipped chain-2 0']);
  });
});

describe('the timeline', () => {
  const chosen = history.checkpoints;
  const store = createAppStore();
  store.setState({
    network: {
      origin: 'preset',
      weights: chosen[0]!.weights,
      hmm: PAPER_HMMS['chain-2'],
      update: 0,
      fingerprint: 'x',
    },
    openedHistory: { name: 'a', history },
  });
  const file = timelineSource(store.getState())!;
  store.setState({
    checkpointResults: Object.fromEntries(chosen.map(({ update, weights }) => [resultKey(file, update), analyse(weights)])),
  });
  const data = timelineData(store.getState())!;

  it('gives the same thing for the same state', () => {
    expect(timelineData(store.getState())).toBe(data);
    expect(timelineKind(store.getState())).toBe('file');
  });
  it('morphs from one orbit to the next, state by state', () => {
    const [a, b] = [data.drawn[0]!, data.drawn[1]!];
    expect([...morphAt(data.drawn, a.update)!.points]).toEqual([...a.aligned.points]);
    expect([...morphAt(data.drawn, b.update)!.points]).toEqual([...b.aligned.points]);
    const half = morphAt(data.drawn, (a.update + b.update) / 2)!;
    half.points.forEach((value, i) => {
      expect(value).toBeCloseTo((a.aligned.points[i]! + b.aligned.points[i]!) / 2, 3);
    });
    expect(morphAt(data.drawn, 1e9)!.points).toEqual(data.drawn.at(-1)!.aligned.points);
  });
  it('shows the same pictures of a history that was saved and opened again', () => {
    const marks = chosen.map(({ update, bounded }) => ({ update, bounded }));
    const bytes = writeHistory(
      history,
      marks,
      chosen.map(({ weights }) => packWeights(weights)),
    );
    const again = readHistory(bytes);
    const [before, after] = [chosen, again.checkpoints].map((list) =>
      alignTrajectory(list.slice(0, 3).map(({ weights }) => analyse(weights).dynamics)).map((run) => run && [...run.points]),
    );
    expect(after).toEqual(before);
    expect(again.losses.length).toBe(history.losses.length);
  });
  it('of the tab comes first while there is one', () => {
    const weights = initialWeights({ hiddenSize: 64, inputDim: 16, nOutputs: 3 }, 1);
    store.setState({
      recorded: { id: 1, asked: ASKED, gain: 2, hmm: PAPER_HMMS['chain-2'], snapshots: [{ update: 0, weights }] },
    });
    expect(timelineKind(store.getState())).toBe('recorded');
    store.setState({ timelineChoice: 'file' });
    expect(timelineKind(store.getState())).toBe('file');
  });
});
