import { describe, expect, it } from 'vitest';
import { initialWeights, packWeights } from '../../../src/rnn/weights';
import { readHistory, writeHistory } from '../../../src/training/history';
import { addSnapshot, type Snapshot } from '../../../src/training/recorder';
import { createSnapshotPlan } from '../../../src/training/snapshots';

const shape = { hiddenSize: 6, inputDim: 2, nOutputs: 3 };
const weightsAt = (update: number) => initialWeights(shape, update);
const lines = { firstUpdate: 0, batch: 8, seqLen: 10, floor: 10, plateau: 20 };

describe('the plan of snapshots', () => {
  const due = (losses: (u: number) => number, total = 800) => {
    const plan = createSnapshotPlan(total);
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
