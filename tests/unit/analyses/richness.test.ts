import { describe, expect, it } from 'vitest';
import { lastOf, type RichCurve, richnessFigure, updateAtPixel } from '../../../src/analyses/richness/figure';
import { richThroughTraining, WAY_NAMES, WAYS, wayOf } from '../../../src/analyses/richness/ways';
import { matrixCosine, participationRatio, relativeChange } from '../../../src/dynamics/emergence/richness';
import { initialWeights } from '../../../src/rnn/weights';
import { defaultSettings, type Settings } from '../../../src/state/settings/settings';
import { controlsOf, recipeOf } from '../../../src/state/training/runRequest';
import type { RunAsked } from '../../../src/state/training/slice';
import { recipeProblem } from '../../../src/training/recipe';

const SIZE = 12;
const start = initialWeights({ hiddenSize: SIZE, inputDim: 2, nOutputs: 3 }, 3);
/** The start, moved along one direction only. */
const moved = (by: number) => ({
  ...start,
  recurrentWeights: start.recurrentWeights.map((w, at) => w + by * (1 + Math.floor(at / SIZE)) * Math.cos(at % SIZE)),
});

describe('rich or lazy, through a training', () => {
  const checkpoints = [
    { update: 0, weights: start },
    { update: 5, weights: moved(0.1) },
    { update: 9, weights: moved(0.3) },
  ];

  it('gives at each checkpoint what the definitions give of it and of the first', () => {
    const points = richThroughTraining(checkpoints, new WeakMap())!;
    expect(points.map(({ update }) => update)).toEqual([0, 5, 9]);
    const { recurrentWeights: before } = start;
    points.slice(1).forEach((point, n) => {
      const now = checkpoints[n + 1]!.weights.recurrentWeights;
      expect(point.moved).toBeCloseTo(relativeChange(now, before), 6);
      expect(point.cosine).toBeCloseTo(matrixCosine(now, before), 6);
      expect(point.weights).toBeCloseTo(participationRatio(now, SIZE), 6);
      // The change was made along one direction.
      expect(point.change).toBeCloseTo(1, 3);
    });
    expect(points[0]).toMatchObject({ moved: 0, cosine: 1 });
    expect(points[0]!.change).toBeNaN();
  });

  it('says nothing of a training whose start is not known', () => {
    expect(richThroughTraining(checkpoints.slice(1), new WeakMap())).toBeUndefined();
    expect(richThroughTraining([], new WeakMap())).toBeUndefined();
  });

  it('computes only what is new when a checkpoint is added', () => {
    const known = new WeakMap();
    const first = richThroughTraining(checkpoints.slice(0, 2), known)!;
    known.set(checkpoints[1]!.weights, { moved: 7, cosine: 7, change: 7, weights: 7 });
    expect(richThroughTraining(checkpoints, known)!.map((point) => point.moved)).toEqual([
      first[0]!.moved,
      7,
      expect.closeTo(3 * first[1]!.moved, 4),
    ]);
  });

  it('saves every number it draws, of all trainings', () => {
    const points = richThroughTraining(checkpoints, new WeakMap())!;
    const curves: RichCurve[] = [
      { name: 'a', points, dashed: false },
      { name: 'b', points: points.slice(0, 2), dashed: true },
    ];
    const { columns, rows } = richnessFigure(curves, 0).table();
    expect(columns).toHaveLength(6);
    expect(rows).toHaveLength(5);
    expect(rows[2]).toEqual(['a', 9, points[2]!.moved, points[2]!.cosine, points[2]!.change, points[2]!.weights]);
    expect(lastOf(curves)).toBe(9);
    // Both plots end at their right edges.
    expect(updateAtPixel(curves, 389, 800)).toBeCloseTo(9, 6);
    expect(updateAtPixel(curves, 800, 800)).toBeCloseTo(9, 6);
    expect(updateAtPixel(curves, 0, 800)).toBe(0);
  });
});

describe('the two ways of the experiment', () => {
  it.each(WAY_NAMES)('%s can be trained, and is known again by what was asked of the run', (way) => {
    const settings = { ...defaultSettings(), preset: 'chain-3' as const, ...WAYS[way] };
    const asked = (changes: Partial<Settings> = {}): RunAsked => ({
      recipe: recipeOf({ ...settings, ...changes }),
      controls: controlsOf({ ...settings, ...changes }),
    });
    expect(wayOf(asked())).toBe(way);
    expect(wayOf(asked({ gain: 1.3 }))).toBeUndefined();
    // A rate that was set by hand on the way, weights to begin with, and recipes with several phases make it another training.
    expect(wayOf({ ...asked(), controls: { learningRate: 0.01 } })).toBeUndefined();
    expect(wayOf({ ...asked(), from: start })).toBeUndefined();
    expect(wayOf(asked({ recipe: 'live' }))).toBeUndefined();
    const recipe = recipeOf(settings);
    expect(recipeProblem(recipe)).toBeUndefined();
    expect(recipe).toMatchObject({ initialGain: WAYS[way].gain, readoutGain: WAYS[way].readout, pairWeight: WAYS[way].pairs });
  });
  it('differ in nothing but start, penalty and pair term', () => {
    const { rich, lazy } = WAYS;
    const differ = Object.keys(rich).filter((key) => rich[key as keyof typeof rich] !== lazy[key as keyof typeof lazy]);
    expect(differ).toEqual(['gain', 'readout', 'penalty', 'pairs']);
  });
});
