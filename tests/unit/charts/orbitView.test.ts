import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawArrow3d, drawAxes3d, drawPlane3d } from '../../../src/charts/axes3d';
import {
  FROM_ABOVE,
  KEY_STEP,
  type OrbitView,
  projectPoint,
  rotateBy,
  rotateByKey,
  rotationMatrix,
  SLANTED,
  scaleAt,
  screenColumns,
  viewOfTurning,
} from '../../../src/charts/orbitView';
import { PALETTES } from '../../../src/charts/palette';
import { planeScale } from '../../../src/charts/planeView';
import { recordingContext } from './recordingContext';

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const angles = fc.record({ yaw: real(-Math.PI, Math.PI), pitch: real(-Math.PI, 0) });
const points = fc.record({ x: real(-5, 5), y: real(-5, 5), z: real(-5, 5) });
const origin = { x: 0, y: 0, z: 0 };
const looking = (from: { yaw: number; pitch: number }, perspective = 0, centre = origin): OrbitView => ({
  ...from,
  centre,
  perspective,
});

describe('the camera', () => {
  it('turns by orthonormal right-handed matrices', () => {
    fc.assert(
      fc.property(angles, (from) => {
        const r = rotationMatrix(from);
        for (let i = 0; i < 3; i++)
          for (let j = 0; j < 3; j++) {
            let dot = 0;
            for (let k = 0; k < 3; k++) dot += r[3 * i + k]! * r[3 * j + k]!;
            expect(dot).toBeCloseTo(i === j ? 1 : 0, 12);
          }
        const determinant =
          r[0] * (r[4] * r[8] - r[5] * r[7]) - r[1] * (r[3] * r[8] - r[5] * r[6]) + r[2] * (r[3] * r[7] - r[4] * r[6]);
        expect(determinant).toBeCloseTo(1, 12);
      }),
    );
  });
  it('from above shows the plane PC1–PC2 as it is, and the third axis is depth', () => {
    fc.assert(
      fc.property(points, ({ x, y, z }) => {
        const seen = projectPoint(looking(FROM_ABOVE), x, y, z);
        expect([seen.x, seen.y, seen.depth]).toEqual([x, y, z].map((value) => expect.closeTo(value, 12)));
      }),
    );
  });
  it('a full turn by keys or by drags of any lengths is the identity', () => {
    let view = looking(SLANTED);
    for (let k = 0; k < Math.round((2 * Math.PI) / KEY_STEP); k++) view = rotateByKey(view, 'ArrowRight')!;
    expect(view.yaw).toBeCloseTo(SLANTED.yaw, 10);
    expect(view.pitch).toBe(SLANTED.pitch);
    fc.assert(
      fc.property(angles, real(-800, 800), (from, dx) => {
        const turned = rotationMatrix(rotateBy(rotateBy(looking(from), dx, 0), 800 - dx, 0));
        rotationMatrix(from).forEach((value, k) => {
          expect(turned[k]).toBeCloseTo(value, 10);
        });
      }),
    );
  });
  it('a drag moves what is in front with the pointer', () => {
    fc.assert(
      fc.property(angles, (from) => {
        const view = looking(from);
        const [, , , , , , x, y, z] = rotationMatrix(from);
        // The point nearest the viewer starts in the middle of the picture.
        const right = projectPoint(rotateBy(view, 5, 0), x, y, z);
        expect(right.x).toBeGreaterThanOrEqual(-1e-12);
        if (Math.abs(Math.sin(from.pitch)) > 0.1) expect(right.x).toBeGreaterThan(1e-3);
        if (from.pitch < -0.1) expect(projectPoint(rotateBy(view, 0, 5), x, y, z).y).toBeLessThan(-1e-3);
      }),
    );
  });
  it('pitch stops where the plane is seen from straight above or below', () => {
    expect(rotateBy(looking(SLANTED), 0, 1e5).pitch).toBe(0);
    expect(rotateBy(looking(SLANTED), 0, -1e5).pitch).toBe(-Math.PI);
    expect(rotateByKey(looking(SLANTED), 'Enter')).toBeUndefined();
  });
  it('keeps distances in orthographic projection, and the centre in the middle always', () => {
    fc.assert(
      fc.property(angles, points, points, real(0, 0.1), (from, point, centre, perspective) => {
        const seen = projectPoint(looking(from, 0, centre), point.x, point.y, point.z);
        expect(Math.hypot(seen.x, seen.y, seen.depth)).toBeCloseTo(
          Math.hypot(point.x - centre.x, point.y - centre.y, point.z - centre.z),
          10,
        );
        expect(projectPoint(looking(from, perspective, centre), centre.x, centre.y, centre.z)).toEqual({
          x: expect.closeTo(0, 12),
          y: expect.closeTo(0, 12),
          depth: expect.closeTo(0, 12),
        });
      }),
    );
  });
  it('depth is the order along the line of sight: of two points on it the nearer is deeper towards the viewer and larger', () => {
    fc.assert(
      fc.property(angles, points, real(0.1, 3), (from, point, step) => {
        const [, , , , , , x, y, z] = rotationMatrix(from);
        const near = { x: point.x + step * x, y: point.y + step * y, z: point.z + step * z };
        const flat = looking(from);
        const a = projectPoint(flat, point.x, point.y, point.z);
        const b = projectPoint(flat, near.x, near.y, near.z);
        expect(b.depth - a.depth).toBeCloseTo(step, 10);
        expect([b.x, b.y]).toEqual([expect.closeTo(a.x, 10), expect.closeTo(a.y, 10)]);
        const eyed = looking(from, 0.05);
        const size = (seen: { x: number; y: number }) => Math.hypot(seen.x, seen.y);
        const [far, close] = [projectPoint(eyed, point.x, point.y, point.z), projectPoint(eyed, near.x, near.y, near.z)];
        expect(size(close)).toBeGreaterThanOrEqual(size(far) - 1e-12);
      }),
    );
  });
  it('many points at once are the same as one by one', () => {
    fc.assert(
      fc.property(angles, fc.array(points, { minLength: 1, maxLength: 20 }), real(0, 0.1), (from, cloud, perspective) => {
        const view = looking(from, perspective, { x: 1, y: -2, z: 0.5 });
        const stride = 4;
        const rows = new Float64Array(cloud.length * stride).fill(99);
        cloud.forEach(({ x, y, z }, i) => {
          rows.set([x, y, z], i * stride);
        });
        const out = new Float64Array(cloud.length * 2);
        const depth = new Float64Array(cloud.length);
        screenColumns(rows, stride, view, cloud.length, out, depth);
        const r = rotationMatrix(from);
        cloud.forEach(({ x, y, z }, i) => {
          const away = [x - 1, y + 2, z - 0.5];
          const [right, up, towards] = [0, 1, 2].map((k) => away.reduce((sum, value, j) => sum + r[3 * k + j]! * value, 0));
          const nearness = 1 / Math.max(0.2, 1 - perspective * towards!);
          expect(out[2 * i]).toBeCloseTo(right! * nearness, 9);
          expect(out[2 * i + 1]).toBeCloseTo(up! * nearness, 9);
          expect(depth[i]).toBeCloseTo(towards!, 9);
        });
      }),
    );
  });
  it('the view of a cloud holds it from every side', () => {
    fc.assert(
      fc.property(fc.array(points, { minLength: 1, maxLength: 30 }), angles, real(0, 0.1), (cloud, from, perspective) => {
        const view = looking(from, perspective);
        const rows = Float64Array.from(cloud.flatMap(({ x, y, z }) => [x, y, z]));
        const { spanX, spanY, ...centre } = viewOfTurning(rows, 3, cloud.length, view);
        expect(centre).toEqual({ centreX: 0, centreY: 0 });
        for (const { x, y, z } of cloud) {
          const seen = projectPoint(view, x, y, z);
          expect(Math.abs(seen.x)).toBeLessThanOrEqual(spanX);
          expect(Math.abs(seen.y)).toBeLessThanOrEqual(spanY);
        }
      }),
    );
  });
});

