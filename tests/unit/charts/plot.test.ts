import { describe, expect, it } from 'vitest';
import { PALETTES } from '../../../src/charts/palette';
import { beginPlot, drawLine } from '../../../src/charts/plot';
import { recordingContext } from './recordingContext';

const nothing = () => {};

function frame(x: { from: number; to: number; log?: boolean }, y: { from: number; to: number; log?: boolean }) {
  const { context, painted } = recordingContext();
  Object.assign(context, {
    measureText: (text: string) => ({ width: 6 * text.length }),
    save: nothing,
    restore: nothing,
    translate: nothing,
    rotate: nothing,
    setLineDash: nothing,
  });
  const plot = beginPlot(
    context,
    { left: 10, top: 20, width: 400, height: 300, x: { ...x, name: 'x' }, y: { ...y, name: 'y' } },
    PALETTES.screen,
  );
  return { plot, painted };
}

describe('a plot', () => {
  it('maps the corners of its data to the corners of its frame, which lies inside the room it was given', () => {
    const { plot } = frame({ from: -2, to: 6 }, { from: 0, to: 5 });
    expect([plot.x(-2), plot.x(6)]).toEqual([plot.left, plot.left + plot.width]);
    expect([plot.y(0), plot.y(5)]).toEqual([plot.top + plot.height, plot.top]);
    expect(plot.left).toBeGreaterThan(10);
    expect(plot.left + plot.width).toBeLessThan(410);
    expect(plot.top).toBeGreaterThan(20);
    expect(plot.top + plot.height).toBeLessThan(320);
  });
  it('on a log axis gives equal room to equal ratios', () => {
    const { plot } = frame({ from: 1, to: 10 }, { from: 1e-12, to: 10, log: true });
    expect(plot.y(1e-3) - plot.y(1e-2)).toBeCloseTo(plot.y(1e-9) - plot.y(1e-8), 9);
  });
  it('breaks a line where there is no value, instead of joining across', () => {
    const { plot, painted } = frame({ from: 0, to: 3 }, { from: 1e-3, to: 1, log: true });
    drawLine(plot, [0, 1, 2, 3], [1, 0.1, Number.NaN, 0.01], { colour: '#123456' });
    const line = painted.find(({ colour }) => colour === '#123456')!;
    expect(line.paths).toEqual([
      [
        { x: plot.x(0), y: plot.y(1) },
        { x: plot.x(1), y: plot.y(0.1) },
      ],
    ]);
  });
});
