import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compressedLength, drawFlow, type FlowField, flowArrow, flowReference } from '../../../src/charts/flow';
import { arrowBetween } from '../../../src/charts/marks';
import { planeScale } from '../../../src/charts/planeView';
import { recordingContext } from './recordingContext';

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const scale = planeScale({ centreX: 0, centreY: 0, spanX: 4, spanY: 4 }, 400, 400);

/** A grid of side × side nodes around the origin. */
function gridField(side: number, spacing: number, motion: (node: number) => [number, number, number]): FlowField {
  const n = side * side;
  const nodes = Array.from({ length: n }, (_, i) => i);
  const motions = nodes.map(motion);
  return {
    x: Float64Array.from(nodes, (i) => ((i % side) - (side - 1) / 2) * spacing),
    y: Float64Array.from(nodes, (i) => (Math.floor(i / side) - (side - 1) / 2) * spacing),
    dx: Float64Array.from(motions, ([dx]) => dx),
    dy: Float64Array.from(motions, ([, dy]) => dy),
    outOfPlane: Float64Array.from(motions, ([, , share]) => share),
    spacing,
  };
}

describe('lengths', () => {
  it('grow with the displacement and never reach the limit', () => {
    fc.assert(
      fc.property(real(0, 100), real(1e-3, 100), real(1e-3, 10), (length, more, reference) => {
        expect(compressedLength(length + more, reference, 20)).toBeGreaterThanOrEqual(compressedLength(length, reference, 20));
        expect(compressedLength(length, reference, 20)).toBeLessThan(20);
      }),
    );
    expect(compressedLength(0, 1, 20)).toBe(0);
    expect(compressedLength(0, 0, 20)).toBe(0);
    expect(compressedLength(3, 3, 20)).toBeCloseTo(20 / Math.SQRT2, 12);
    // Where motion is slow it is drawn as the square root: a hundredth is a tenth.
    expect(compressedLength(1e-8, 1, 1) / compressedLength(1e-6, 1, 1)).toBeCloseTo(0.1, 5);
  });
  it('the reference is the median displacement of the known nodes', () => {
    const field = gridField(
      2,
      1,
      (i) =>
        [
          [3, 0, 0],
          [0, 1, 0],
          [Number.NaN, 0, 0],
          [0.6, 0.8, 0],
        ][i] as [number, number, number],
    );
    expect(flowReference(field)).toBeCloseTo(1, 12);
    expect(flowReference(gridField(0, 1, () => [0, 0, 0]))).toBe(0);
  });
});

describe('arrows', () => {
  it('have their head at the tip, a symmetric neck, and the head at most half of the arrow', () => {
    fc.assert(
      fc.property(real(-99, 99), real(-99, 99), real(-99, 99), real(-99, 99), real(1, 12), (x0, y0, x1, y1, head) => {
        const arrow = arrowBetween(x0, y0, x1, y1, head);
        expect(arrow.tail).toEqual({ x: x0, y: y0 });
        expect(arrow.tip).toEqual({ x: x1, y: y1 });
        const back = Math.hypot(arrow.neck.x - x1, arrow.neck.y - y1);
        expect(back).toBeCloseTo(Math.min(head, arrow.length / 2), 9);
        expect((arrow.left.x + arrow.right.x) / 2).toBeCloseTo(arrow.neck.x, 9);
        expect((arrow.left.y + arrow.right.y) / 2).toBeCloseTo(arrow.neck.y, 9);
        const across = (arrow.left.x - arrow.right.x) * (x1 - x0) + (arrow.left.y - arrow.right.y) * (y1 - y0);
        expect(across).toBeCloseTo(0, 6);
      }),
    );
  });
  it('stay inside the disc of their node whose diameter is the spacing, so none can touch another', () => {
    fc.assert(
      fc.property(real(-50, 50), real(-50, 50), real(0.01, 10), real(0.05, 1), real(1, 9), (dx, dy, reference, spacing, head) => {
        const field = gridField(1, spacing, () => [dx, dy, 0]);
        const arrow = flowArrow(scale, field, 0, reference, head)!;
        for (const { x, y } of [arrow.tail, arrow.tip, arrow.left, arrow.right])
          expect(Math.hypot(x - 200, y - 200)).toBeLessThan((spacing * scale.unit) / 2);
      }),
    );
  });
  it('point where the field goes, up on the screen for positive dy', () => {
    fc.assert(
      fc.property(real(-5, 5), real(-5, 5), (dx, dy) => {
        fc.pre(Math.hypot(dx, dy) > 0.01);
        const { tail, tip } = flowArrow(
          scale,
          gridField(1, 1, () => [dx, dy, 0]),
          0,
          1,
          5,
        )!;
        const length = Math.hypot(tip.x - tail.x, tip.y - tail.y);
        expect((tip.x - tail.x) / length).toBeCloseTo(dx / Math.hypot(dx, dy), 9);
        expect((tip.y - tail.y) / length).toBeCloseTo(-dy / Math.hypot(dx, dy), 9);
        expect((tip.x + tail.x) / 2).toBeCloseTo(200, 9);
        expect((tip.y + tail.y) / 2).toBeCloseTo(200, 9);
      }),
    );
  });
});

describe('the drawn field', () => {
  it('shows every known node once: as shaft and head, or as a dot where it stands still', () => {
    const { context, painted, state } = recordingContext();
    const field = gridField(10, 0.4, (i) =>
      i % 10 === 0 ? [0, 0, 0] : i % 10 === 1 ? [Number.NaN, 1, 0] : [0.2, i / 50, i / 100],
    );
    drawFlow(context, scale, field, '#ff0000');
    const of = (kind: string) => painted.filter((mark) => mark.kind === kind);
    expect(of('stroke').reduce((sum, { paths }) => sum + paths.length, 0)).toBe(80);
    expect(of('fill').reduce((sum, { paths }) => sum + paths.length, 0)).toBe(80);
    expect(of('fill').reduce((sum, { discs }) => sum + discs.length, 0)).toBe(10);
    expect(painted.every(({ colour }) => colour === '#ff0000')).toBe(true);
    expect(state.globalAlpha).toBe(1);
  });
  it('the more leaves the plane the fainter, whatever the order of the nodes; an unknown share is faintest', () => {
    const alphaOf = (share: number): number => {
      const { context, painted } = recordingContext();
      drawFlow(
        context,
        scale,
        gridField(1, 1, () => [1, 0, share]),
        '#000000',
      );
      expect(new Set(painted.map(({ alpha }) => alpha)).size).toBe(1);
      return painted[0]!.alpha;
    };
    fc.assert(
      fc.property(real(0, 1), real(0, 1), (a, b) => {
        if (a <= b) expect(alphaOf(a)).toBeGreaterThanOrEqual(alphaOf(b));
      }),
    );
    expect(alphaOf(0)).toBeGreaterThan(0.8);
    expect(alphaOf(1)).toBeLessThan(0.15);
    expect(alphaOf(Number.NaN)).toBe(alphaOf(1));
  });
  it('is heavier on the projector', () => {
    const widthAt = (weight: number) => {
      const { context, painted } = recordingContext();
      drawFlow(
        context,
        scale,
        gridField(3, 1, () => [1, 0, 0]),
        '#000000',
        weight,
      );
      return painted[0]!.width;
    };
    expect(widthAt(1.6) / widthAt(1)).toBeCloseTo(1.6, 12);
  });
});
