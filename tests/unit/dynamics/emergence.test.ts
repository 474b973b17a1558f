import { describe, expect, it } from 'vitest';
import { alignTrajectory, beforeAfter, bifurcation, type CheckpointValue } from '../../../src/dynamics/emergence/emergence';
import { halvingTime, judgeBifurcation } from '../../../src/dynamics/emergence/verdicts';
import { alignAxes } from '../../../src/math/principalAxes';
import { rotatePoints } from '../../../src/math/projection';
import { randomSequence } from '../../../src/math/random';

const LINES = [{ firstUpdate: 0, floor: 10, plateau: 30 }];
/** Losses that wait on the plateau, with noise, and fall to the floor over 50 updates. */
function falling(dropAt: number, updates = 600): number[] {
  const random = randomSequence(7, 'data');
  return Array.from({ length: updates }, (_, u) => {
    const start = 25 * Math.exp(-u / 15);
    return start + 30 - 20 * Math.min(1, Math.max(0, (u - dropAt) / 50)) + 0.5 * random.normal();
  });
}
const every20 = (either: (update: number) => number) =>
  Array.from({ length: 31 }, (_, k) => ({ update: 20 * k, unstable: either(20 * k), critical: 0.001 }));

describe('the marker', () => {
  it('is the later of the time of the loss and that of the spectrum', () => {
    // Mean depths of the evaluations from 200 on: 9 %, 29 %, 49 %.
    const early = bifurcation(
      { losses: falling(200), landmarks: LINES, checkpoints: every20((u) => (u >= 180 ? 0.2 : 0)) },
      { startGain: 1 },
    );
    expect(early).toMatchObject({ dropStart: 210, lossTime: 220, spectrumTime: 180, update: 220 });
    expect(early.thresholds).toEqual({ unstable: 0.02, critical: 0.02 });
    expect(early.step0).toEqual({ unstable: 0, critical: 0.001 });
    const late = bifurcation(
      { losses: falling(200), landmarks: LINES, checkpoints: every20((u) => (u >= 260 ? 0.2 : 0)) },
      { startGain: 1 },
    );
    expect(late).toMatchObject({ lossTime: 220, spectrumTime: 260, update: 260 });
  });
  it('needs both', () => {
    const flat = every20(() => 0);
    const never = { losses: falling(1e6), landmarks: LINES, checkpoints: every20((u) => (u > 300 ? 0.2 : 0)) };
    expect(bifurcation(never, { startGain: 1 })).toMatchObject({ lossTime: undefined, spectrumTime: 320, update: undefined });
    expect(bifurcation({ ...never, losses: falling(200), checkpoints: flat }, { startGain: 1 }).update).toBeUndefined();
    expect(bifurcation({ losses: [], landmarks: [], checkpoints: [] }, { startGain: 1 })).toMatchObject({ update: undefined });
  });
  it('is not decided by one dip of the loss or one blip of the spectrum, nor by the last checkpoint alone', () => {
    const losses = falling(300).map((loss, u) => (u >= 100 && u < 120 ? loss - 15 : loss));
    const blip = (u: number) => (u === 60 || u >= 280 ? 0.5 : 0.001);
    expect(bifurcation({ losses, landmarks: LINES, checkpoints: every20(blip) }, { startGain: 1 })).toMatchObject({
      lossTime: 320,
      spectrumTime: 280,
    });
    const last = every20((u) => (u === 600 ? 0.5 : 0));
    expect(bifurcation({ losses, landmarks: LINES, checkpoints: last }, { startGain: 1 }).spectrumTime).toBeUndefined();
  });
  it('is measured from the start where that had critical pairs already', () => {
    const checkpoints = every20((u) => (u < 100 ? 0.3 - u / 500 : u < 240 ? 0.1 : 0.45));
    const curves = { losses: falling(200), landmarks: LINES, checkpoints };
    const gained = bifurcation(curves, { startGain: 2 });
    expect(gained).toMatchObject({ spectrumTime: 240, update: 240 });
    expect(gained.step0.unstable).toBe(0.3);
    expect(gained.thresholds.unstable).toBeCloseTo(0.32, 12);
    expect(bifurcation(curves, { startGain: 1 }).spectrumTime).toBe(0);
  });
  it('takes a rise of either fraction above its own start', () => {
    const flipped = every20((u) => (u < 220 ? 0.001 : 0.3)).map(({ update, unstable }) => ({
      update,
      unstable: 0.8,
      critical: unstable,
    }));
    expect(bifurcation({ losses: falling(200), landmarks: LINES, checkpoints: flipped }, { startGain: 2 }).spectrumTime).toBe(
      220,
    );
    // Critical from the start and quieter later, while eigenvalues become unstable: the union of both would never rise.
    const quieter = every20((u) => (u < 220 ? 0.03 : 0.25)).map((entry) => ({
      ...entry,
      critical: entry.update < 220 ? 0.78 : 0.3,
    }));
    expect(bifurcation({ losses: falling(200), landmarks: LINES, checkpoints: quieter }, { startGain: 2 }).spectrumTime).toBe(
      220,
    );
  });
  it('passes over checkpoints without a value', () => {
    const checkpoints = every20((u) => (u === 0 || u === 220 ? Number.NaN : u >= 200 ? 0.4 : 0.01));
    expect(bifurcation({ losses: falling(200), landmarks: LINES, checkpoints }, { startGain: 2 })).toMatchObject({
      step0: { unstable: 0.01, critical: 0.001 },
      spectrumTime: 200,
    });
  });
  it('reads the loss against the lines in force', () => {
    // Longer sequences from update 150 on: the loss doubles with its lines, and has not left its plateau.
    const lines = [...LINES, { firstUpdate: 155, floor: 20, plateau: 60 }];
    const losses = falling(300).map((loss, u) => (u >= 155 ? 2 * loss : loss));
    const checkpoints = every20(() => 0);
    expect(bifurcation({ losses, landmarks: lines, checkpoints }, { startGain: 1 }).lossTime).toBe(320);
    const shrunk = losses.map((loss, u) => (u >= 155 ? loss / 4 : loss));
    const small = [...LINES, { firstUpdate: 155, floor: 5, plateau: 15 }];
    expect(bifurcation({ losses: shrunk, landmarks: small, checkpoints }, { startGain: 1 }).lossTime).toBe(320);
  });
});

