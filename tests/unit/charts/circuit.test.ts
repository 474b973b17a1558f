import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CircuitNode, circuitNodes, circuitRoutes, drawCircuit } from '../../../src/charts/circuit';
import type { GraphEdge } from '../../../src/charts/graph/canvasGraph';
import { freeDirection, nodeAt, routeBetween, routeLoop } from '../../../src/charts/graph/routes';
import { PALETTES, PROFILES } from '../../../src/charts/palette';
import { recordingContext } from './recordingContext';

const palette = PALETTES.screen;
const [WIDTH, HEIGHT] = [480, 340];

const node = (x: number, y: number): CircuitNode => ({ name: 'g', detail: '3 units', x, y, colour: '#123123', level: 0.5 });
const square = [node(0, 0), node(1, 0), node(0, 1), node(1, 1)];
const edge = (from: number, to: number, weight: number, emphasised = false): GraphEdge => ({ from, to, weight, emphasised });
const all = square.flatMap((_, from) => square.map((__, to) => edge(from, to, (from === to ? 0.1 : -0.07) * (1 + to))));

function paint(edges: GraphEdge[], nodes = square, profile = palette) {
  const { context, painted } = recordingContext();
  drawCircuit(context, WIDTH, HEIGHT, { nodes, edges, largest: 0.4 }, profile);
  return painted;
}

describe('an edge', () => {
  it('of inhibition ends in a bar across it and has no arrow head', () => {
    const marks = paint([edge(0, 1, -0.2)]).filter(({ colour }) => colour === palette.negative);
    expect(marks.map(({ kind }) => kind)).toEqual(['stroke', 'stroke']);
    const [line, bar] = marks.map(({ paths }) => paths[0]!);
    expect(bar).toHaveLength(2);
    const [before, tip] = line!.slice(-2);
    expect((bar![0]!.x + bar![1]!.x) / 2).toBeCloseTo(tip!.x, 6);
    const along = { x: tip!.x - before!.x, y: tip!.y - before!.y };
    const across = { x: bar![1]!.x - bar![0]!.x, y: bar![1]!.y - bar![0]!.y };
    const cosine = (along.x * across.x + along.y * across.y) / Math.hypot(along.x, along.y) / Math.hypot(across.x, across.y);
    expect(Math.abs(cosine)).toBeLessThan(0.05);
  });
  it('of excitation ends in a filled triangle that points at its node', () => {
    const marks = paint([edge(0, 1, 0.2)]).filter(({ colour }) => colour === palette.positive);
    expect(marks.map(({ kind }) => kind)).toEqual(['stroke', 'fill']);
    const [, tip] = marks[1]!.paths[0]!;
    const disc = circuitNodes(WIDTH, HEIGHT, square, palette)[1]!;
    const distance = Math.hypot(tip!.x - disc.x, tip!.y - disc.y);
    expect(distance).toBeGreaterThan(disc.radius);
    expect(distance).toBeLessThan(disc.radius + 5);
    for (const corner of marks[1]!.paths[0]!)
      expect(Math.hypot(corner.x - disc.x, corner.y - disc.y)).toBeGreaterThanOrEqual(distance - 1e-9);
  });
  it('is as wide as its weight, though never invisible, and is left out without one', () => {
    const width = (weight: number) => paint([edge(0, 1, weight)]).find(({ colour }) => colour === palette.positive)!.width;
    expect(width(0.4) / width(0.2)).toBeCloseTo(2, 9);
    expect(width(9)).toBe(width(0.4));
    expect(width(1e-6)).toBe(0.6);
    expect(paint([edge(0, 1, Number.NaN)]).some(({ colour }) => colour === palette.positive)).toBe(false);
  });
  it('steps back when others are emphasised', () => {
    const [first, second] = paint([edge(0, 1, 0.1), edge(1, 0, 0.1, true)]).filter(
      ({ width, kind, colour }) => kind === 'stroke' && colour === palette.positive && width > 0,
    );
    expect(first!.alpha).toBeLessThan(second!.alpha);
    expect(second!.alpha).toBe(1);
  });
  it('says its weight to two decimals', () => {
    expect(paint([edge(0, 1, -0.118)]).some(({ text, colour }) => text === '−0.12' && colour === palette.ink)).toBe(true);
  });
});