describe('marks in space', () => {
  const scale = planeScale({ centreX: 0, centreY: 0, spanX: 2, spanY: 2 }, 400, 400);
  const palette = PALETTES.screen;
  const names = ['PC1', 'PC2', 'PC3'] as const;
  const tipOf = (view: OrbitView, axis: number) => projectPoint(view, Number(axis === 0), Number(axis === 1), Number(axis === 2));

  it('axes are drawn from the far one to the near one, from the origin, to their tips', () => {
    fc.assert(
      fc.property(angles, (from) => {
        const view = looking(from);
        const { context, painted } = recordingContext();
        drawAxes3d(context, scale, view, 1, names, palette);
        const depths = painted
          .filter(({ kind }) => kind === 'text')
          .map(({ text }) => {
            const axis = names.indexOf(text as (typeof names)[number]);
            return tipOf(view, axis).depth;
          });
        expect(depths).toHaveLength(3);
        expect(depths).toEqual([...depths].sort((a, b) => a - b));
        for (const { paths } of painted.filter(({ kind }) => kind === 'stroke')) {
          expect(paths[0]![0]!.x).toBeCloseTo(200, 9);
          expect(paths[0]![0]!.y).toBeCloseTo(200, 9);
        }
        const tips = painted.filter(({ kind }) => kind === 'fill').map(({ paths }) => paths[0]![0]!);
        for (let axis = 0; axis < 3; axis++) {
          const seen = tipOf(view, axis);
          const nearest = Math.min(...tips.map((tip) => Math.hypot(tip.x - scale.x(seen.x), tip.y - scale.y(seen.y))));
          expect(nearest).toBeLessThan(1e-6);
        }
      }),
    );
  });
  it('the plane seen from above is its rectangle, and edge-on is a line', () => {
    const above = recordingContext();
    drawPlane3d(above.context, scale, looking(FROM_ABOVE), { middle: origin, halfX: 1, halfY: 0.5 }, palette);
    const fill = above.painted.find(({ kind }) => kind === 'fill')!;
    expect(fill.alpha).toBeLessThan(0.2);
    const xs = fill.paths[0]!.map(({ x }) => x);
    const ys = fill.paths[0]!.map(({ y }) => y);
    expect([Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]).toEqual([100, 300, 150, 250]);
    expect(above.state.globalAlpha).toBe(1);
    const edge = recordingContext();
    drawPlane3d(edge.context, scale, looking({ yaw: 0.3, pitch: -Math.PI / 2 }), { middle: origin, halfX: 1, halfY: 1 }, palette);
    for (const { y } of edge.painted[0]!.paths[0]!) expect(y).toBeCloseTo(200, 9);
  });
  it('an arrow seen end-on still shows its label, off the dot', () => {
    const { context, painted } = recordingContext();
    const style = { colour: '#123456', paper: '#ffffff', label: 'output 1', width: 2, fontSize: 12 };
    drawArrow3d(context, scale, looking(FROM_ABOVE), origin, { x: 0, y: 0, z: 1 }, style);
    const text = painted.find(({ kind }) => kind === 'text')!;
    expect(text).toMatchObject({ text: 'output 1', colour: '#123456' });
    expect(text.paths[0]![0]!.x).toBeGreaterThan(203);
  });
  it('a scale moved to a corner has its centre there and is a scale', () => {
    const corner = scaleAt(scale, 50, 340);
    expect([corner.x(0), corner.y(0)]).toEqual([50, 340]);
    expect(corner.x(1) - corner.x(0)).toBe(scale.unit);
    expect(corner.x(corner.range.left)).toBeCloseTo(0, 9);
    expect(corner.x(corner.range.right)).toBeCloseTo(400, 9);
    expect(corner.y(corner.range.top)).toBeCloseTo(0, 9);
    expect(corner.y(corner.range.bottom)).toBeCloseTo(400, 9);
  });
});
