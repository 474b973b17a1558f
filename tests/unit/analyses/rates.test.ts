import { describe, expect, it } from 'vitest';
import { divergence, rates } from '../../../src/analyses/rates/compute';
import { excessFigure, historyFigure, worst } from '../../../src/analyses/rates/figures';
import { excessText, leftOut } from '../../../src/analyses/rates/RatesBody';
import { PALETTES } from '../../../src/charts/palette';
import { handBuiltNetwork } from '../../../src/dynamics/circuit/handBuilt';
import type { RatesReport } from '../../../src/dynamics/emissions/rates';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { recordingContext } from '../charts/recordingContext';
import { finish } from '../finish';

const { weights } = handBuiltNetwork();
const hmm = PAPER_HMMS['chain-2'];
const report = finish(rates({ weights, hmm, seed: 1 })) as RatesReport;
const PALETTE = PALETTES.screen;

const excess = (value: number, half: number) => ({ excess: { value, low: value - half, high: value + half, n: 100 } });

describe('rates in nats', () => {
  it('are told by the verdict of claim C25', () => {
    expect(excessText(excess(0.005, 0.004))).toContain('as probable as');
    expect(excessText(excess(0.019, 0.004))).toContain('cannot be told');
    expect(excessText(excess(0.05, 0.01))).toContain('less probable');
    expect(excessText(excess(-0.05, 0.01))).toContain('too typical');
    expect(leftOut(0)).toBe('');
    expect(leftOut(3)).toMatch(/^3 sequences/);
  });

  it('are in the table of the picture, with their intervals', () => {
    const { rows } = excessFigure(report).table();
    expect(rows.map(([, value]) => value)).toEqual([report.crossEntropy.value, report.entropyRate.value, report.excess.value]);
    expect((rows[0]![1] as number) - (rows[1]![1] as number)).toBeCloseTo(rows[2]![1] as number, 12);
    const { context, painted } = recordingContext();
    excessFigure(report).draw(context, 400, 150, PALETTE);
    // The line of the interval runs from end to end of it, at the height of its disc.
    const interval = painted.find(({ kind, colour }) => kind === 'stroke' && colour === PALETTE.accent)!;
    const disc = painted.find(({ kind, discs, colour }) => kind === 'fill' && discs.length === 1 && colour === PALETTE.accent)!;
    const [from, to] = interval.paths[0]!;
    expect(disc.discs[0]!.x).toBeCloseTo((from!.x + to!.x) / 2, 1);
  });

  it('show the histories with the largest loss, each with its outputs in order', () => {
    const rows = worst(report);
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.length).toBeLessThanOrEqual(8);
    for (const [n, { loss }] of rows.entries()) if (n > 0) expect(loss.value).toBeLessThanOrEqual(rows[n - 1]!.loss.value);
    const table = historyFigure(report).table();
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    expect(table.rows[0]![0]).toBe(rows[0]!.outputs.join(' '));
    const { context, painted } = recordingContext();
    historyFigure(report).draw(context, 500, 250, PALETTE);
    const colours: readonly string[] = PALETTE.outputs;
    const squares = painted.filter(({ kind, colour }) => kind === 'rect' && colours.includes(colour)).map(({ colour }) => colour);
    expect(squares).toEqual(rows.flatMap(({ outputs }) => outputs.map((output) => PALETTE.outputs[output])));
  });

  it('have a distance from the model that is the difference of its two parts', () => {
    const found = finish(divergence({ weights, hmm, seed: 1 }));
    if (!found.bounded) throw new Error('the network built by hand is bounded');
    expect(found.rate.value).toBeCloseTo(found.crossEntropy.value - found.ownEntropy.value, 10);
    // Built, not trained: its sequences are not the model’s.
    expect(found.rate.low).toBeGreaterThan(0);
    expect(found.effective).toBeGreaterThan(0);
    expect(found.effective).toBeLessThanOrEqual(1);
  });
});
