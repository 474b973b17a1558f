import { describe, expect, it } from 'vitest';
import { initialWeights, packWeights } from '../../../src/rnn/weights';
import { readHistory, writeHistory } from '../../../src/training/history';
import { addSnapshot, createSnapshotPlan, type Snapshot } from '../../../src/training/snapshots';

const shape = { hiddenSize: 6, inputDim: 2, nOutputs: 3 };
const weightsAt = (update: number) => initialWeights(shape, update);
const lines = { firstUpdate: 0, batch: 8, seqLen: 10, floor: 10, plateau: 20 };

describe('the plan of snapshots', () => {
  const phase = (updates: number) => ({ seqLen: 10, batch: 8, learningRate: 1e-3, updates });
  const due = (losses: (u: number) => number, ...lengths: number[]) => {
    const phases = (lengths.length > 0 ? lengths : [800]).map(phase);
    const total = phases.reduce((sum, { updates }) => sum + updates, 0);
    const plan = createSnapshotPlan({ phases });
    const at = (value: number) => ({ value, low: value, high: value, n: 4 });
    plan.lines({ batch: 8, seqLen: 10, floor: at(10), plateau: at(20) });
    const kept: number[] = [];
    for (let u = 1; u <= total; u++) {
      plan.loss(losses(u));
      if (plan.due(u)) kept.push(u);
    }
    return kept;
  };
  it('spreads forty over a run that stays on its plateau', () => {
    const kept = due(() => 20);
    expect(kept).toHaveLength(40);
    expect(new Set(kept.map((u, n) => u - (kept[n - 1] ?? 0))).size).toBe(1);
  });
  it('is as dense in the first phase of a long run as in a short one, and denser while the loss falls there', () => {
    const kept = due((u) => (u < 200 ? 20 : u < 250 ? 20 - (u - 200) / 5 : 10), 400, 7600);
    const between = (a: number, b: number) => kept.filter((u) => u > a && u <= b);
    expect(between(0, 200)).toEqual([25, 50, 75, 100, 125, 150, 175, 200]);
    expect(between(210, 240)).toEqual([215, 220, 225, 230, 235, 240]);
    expect(between(400, 8000)).toHaveLength(38);
  });
  it('is four times as dense while the loss falls, and only then', () => {
    const kept = due((u) => (u < 400 ? 20 : u < 500 ? 20 - (u - 400) / 10 : 10));
    const between = (a: number, b: number) => kept.filter((u) => u > a && u <= b).length;
    expect(between(420, 460)).toBe(8);
    expect(between(0, 400)).toBe(20);
    expect(between(520, 800)).toBe(14);
  });
});

describe('the recorder', () => {
  it('never holds more than 96, and keeps start, end and the fall', () => {
    const losses = Array.from({ length: 2000 }, (_, u) => (u < 900 ? 20 : u < 1000 ? 20 - (u - 900) / 10 : 10));
    let kept: Snapshot[] = [];
    for (let update = 0; update < 2000; update += 5) {
      kept = addSnapshot(kept, { update, weights: weightsAt(update) }, losses.slice(0, update), [lines]);
      expect(kept.length).toBeLessThanOrEqual(96);
    }
    expect(kept[0]!.update).toBe(0);
    expect(kept.at(-1)!.update).toBe(1995);
    expect(kept.filter(({ update }) => update >= 880 && update <= 1020).length).toBeGreaterThanOrEqual(12);
  });
  it('puts an update made again in the place of the first', () => {
    const first = addSnapshot([], { update: 5, weights: weightsAt(5) }, [], []);
    const again = addSnapshot(first, { update: 5, weights: weightsAt(6) }, [], []);
    expect(again).toHaveLength(1);
    expect(again[0]!.weights).not.toEqual(first[0]!.weights);
  });
  it('holds what a saved history gives back, bit by bit', () => {
    const [kept] = addSnapshot([], { update: 5, weights: weightsAt(5) }, [], []);
    const file = writeHistory(
      { shape, landmarks: [lines], losses: [1] },
      [{ update: 5, bounded: true }],
      [packWeights(kept!.weights)],
    );
    expect(readHistory(file).checkpoints[0]!.weights).toEqual(kept!.weights);
  });
});
