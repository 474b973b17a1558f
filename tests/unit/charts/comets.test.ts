import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CometData, cometSteps, drawComets } from '../../../src/charts/comets';
import { type PlaneScale, planeScale } from '../../../src/charts/planeView';
import { recordingContext } from './recordingContext';

/** Pixels are data, so that marks are read off directly. */
const scale: PlaneScale = { unit: 1, x: (v) => v, y: (v) => v, range: { left: 0, right: 1, bottom: 0, top: 1 } };

/** Particle p at step t is at (t, 1000·p) and has label (t + p) mod 3. */
function comets(particles: number, capacity: number, to: number, tail: number): CometData {
  const stride = 3;
  const points = new Float64Array(capacity * particles * stride);
  const labels = new Uint8Array(capacity * particles);
  for (let t = Math.max(0, to - capacity); t < to; t++)
    for (let p = 0; p < particles; p++) {
      const place = (t % capacity) * particles + p;
      points.set([t, 1000 * p, 7], place * stride);
      labels[place] = (t + p) % 3;
    }
  return {
    points,
    stride,
    axes: [0, 1],
    capacity,
    particles,
    first: 0,
    to,
    tail,
    labels,
    colours: ['#0', '#1', '#2'],
    width: 2,
    radius: 3,
  };
}

const cases = fc.record({
  particles: fc.integer({ min: 1, max: 12 }),
  capacity: fc.integer({ min: 1, max: 40 }),
  to: fc.integer({ min: 1, max: 90 }),
  tail: fc.integer({ min: 0, max: 50 }),
});

function segmentsOf(data: CometData) {
  const { context, painted, state } = recordingContext();
  drawComets(context, scale, data);
  expect(state.globalAlpha).toBe(1);
  const strokes = painted.filter(({ kind }) => kind === 'stroke');
  const segments = strokes.flatMap(({ paths, colour, alpha, width }) =>
    paths.flatMap((path) => path.slice(1).map((end, i) => ({ start: path[i]!, end, colour, alpha, width }))),
  );
  const fills = painted.filter(({ kind }) => kind === 'fill');
  return { segments, strokes, fills };
}

describe('tails', () => {
  it('hold each remembered segment once, in the colour of the step it ends at, and no longer than asked', () => {
    fc.assert(
      fc.property(cases, ({ particles, capacity, to, tail }) => {
        const { segments } = segmentsOf(comets(particles, capacity, to, tail));
        const remembered = Math.min(to, capacity);
        const length = Math.min(tail, remembered - 1);
        const wanted: string[] = [];
        for (let p = 0; p < particles; p++)
          for (let t = to - length; t < to; t++) wanted.push([t - 1, t, 1000 * p, `#${(t + p) % 3}`].join());
        expect(
          segments
            .map(({ start, end, colour }) => {
              expect(start.y).toBe(end.y);
              return [start.x, end.x, end.y, colour].join();
            })
            .sort(),
        ).toEqual(wanted.sort());
      }),
    );
  });
  it('only darken and broaden towards now, and the newest segment is as dark however young the comet', () => {
    fc.assert(
      fc.property(cases, (shape) => {
        const data = comets(shape.particles, shape.capacity, shape.to, Math.max(1, shape.tail));
        const segments = segmentsOf(data).segments.sort((a, b) => a.end.x - b.end.x);
        for (let i = 1; i < segments.length; i++) {
          expect(segments[i]!.alpha).toBeGreaterThanOrEqual(segments[i - 1]!.alpha);
          expect(segments[i]!.width).toBeGreaterThanOrEqual(segments[i - 1]!.width);
        }
        if (segments.length > 0) expect(segments.at(-1)!.alpha).toBeCloseTo(0.8, 12);
      }),
    );
  });
  it('are drawn in at most one path per fade group, colour and sixteen particles', () => {
    const { strokes, segments } = segmentsOf(comets(200, 64, 64, 20));
    expect(segments).toHaveLength(200 * 20);
    expect(strokes.length).toBeLessThanOrEqual(8 * 3 * Math.ceil(200 / 16));
  });
  it('never begin before the first step or in overwritten slots', () => {
    expect(cometSteps({ capacity: 100, first: 30, to: 40, tail: 20 })).toEqual({ begin: 31, end: 40 });
    expect(cometSteps({ capacity: 8, first: 0, to: 40, tail: 20 })).toEqual({ begin: 33, end: 40 });
    expect(cometSteps({ capacity: 100, first: 0, to: 40, tail: 20 })).toEqual({ begin: 20, end: 40 });
  });
  it('leave out steps at which a particle is not there', () => {
    const data = comets(2, 16, 10, 9);
    (data.points as Float64Array).fill(Number.NaN, (5 * 2 + 1) * 3, (5 * 2 + 2) * 3);
    const { segments } = segmentsOf(data);
    expect(segments.filter(({ end }) => end.y === 0)).toHaveLength(9);
    const broken = segments.filter(({ end }) => end.y === 1000);
    expect(broken.map(({ end }) => end.x).sort()).toEqual([1, 2, 3, 4, 7, 8, 9]);
  });
});

describe('heads', () => {
  it('are discs at the newest states in their labels’ colours, with halos while the comets are few', () => {
    fc.assert(
      fc.property(cases, ({ particles, capacity, to, tail }) => {
        const { fills } = segmentsOf(comets(particles, capacity, to, tail));
        const solid = fills
          .filter(({ alpha }) => alpha === 1)
          .flatMap(({ discs, colour }) => discs.map((disc) => ({ ...disc, colour })));
        expect(solid.sort((a, b) => a.y - b.y)).toEqual(
          Array.from({ length: particles }, (_, p) => ({ x: to - 1, y: 1000 * p, radius: 3, colour: `#${(to - 1 + p) % 3}` })),
        );
        expect(fills.filter(({ alpha }) => alpha < 1).reduce((sum, { discs }) => sum + discs.length, 0)).toBe(particles);
      }),
    );
    expect(segmentsOf(comets(100, 8, 8, 4)).fills.every(({ alpha }) => alpha === 1)).toBe(true);
  });
  it('glide between the last two steps, and the tail ends at them', () => {
    const { segments, fills } = segmentsOf({ ...comets(3, 16, 12, 5), fraction: 0.25 });
    for (const { x } of fills.flatMap(({ discs }) => discs)) expect(x).toBeCloseTo(10.25, 6);
    expect(segments.filter(({ end }) => end.x === 10.25)).toHaveLength(3);
    expect(Math.max(...segments.map(({ end }) => end.x))).toBe(10.25);
  });
  it('with one label per particle the whole comet has its colour', () => {
    const data = { ...comets(3, 16, 12, 5), labels: Uint8Array.of(2, 0, 2) };
    const { segments, fills } = segmentsOf(data);
    expect(segments).toHaveLength(15);
    for (const { end, colour } of segments) expect(colour).toBe(end.y === 1000 ? '#0' : '#2');
    for (const { discs, colour } of fills) for (const { y } of discs) expect(colour).toBe(y === 1000 ? '#0' : '#2');
  });
  it('nothing is drawn before the first step', () => {
    const { context, painted } = recordingContext();
    drawComets(context, planeScale({ centreX: 0, centreY: 0, spanX: 1, spanY: 1 }, 10, 10), comets(3, 16, 0, 5));
    expect(painted).toEqual([]);
  });
});
