import { describe, expect, it } from 'vitest';
import { initialWeights, packWeights } from '../../../src/rnn/weights';
import { chooseHistory, dropInterval, readHistory, writeHistory } from '../../../src/training/history';
import { missedThresholds, QUALITY_THRESHOLDS } from '../../../src/training/presets';

const shape = { hiddenSize: 8, inputDim: 2, nOutputs: 3 };
const lines = [{ firstUpdate: 0, batch: 256, seqLen: 30, floor: 5, plateau: 8 }];
/** A plateau of 300 updates, a fall of 60, then the floor; a ripple so that no mean is exact. */
const losses = Array.from({ length: 600 }, (_, u) => (u < 300 ? 8 : u < 360 ? 8 - (3 * (u - 300)) / 60 : 5) + 0.05 * Math.sin(u));

describe('a training history', () => {
  const updates = [0, 300, 330, 600];
  const packed = updates.map((u) => packWeights(initialWeights(shape, u)));
  const marks = updates.map((update, i) =>
    i === 1 ? { update, bounded: false } : { update, bounded: true, maxCell: 0.1 / (i + 1), changeRate: 0 },
  );
  const bytes = writeHistory({ shape, losses, landmarks: lines }, marks, packed);
  it('round-trips, weights to float16', () => {
    const history = readHistory(bytes);
    expect(history.checkpoints.map((mark) => mark.update)).toEqual(updates);
    expect(history.checkpoints[1]!.bounded).toBe(false);
    expect(history.landmarks).toEqual(lines);
    expect(history.losses).toHaveLength(600);
    history.checkpoints.forEach(({ weights }, i) => {
      packWeights(weights).forEach((w, j) => {
        expect(Math.abs(w - packed[i]![j]!)).toBeLessThanOrEqual(2 ** -11 * Math.abs(packed[i]![j]!) + 2 ** -25);
      });
    });
  });
  it('is refused with a sentence when damaged', () => {
    expect(() => readHistory(bytes.slice(0, 100))).toThrow(/header|needs/);
    const text = new TextDecoder('latin1').decode(bytes).replace('checkpoint.330', 'checkpoint.331');
    expect(() => readHistory(Uint8Array.from(text, (c) => c.charCodeAt(0)))).toThrow(/lacks the weights of update 330/);
  });
});

describe('choosing checkpoints', () => {
  it('finds the drop', () => {
    const [from, to] = dropInterval(losses, lines)!;
    expect(from).toBeGreaterThan(300);
    expect(from).toBeLessThan(320);
    expect(to).toBeGreaterThan(335);
    expect(to).toBeLessThan(365);
    expect(dropInterval(losses.slice(0, 250), lines)).toBeUndefined();
  });
  it('keeps first and last, and is denser around the drop', () => {
    const recorded = Array.from({ length: 121 }, (_, i) => 5 * i);
    const chosen = chooseHistory(recorded, dropInterval(losses, lines), 32);
    expect(chosen[0]).toBe(0);
    expect(chosen.at(-1)).toBe(600);
    expect(chosen).toHaveLength(32);
    expect(chooseHistory(recorded, [300, 305], 32)).toHaveLength(32);
    const inside = chosen.filter((u) => u >= 290 && u <= 370).length / 80;
    expect(inside).toBeGreaterThan((2 * chosen.length) / 600);
    expect(chooseHistory([0, 5, 10], undefined, 32)).toEqual([0, 5, 10]);
  });
});

describe('bars', () => {
  const one = (value: number) => ({ value, low: value, high: value, n: 1 });
  const good = {
    maxCell: 0.02,
    changeRateRatio: one(1.05),
    ratio: one(1),
    freeRuns: { runs: 20, steps: 1e5, bounded: true, maxState: 9 },
  };
  it('name what a network misses', () => {
    expect(missedThresholds('chain-2', good)).toEqual([]);
    expect(missedThresholds('chain-2', { ...good, maxCell: 0.04 })).toHaveLength(1);
    expect(missedThresholds('chain-3', { ...good, maxCell: 0.04 })).toEqual([]);
    expect(
      missedThresholds('chain-3', {
        ...good,
        changeRateRatio: one(0.88),
        ratio: one(1.2),
        freeRuns: { ...good.freeRuns, bounded: false },
      }),
    ).toHaveLength(3);
    expect(missedThresholds('fully', { ...good, changeRateRatio: one(0.88) })).toEqual([]);
    expect(QUALITY_THRESHOLDS.fully.maxCell).toBe(0.03);
  });
});
