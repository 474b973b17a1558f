import { describe, expect, it } from 'vitest';
import { integration } from '../../../src/analyses/integration/compute';
import { driveFigure, noiseFigure } from '../../../src/analyses/integration/figures';
import { filmFigure, planeFilm } from '../../../src/analyses/integration/filmFigure';
import { foundText, scenesOf } from '../../../src/analyses/integration/words';
import { PALETTES } from '../../../src/charts/palette';
import { BEFORE } from '../../../src/dynamics/circuit/flipExample';
import { handBuiltNetwork } from '../../../src/dynamics/circuit/handBuilt';
import { integrationTargets } from '../../../src/dynamics/circuit/noiseIntegration';
import { summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { recordingContext } from '../charts/recordingContext';
import { finish } from '../finish';

const { weights } = handBuiltNetwork();
// Population 2 of the paper's pair inhibits the second kick unit: each excites the kick that ends the other output.
const targets = integrationTargets(
  [
    { units: [4], directions: [{ from: 0, to: 2 }] },
    { units: [5], directions: [{ from: 2, to: 0 }] },
  ],
  [[2], [3]],
);
const report = finish(integration({ weights, targets, seed: 1 }));
const [first] = report.directions as [(typeof report.directions)[0]];
const PALETTE = PALETTES.screen;

describe('noise before the switch of the network built by hand', () => {
  it('is found in both directions, and told with its time', () => {
    expect(report.directions.map(({ from, to }) => [from, to])).toEqual([
      [0, 2],
      [2, 0],
    ]);
    for (const found of report.directions)
      expect(foundText(found)).toMatch(/noise pushes the populations apart: .* \d+ steps \[\d+, \d+\]\.$/);
    const chance = { ...first, populations: { ...first.populations, total: { value: 0, low: -1, high: 1, n: 9 } } };
    expect(foundText(chance)).toContain('no more noise is gathered');
  });

  it('is drawn at every step before the change, with the numbers in the table', () => {
    const { columns, rows } = noiseFigure(first).table();
    expect(rows).toHaveLength(BEFORE + 1);
    for (const row of rows) expect(row).toHaveLength(columns.length);
    expect(rows[3]![1]).toBe(first.populations.average[3]!.value);
    expect(driveFigure(first).table().rows[0]![1]).toBe(first.groupDrive[0]!.value);
    const { context, painted } = recordingContext();
    noiseFigure(first).draw(context, 400, 250, PALETTE);
    const lines = painted.filter(({ kind, paths }) => kind === 'stroke' && paths[0]?.length === BEFORE + 1);
    expect(lines.map(({ colour }) => colour)).toEqual([PALETTE.accent, PALETTE.groups[0]]);
  });
});

describe('the film', () => {
  it('tells what it shows and nothing else, in the order in which it happens', () => {
    const scenes = scenesOf({ ...first.example, crossing: BEFORE - 2 }, 12);
    expect(scenes.map(({ from }) => from)).toEqual([0, BEFORE - 12, BEFORE - 2, BEFORE]);
    expect(scenes.at(-1)!.text).toBe('The label flips to 2.');
    const { crossing: _, ...without } = first.example;
    const silent = scenesOf(without, 0).map(({ text }) => text);
    expect(silent).toHaveLength(2);
    expect(silent.join(' ')).not.toContain('crossed 0');
    // Above 0 from the first step on: when it crossed is not seen.
    expect(scenesOf({ ...first.example, crossing: 0 }, 0)).toHaveLength(2);
  });

  it('shows as many steps as have passed, the last picture all of them', () => {
    const steps = first.example.labels.length;
    expect(filmFigure(first.example, 10.7).table().rows).toHaveLength(10);
    expect(filmFigure(first.example, steps).table().rows).toHaveLength(steps);
    const strip = (shown: number) => {
      const { context, painted } = recordingContext();
      filmFigure(first.example, shown).draw(context, 500, 360, PALETTE);
      const colours: readonly string[] = PALETTE.outputs;
      return painted.filter(({ kind, colour }) => kind === 'rect' && colours.includes(colour)).map(({ colour }) => colour);
    };
    expect(strip(10)).toHaveLength(10);
    const all = strip(steps);
    expect([all[BEFORE - 1], all[BEFORE]]).toEqual([PALETTE.outputs[0], PALETTE.outputs[2]]);
  });

  it('ends in the plane where the run was', () => {
    const orbit = summariseOrbit(weights, { steps: 2000, seed: 1 });
    const { context, painted } = recordingContext();
    const steps = first.example.labels.length;
    planeFilm(first.example, orbit, [0, 1], steps).draw(context, 300, 300, PALETTE);
    const head = painted.findLast(({ discs }) => discs.length === 1)!;
    expect(head.colour).toBe(PALETTE.outputs[first.example.labels[steps - 1]!]);
    expect(head.discs[0]!.x).toBeGreaterThanOrEqual(0);
    expect(head.discs[0]!.x).toBeLessThanOrEqual(300);
  });
});
