import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlaneView, planeScale } from '../../../src/charts/planeView';
import {
  brushTo,
  clampView,
  DEEPEST,
  dataAt,
  FARTHEST,
  isHome,
  panBy,
  relativeSize,
  wheelFactor,
  zoomAt,
} from '../../../src/charts/viewGestures';

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const views: fc.Arbitrary<PlaneView> = fc.record({
  centreX: real(-50, 50),
  centreY: real(-50, 50),
  spanX: real(0.1, 30),
  spanY: real(0.1, 30),
});
const sizes = fc.record({ width: real(100, 2000), height: real(100, 1500) });
const shares = fc.record({ x: real(0, 1), y: real(0, 1) });

/** Differences count beside the view's own size. */
function expectNear(a: PlaneView, b: PlaneView, digits = 8) {
  for (const key of ['centreX', 'centreY', 'spanX', 'spanY'] as const)
    expect((a[key] - b[key]) / (b.spanX + b.spanY)).toBeCloseTo(0, digits);
}

describe('zooming', () => {
  it('keeps the data point under the pointer, and changes the scale by the factor', () => {
    fc.assert(
      fc.property(views, sizes, shares, real(0.1, 10), (view, { width, height }, at, factor) => {
        const scale = planeScale(view, width, height);
        const [px, py] = [at.x * width, at.y * height];
        const after = planeScale(zoomAt(view, scale, px, py, factor), width, height);
        expect(after.unit / scale.unit / factor).toBeCloseTo(1, 9);
        const point = dataAt(scale, px, py);
        expect(after.x(point.x)).toBeCloseTo(px, 6);
        expect(after.y(point.y)).toBeCloseTo(py, 6);
      }),
    );
  });
  it('in and out again at one place is no zoom', () => {
    fc.assert(
      fc.property(views, sizes, shares, real(0.1, 10), (view, { width, height }, at, factor) => {
        const [px, py] = [at.x * width, at.y * height];
        const near = zoomAt(view, planeScale(view, width, height), px, py, factor);
        expectNear(zoomAt(near, planeScale(near, width, height), px, py, 1 / factor), view);
      }),
    );
  });
  it('stops at the limits without moving the picture', () => {
    fc.assert(
      fc.property(views, sizes, shares, real(0.01, 100), (home, { width, height }, at, factor) => {
        let view = home;
        const zoom = () => zoomAt(view, planeScale(view, width, height), at.x * width, at.y * height, factor, home);
        for (let k = 0; k < 600; k++) view = zoom();
        const size = relativeSize(view, home);
        expect(size).toBeGreaterThanOrEqual(DEEPEST * (1 - 1e-9));
        expect(size).toBeLessThanOrEqual(FARTHEST * (1 + 1e-9));
        if (factor > 1.02) expect(size).toBeCloseTo(DEEPEST, 9);
        if (factor < 0.98) expect(size).toBeCloseTo(FARTHEST, 6);
        if (Math.abs(factor - 1) > 0.02) expectNear(zoom(), view, 6);
      }),
      { numRuns: 30 },
    );
  });
  it('a wheel turned back undoes itself, and a line is worth 16 pixels', () => {
    fc.assert(
      fc.property(real(-2000, 2000), fc.constantFrom(0, 1, 2), (delta, mode) => {
        expect(wheelFactor(delta, mode) * wheelFactor(-delta, mode)).toBeCloseTo(1, 12);
        if (delta > 0.01) expect(wheelFactor(delta, mode)).toBeLessThan(1);
      }),
    );
    expect(wheelFactor(3, 1)).toBe(wheelFactor(48, 0));
    expect(wheelFactor(-100, 0)).toBeCloseTo(1.197, 3);
  });
});

describe('panning', () => {
  it('moves every point with the pointer, and moves add up', () => {
    fc.assert(
      fc.property(views, sizes, shares, shares, (view, { width, height }, a, b) => {
        const scale = planeScale(view, width, height);
        const [dx, dy] = [a.x * width, -a.y * height];
        const moved = panBy(view, scale, dx, dy);
        const after = planeScale(moved, width, height);
        const point = dataAt(scale, b.x * width, b.y * height);
        expect(after.x(point.x) - scale.x(point.x)).toBeCloseTo(dx, 6);
        expect(after.y(point.y) - scale.y(point.y)).toBeCloseTo(dy, 6);
        expectNear(panBy(moved, after, b.x - dx, b.y - dy), panBy(view, scale, b.x, b.y));
      }),
    );
  });
});

