import { describe, expect, it } from 'vitest';
import { placeSkeleton, skeletonFigure } from '../../../../src/analyses/skeleton/figure';
import { PALETTES } from '../../../../src/charts/palette';
import { summariseOrbit } from '../../../../src/dynamics/orbit/orbit';
import { backProject, ORBIT_STRIDE } from '../../../../src/dynamics/orbit/orbitPlanes';
import { basins, boundsOf } from '../../../../src/dynamics/skeleton/basins';
import { labelOf } from '../../../../src/dynamics/skeleton/limitCycle';
import { createMeanMap, distance } from '../../../../src/dynamics/skeleton/meanMap';
import { skeleton } from '../../../../src/dynamics/skeleton/skeleton';
import { recordingContext } from '../../charts/recordingContext';
import { finish } from '../../finish';
import { rivals } from './planted';

const weights = rivals(2);
const orbit = summariseOrbit(weights, { steps: 4000, seed: 1 });
const found = finish(skeleton(weights, { seed: 1 }));
const wells = found.points.filter(({ unstable }) => unstable === 0);
const axes = [0, 1] as const;
const bounds = boundsOf(orbit.points, ORBIT_STRIDE, axes);
const shaded = finish(
  basins(weights, { basis: orbit.basis, axes, bounds, wells: wells.map(({ state }) => state), scale: found.drivenNorm }),
);

/** State of a node. */
const stateOf = (node: number) => {
  const { columns, rows } = shaded;
  return backProject(
    orbit.basis,
    axes,
    bounds.left + (((node % columns) + 0.5) * (bounds.right - bounds.left)) / columns,
    bounds.bottom + ((Math.floor(node / columns) + 0.5) * (bounds.top - bounds.bottom)) / rows,
  ).state;
};

describe('basins of the wells in a plane', () => {
  it('of two rivals are told by which of them is ahead', () => {
    expect(wells).toHaveLength(2);
    let clear = 0;
    shaded.reached.forEach((well, node) => {
      const [a, b] = stateOf(node);
      // The rivals are alike, so the border is where they are equal.
      if (Math.abs(a! - b!) < 0.05) return;
      clear++;
      expect(wells[well]!.label).toBe(a! > b! ? 0 : 1);
    });
    expect(clear).toBeGreaterThan(400);
  });

  it('hold what the map does when it is iterated on and on', () => {
    const map = createMeanMap(weights);
    for (let node = 0; node < shaded.reached.length; node += 41) {
      const state = stateOf(node);
      for (let step = 0; step < 5000; step++) map.apply(state, state);
      const well = shaded.reached[node]!;
      if (well >= 0) expect(distance(state, wells[well]!.state)).toBeLessThan(1e-6);
      else expect(Math.abs(state[0]! - state[1]!)).toBeLessThan(1e-3);
    }
  });

  it('leave bare what reaches none of the wells they are given', () => {
    const one = finish(basins(weights, { basis: orbit.basis, axes, bounds, wells: [wells[0]!.state], scale: found.drivenNorm }));
    expect(one.undecided).toBeGreaterThan(0.2);
    expect(one.undecided).toBeLessThan(0.8);
  });

  it('are painted under the skeleton in the colour of the output of their well, and shrink with it', () => {
    const placed = placeSkeleton(found, orbit);
    const cells = (sigma: number) => {
      const { context, painted } = recordingContext();
      skeletonFigure(placed, orbit, axes, sigma, shaded).draw(context, 500, 400, PALETTES.screen);
      return painted.filter(({ kind, alpha }) => kind === 'rect' && alpha === 0.13);
    };
    const whole = cells(1);
    const decided = shaded.reached.filter((well) => well >= 0);
    expect(whole.map(({ colour }) => colour)).toEqual(
      Array.from(decided, (well) => PALETTES.screen.outputs[labelOf(weights.readoutWeights, wells[well]!.state)]),
    );
    const wide = ({ paths: [corners] }: (typeof whole)[number]) =>
      Math.max(...corners!.map(({ x }) => x)) - Math.min(...corners!.map(({ x }) => x));
    expect(wide(cells(0.5)[0]!)).toBeCloseTo(wide(whole[0]!) / 2, 6);
  });
});