describe('routes', () => {
  const place = fc.record({ x: fc.integer({ min: 0, max: 500 }), y: fc.integer({ min: 0, max: 500 }) });
  it('of the two directions of a pair keep apart between the nodes', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        fc.pre(Math.hypot(a.x - b.x, a.y - b.y) > 150);
        const [from, to] = [
          { ...a, radius: 20 },
          { ...b, radius: 20 },
        ];
        const there = routeBetween(from, to).points;
        const back = routeBetween(to, from).points.reverse();
        there.forEach(({ x, y }, n) => {
          expect(Math.hypot(x - back[n]!.x, y - back[n]!.y)).toBeGreaterThan(10);
        });
      }),
    );
  });
  it('begin and end at the rim of their nodes and enter neither', () => {
    fc.assert(
      fc.property(place, place, fc.double({ min: -4, max: 4, noNaN: true }), (a, b, direction) => {
        fc.pre(Math.hypot(a.x - b.x, a.y - b.y) > 150);
        const [from, to] = [
          { ...a, radius: 20 },
          { ...b, radius: 20 },
        ];
        for (const [points, disc] of [
          [routeBetween(from, to).points, from],
          [routeBetween(from, to).points, to],
          [routeLoop(from, direction).points, from],
        ] as const) {
          const distances = points.map(({ x, y }) => Math.hypot(x - disc.x, y - disc.y));
          expect(Math.min(...distances)).toBeCloseTo(23, 6);
        }
      }),
    );
  });
  it('to oneself turn to where no other arrow leaves', () => {
    expect(freeDirection([], 1)).toBe(1);
    expect(Math.cos(freeDirection([0, Math.PI / 2, -Math.PI / 2], 2.5) - Math.PI)).toBeGreaterThan(0.95);
    const discs = circuitNodes(WIDTH, HEIGHT, square, palette);
    circuitRoutes(
      discs,
      [0, 1, 2, 3].map((n) => edge(n, n, 1)),
    ).forEach(({ side }, n) => {
      expect(Math.sign(side.x)).toBe(n % 2 === 0 ? -1 : 1);
    });
  });
});

describe('a circuit', () => {
  it.each(PROFILES)('stays inside its box, labels and self-loops too (%s)', (profile) => {
    for (const nodes of [
      square,
      [node(0.5, 0), node(1, 0.5), node(0.5, 1), node(0, 0.5)],
      [0, 1 / 3, 2 / 3, 1].map((x) => node(x, 0.5)),
    ]) {
      for (const { paths, discs, text, width, kind } of paint(all, nodes, PALETTES[profile])) {
        const half = kind === 'stroke' ? width / 2 : 0;
        const room = text ? { x: 3 * text.length, y: 8 } : { x: half, y: half };
        for (const { x, y } of paths.flat()) {
          expect(x - room.x).toBeGreaterThanOrEqual(0);
          expect(x + room.x).toBeLessThanOrEqual(WIDTH);
          expect(y - room.y).toBeGreaterThanOrEqual(0);
          expect(y + room.y / 2).toBeLessThanOrEqual(HEIGHT);
        }
        for (const { x, y, radius } of discs) {
          expect(Math.min(x, y, WIDTH - x, HEIGHT - y)).toBeGreaterThan(radius);
        }
      }
    }
  });
  it('shows its labels apart from each other', () => {
    const labels = paint(all).filter(({ text, colour }) => text?.includes('.') && colour === palette.ink);
    expect(labels).toHaveLength(all.length);
    const places = labels.map(({ paths }) => paths[0]![0]!);
    places.forEach((a, n) => {
      for (const b of places.slice(0, n)) expect(Math.abs(a.x - b.x) > 24 || Math.abs(a.y - b.y) > 10).toBe(true);
    });
  });
  it('fills a node by its activity in area', () => {
    const radius = (level: number) =>
      paint([], [{ ...node(0.5, 0.5), level }]).filter(({ kind, colour }) => kind === 'fill' && colour === '#123123')[0]!
        .discs[0]!.radius;
    expect((radius(0.5) / radius(1)) ** 2).toBeCloseTo(0.5, 9);
    expect([radius(0), radius(Number.NaN), radius(7)]).toEqual([0, 0, radius(1)]);
  });
  it('finds its nodes', () => {
    const discs = circuitNodes(WIDTH, HEIGHT, square, palette);
    discs.forEach(({ x, y, radius }, n) => {
      expect(nodeAt(discs, x + 0.7 * radius, y - 0.7 * radius)).toBe(n);
      expect(nodeAt(discs, x + 0.8 * radius, y - 0.8 * radius)).toBeUndefined();
    });
  });
});