describe('brushing', () => {
  it('shows the whole rectangle, as large as it fits, from any corner', () => {
    fc.assert(
      fc.property(views, sizes, shares, shares, (view, { width, height }, a, b) => {
        const scale = planeScale(view, width, height);
        const brush = { x0: a.x * width, y0: a.y * height, x1: b.x * width, y1: b.y * height };
        fc.pre(Math.abs(brush.x1 - brush.x0) >= 4 && Math.abs(brush.y1 - brush.y0) >= 4);
        const brushed = brushTo(view, scale, brush);
        expectNear(brushTo(view, scale, { x0: brush.x1, y0: brush.y0, x1: brush.x0, y1: brush.y1 }), brushed);
        const after = planeScale(brushed, width, height);
        const [p, q] = [dataAt(scale, brush.x0, brush.y0), dataAt(scale, brush.x1, brush.y1)];
        const across = Math.abs(after.x(p.x) - after.x(q.x)) / width;
        const down = Math.abs(after.y(p.y) - after.y(q.y)) / height;
        expect(Math.max(across, down)).toBeCloseTo(1, 6);
        expect(after.x(p.x) + after.x(q.x)).toBeCloseTo(width, 4);
        expect(after.y(p.y) + after.y(q.y)).toBeCloseTo(height, 4);
      }),
    );
  });
  it('a click changes nothing; a straight brush still has an extent', () => {
    const view = { centreX: 1, centreY: 2, spanX: 3, spanY: 2 };
    const scale = planeScale(view, 600, 400);
    expect(brushTo(view, scale, { x0: 10, y0: 10, x1: 12, y1: 13 })).toBe(view);
    expect(brushTo(view, scale, { x0: 100, y0: 200, x1: 300, y1: 200 })).toEqual({
      centreX: 0,
      centreY: 2,
      spanX: 1,
      spanY: 0.005,
    });
  });
});

describe('limits', () => {
  it('a clamped view is permitted, keeps its proportions, stays inside the farthest view, and clamps to itself', () => {
    fc.assert(
      fc.property(views, views, real(1e-4, 1e4), (home, other, factor) => {
        const view = { ...other, spanX: other.spanX * factor, spanY: other.spanY * factor };
        const clamped = clampView(view, home);
        const size = relativeSize(clamped, home);
        expect(size).toBeGreaterThanOrEqual(DEEPEST * (1 - 1e-9));
        expect(size).toBeLessThanOrEqual(FARTHEST * (1 + 1e-9));
        expect((clamped.spanX * view.spanY) / (clamped.spanY * view.spanX)).toBeCloseTo(1, 9);
        for (const [centre, span, about, most] of [
          [clamped.centreX, clamped.spanX, home.centreX, home.spanX],
          [clamped.centreY, clamped.spanY, home.centreY, home.spanY],
        ] as const)
          expect((Math.abs(centre - about) + span) / most).toBeLessThanOrEqual(FARTHEST + 1e-9);
        expectNear(clampView(clamped, home), clamped);
      }),
    );
  });
  it('leaves permitted views alone', () => {
    fc.assert(
      fc.property(views, real(DEEPEST, FARTHEST), shares, (home, factor, at) => {
        const view = {
          centreX: home.centreX + (2 * at.x - 1) * (FARTHEST - factor) * home.spanX,
          centreY: home.centreY + (2 * at.y - 1) * (FARTHEST - factor) * home.spanY,
          spanX: home.spanX * factor,
          spanY: home.spanY * factor,
        };
        expectNear(clampView(view, home), view, 9);
      }),
    );
  });
  it('home is home, and a pixel away is not', () => {
    fc.assert(
      fc.property(views, sizes, (home, { width, height }) => {
        expect(isHome(home, home)).toBe(true);
        const scale = planeScale(home, width, height);
        expect(isHome(panBy(home, scale, 1, 0), home)).toBe(false);
        expect(isHome(panBy(home, scale, 0, 1), home)).toBe(false);
        expect(isHome(zoomAt(home, scale, width / 2, height / 2, 1.01), home)).toBe(false);
        const there = zoomAt(panBy(home, scale, 31, 7), scale, 5, 5, 1);
        expect(isHome(panBy(there, scale, -31, -7), home)).toBe(true);
      }),
    );
  });
});