const estimate = (value: number) => ({ value, low: value - 0.1, high: value + 0.2, n: 25 });
const rates = (rate: (update: number) => number, divergent: (update: number) => boolean = () => false): CheckpointValue[] =>
  every20(rate).map(({ update, unstable }) => ({ update, divergent: divergent(update), estimate: estimate(unstable) }));

it('means before and after leave out the drop itself and what diverged', () => {
  const values = rates(
    (u) => (u < 200 ? 0.6 : u < 260 ? 9 : 0.1),
    (u) => u === 40 || u === 300,
  );
  const { before, after } = beforeAfter(values, { dropStart: 200, update: 260 });
  expect(before).toMatchObject({ n: 9 });
  expect(before!.value).toBeCloseTo(0.6, 12);
  expect(before!.low).toBeCloseTo(0.5, 12);
  expect(after).toMatchObject({ n: 17 });
  expect(after!.high).toBeCloseTo(0.3, 12);
  expect(beforeAfter(values, { dropStart: undefined, update: undefined })).toEqual({ before: undefined, after: undefined });
});

describe('claim C16', () => {
  const verdict = (spectrumAt: number, halvedAt: number, dropAt = 200) => {
    const checkpoints = every20((u) => (u >= spectrumAt ? 0.2 : 0));
    const found = bifurcation({ losses: falling(dropAt), landmarks: LINES, checkpoints }, { startGain: 1 });
    const transitionRates = rates((u) => (u >= halvedAt ? 0.2 : 0.6));
    const seen = checkpoints.map(({ update }) => update);
    return { ...judgeBifurcation(found, transitionRates, seen, 600), halved: halvingTime(transitionRates, found) };
  };
  it('is reproduced when all happens together', () => {
    expect(verdict(220, 240)).toMatchObject({ verdict: 'reproduced', halved: 240 });
    expect(verdict(220, 240).reason).toContain('within 0.0 % to 6.7 %');
  });
  it('is open when that depends on when between two checkpoints it happened', () => {
    expect(verdict(180, 240).verdict).toBe('inconclusive');
  });
  it('is not reproduced when something is late or never happens', () => {
    expect(verdict(220, 400).verdict).toBe('not-reproduced');
    expect(verdict(20, 220).verdict).toBe('not-reproduced');
    expect(verdict(1e6, 220)).toMatchObject({ verdict: 'not-reproduced', reason: expect.stringContaining('never rose') });
    expect(verdict(220, 1e6)).toMatchObject({ verdict: 'not-reproduced', reason: expect.stringContaining('never halved') });
  });
  it('has nothing to judge without a drop, or without a checkpoint before it', () => {
    expect(verdict(220, 220, 1e6).verdict).toBe('inconclusive');
    const found = {
      dropStart: 0,
      lossTime: 20,
      spectrumTime: 20,
      update: 20,
      thresholds: { unstable: 0.02, critical: 0.02 },
      step0: { unstable: 0, critical: 0 },
    };
    expect(
      judgeBifurcation(
        found,
        rates(() => 0.1),
        [],
        600,
      ).verdict,
    ).toBe('inconclusive');
  });
});

