import { describe, expect, it } from 'vitest';
import { skeleton } from '../../../src/analyses/skeleton/compute';
import { placeSkeleton, skeletonFigure } from '../../../src/analyses/skeleton/figure';
import { graphFigure, pairsOf } from '../../../src/analyses/skeleton/graphFigure';
import { indexText, kindText } from '../../../src/analyses/skeleton/words';
import { PALETTES } from '../../../src/charts/palette';
import { summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { ORBIT_STRIDE } from '../../../src/dynamics/orbit/orbitPlanes';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { projectStates } from '../../../src/math/projection';
import { recordingContext } from '../charts/recordingContext';
import { biasedRivals, ring } from '../dynamics/skeleton/planted';
import { finish } from '../finish';

const PALETTE = PALETTES.screen;
const hmm = PAPER_HMMS.fully;

const weights = biasedRivals(3);
const report = finish(skeleton({ weights, hmm, seed: 1 }));
const orbit = summariseOrbit(weights, { steps: 3000, seed: 1 });
const placed = placeSkeleton(report, orbit);

describe('the skeleton of three rivals', () => {
  it('joins every two outputs, as the model does, and is told in words', () => {
    expect(report.graph).toMatchObject({ precision: 1, recall: 1 });
    expect(kindText(report)).toBe('A switch: the mean step rests at 3 points, with 3 saddles between them.');
    expect(indexText(report)).toBe('+1, complete');
  });

  it('has runs released at each of its three saddles, all of which end at some output', () => {
    expect(report.committors.map(({ point }) => report.points[point]!.unstable)).toEqual([1, 1, 1]);
    for (const { shares } of report.committors) {
      expect(shares.map(({ n }) => n)).toEqual([800, 800, 800]);
      expect(shares.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(1, 9);
      // By symmetry neither of the two sides is preferred: the third, behind, is reached least.
      const [least, ...sides] = shares.map(({ value }) => value).sort((a, b) => a - b);
      expect(least).toBeLessThan(Math.min(...sides));
      expect(Math.abs(sides[0]! - sides[1]!)).toBeLessThan(0.12);
    }
  });

  it('gives up a network that grows without bound, and says why', () => {
    expect(() => finish(skeleton({ weights: biasedRivals(3, 1.5, 0), hmm, seed: 1 }))).toThrow('divergence cap');
  });
});

describe('the picture', () => {
  const axes = [0, 1] as const;
  const rows = (sigma: number) => skeletonFigure(placed, orbit, axes, sigma).table().rows;
  const places = (sigma: number) => rows(sigma).map((row) => row.slice(-2) as [number, number]);

  it('shrinks straight into the cross with σ', () => {
    const cross = [orbit.origin[0]!, orbit.origin[1]!];
    const [whole, half, none] = [places(1), places(0.5), places(0)];
    whole.forEach((place, n) => {
      for (const k of [0, 1] as const) {
        expect(half[n]![k]).toBeCloseTo((place[k] + cross[k]!) / 2, 5);
        expect(none[n]![k]).toBeCloseTo(cross[k]!, 5);
      }
    });
  });

  it('has the points of another σ where a search at that σ finds them', () => {
    const scaled = report.points.map(({ state }) =>
      projectStates(
        state.map((value) => 0.5 * value),
        orbit.basis,
        ORBIT_STRIDE,
      ),
    );
    places(0.5).forEach(([x, y], n) => {
      expect(x).toBeCloseTo(scaled[n]![0]!, 4);
      expect(y).toBeCloseTo(scaled[n]![1]!, 4);
    });
  });

  it('marks each kind in its own way', () => {
    const painted = (sigma: number) => {
      const { context, painted: marks } = recordingContext();
      skeletonFigure(placed, orbit, axes, sigma).draw(context, 400, 300, PALETTE);
      return marks;
    };
    const marks = painted(1);
    const discs = marks.filter(({ kind, discs: [disc] }) => kind === 'fill' && disc && disc.radius < 8);
    expect(discs).toHaveLength(report.points.filter(({ kind }) => kind === 'stable').length);
    // A diamond of four corners, closed, in ink; an arrow head is a triangle.
    const filled = marks.filter(({ kind, colour, paths }) => kind === 'fill' && colour === PALETTE.ink && paths.length > 0);
    const saddles = report.points.filter(({ kind }) => kind === 'saddle');
    expect(filled.filter(({ paths }) => paths[0]!.length === 5)).toHaveLength(saddles.length);
    expect(filled.filter(({ paths }) => paths[0]!.length === 4)).toHaveLength(
      2 * saddles.reduce((sum, { directions }) => sum + directions.length, 0),
    );
  });

  it('closes a cycle, thin, in the plane of the run', () => {
    const turning = ring(3);
    const found = finish(skeleton({ weights: turning, hmm, seed: 1 }));
    const run = summariseOrbit(turning, { steps: 3000, seed: 1 });
    const { context, painted: marks } = recordingContext();
    skeletonFigure(placeSkeleton(found, run), run, [0, 1], 1).draw(context, 400, 300, PALETTE);
    const lap = marks.find(({ kind, paths }) => kind === 'stroke' && (paths[0]?.length ?? 0) === found.cycle!.steps + 1);
    expect(lap!.width).toBeLessThan(2);
    expect(lap!.paths[0]!.at(-1)).toEqual(lap!.paths[0]![0]);
    expect(kindText(found)).toMatch(/^A cycle: .* once in \d+ steps/);
  });
});

describe('the graph', () => {
  const graph = {
    wells: [0, 2],
    joined: [[0, 2]],
    model: [
      [0, 1],
      [0, 2],
    ],
    precision: 1,
    recall: 0.5,
  } as const;
  const mutable = structuredClone(graph) as unknown as Parameters<typeof pairsOf>[0] & Parameters<typeof graphFigure>[0];

  it('tells of each pair who has it', () => {
    expect(pairsOf(mutable).map(({ standing }) => standing)).toEqual(['model only', 'both']);
    expect(pairsOf({ joined: [[1, 2]], model: [] })).toEqual([{ pair: [1, 2], standing: 'skeleton only' }]);
    expect(graphFigure(mutable, 3).table().rows).toEqual([
      [0, 1, 'model only'],
      [0, 2, 'skeleton and model'],
    ]);
  });

  it('draws an output without a stable point open', () => {
    const { context, painted } = recordingContext();
    graphFigure(mutable, 3).draw(context, 300, 200, PALETTE);
    const nodes = painted.filter(({ kind, discs }) => kind === 'fill' && discs.length === 1).map(({ colour }) => colour);
    expect(nodes).toEqual([PALETTE.outputs[0], PALETTE.panel, PALETTE.outputs[2]]);
  });
});
