import { describe, expect, it } from 'vitest';
import { BEFORE, flipExample } from '../../../src/dynamics/circuit/flipExample';

const TARGET = { from: 0, to: 1, group: [2], exciting: [0], inhibiting: [1] };

/** A record of 400 steps with changes at 100, 200 and 300; unit u has activity u + step / 1000. */
function record(noiseAt: Readonly<Record<number, number>>, driveAt: (step: number) => number) {
  const [steps, H] = [400, 3];
  const states = Float32Array.from({ length: steps * H }, (_, at) => (at % H) + Math.floor(at / H) / 1000);
  const outputLabels = Uint8Array.from({ length: steps }, (_, t) => Math.floor(t / 100) % 2);
  const noise = Float64Array.from({ length: steps }, (_, t) => noiseAt[t] ?? 0);
  const drive = Float64Array.from({ length: steps }, (_, t) => driveAt(t));
  return { run: { steps, states, outputLabels }, target: TARGET, noise, drive, hiddenSize: H };
}

describe('one change of the run', () => {
  it('is the one with the median noise in the window before it, whatever comes earlier', () => {
    // In the last three steps 5, 1 and 3; much more before, where it does not count.
    const found = flipExample(
      record({ 99: 5, 199: 1, 299: 3, 150: 40 }, () => -1),
      [100, 200, 300],
      3,
    );
    expect(found).toMatchObject({ at: 300, before: BEFORE, gathered: 3 });
  });

  it('holds what there was from 60 steps before it to 15 after', () => {
    const { noise, exciting, group, labels, states, drive } = flipExample(
      record({ 199: 2 }, (t) => t),
      [200],
      3,
    );
    for (const list of [noise, exciting, group, drive]) expect(list).toHaveLength(BEFORE + 16);
    expect(states).toHaveLength(3 * (BEFORE + 16));
    expect([labels[BEFORE - 1], labels[BEFORE]]).toEqual([1, 0]);
    expect(noise[BEFORE - 1]).toBe(2);
    expect(drive[BEFORE]).toBe(200);
    expect(exciting[BEFORE]).toBeCloseTo(0.2, 6);
    expect(group[BEFORE]).toBeCloseTo(2.2, 6);
  });

  it('tells from where on the drive lies above 0 up to the change, and nothing where it does not', () => {
    const crossing = (drive: (step: number) => number) => flipExample(record({}, drive), [200], 3).crossing;
    expect(crossing((t) => (t >= 195 ? 1 : -1))).toBe(BEFORE - 5);
    // It may be over when the label follows a few steps later.
    expect(crossing((t) => (t >= 192 && t < 196 ? 1 : -1))).toBe(BEFORE - 8);
    expect(crossing((t) => (t >= 150 && t < 180 ? 1 : -1))).toBeUndefined();
    expect(crossing(() => -1)).toBeUndefined();
  });

  it('prefers a change with all its steps after it', () => {
    expect(
      flipExample(
        record({ 99: 1, 394: 2, 199: 3 }, () => 0),
        [100, 200, 395],
        3,
      ).at,
    ).toBe(200);
  });
});