describe('aligned checkpoints', () => {
  const SIZE = 12;
  const random = randomSequence(9, 'data');
  const normals = (count: number) => Float64Array.from({ length: count }, () => random.normal());
  /** A random orthogonal matrix [3×3]: the best turn between random axes. */
  const randomTurn = () => alignAxes(normals(3 * SIZE), normals(3 * SIZE), 3, SIZE);
  const turnRows = (turn: Float64Array, rows: Float64Array) =>
    Float64Array.from({ length: rows.length }, (_, at) => {
      const [i, k] = [Math.floor(at / SIZE), at % SIZE];
      return [0, 1, 2].reduce((sum, j) => sum + turn[3 * i + j]! * rows[j * SIZE + k]!, 0);
    });
  const axes = Float64Array.from({ length: 3 * SIZE }, (_, at) => (Math.floor(at / SIZE) === at % SIZE ? 1 : 0));
  const points = Float32Array.from(normals(3 * 50));
  const origin = Float32Array.of(1, -2, 3);
  const run = (turn: Float64Array) => ({
    components: turnRows(turn, axes),
    points: rotatePoints(points, turn, 3),
    origin: rotatePoints(origin, turn, 3),
    divergent: false,
  });
  const IDENTITY = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  it('undo turns and reflections of their axes, and the last keeps its own', () => {
    const list = [randomTurn(), randomTurn(), IDENTITY, randomTurn(), IDENTITY].map(run);
    const aligned = alignTrajectory(list);
    aligned.forEach((entry) => {
      entry!.points.forEach((value, i) => {
        // About h = 0, wherever the mean of the run lies.
        expect(value).toBeCloseTo(points[i]! - origin[i % 3]!, 5);
      });
    });
  });
  it('pass over divergent and empty ones', () => {
    const empty = { components: new Float64Array(0), points: new Float32Array(0), origin: new Float32Array(0), divergent: false };
    const aligned = alignTrajectory([
      run(randomTurn()),
      empty,
      { ...run(randomTurn()), divergent: true },
      run(IDENTITY),
      { ...empty, divergent: true },
    ]);
    expect(aligned.map(Boolean)).toEqual([true, false, false, true, false]);
    aligned[0]!.points.forEach((value, i) => {
      expect(value).toBeCloseTo(points[i]! - origin[i % 3]!, 5);
    });
    expect(alignTrajectory([])).toEqual([]);
  });
});
