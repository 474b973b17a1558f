import { drawText } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import { drawPlaneAxes } from '../../charts/planeMarks';
import { planeScale, viewOfCloud } from '../../charts/planeView';
import { beginPlot, drawBand, drawKey, drawLine, drawMark, plotFont } from '../../charts/plot';
import { drawCross } from '../../charts/trail';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import type { FoundPhase } from '../../dynamics/orbit/stochasticPhase';
import type { PhaseReport } from './compute';

/** Colours of a turn: red, green and blue swell and fade a third of a turn apart, so that a turn ends in the colour it began with. */
const COLOURS = Array.from({ length: 24 }, (_, n) => {
  const part = (shift: number) => Math.round(235 * Math.sin(Math.PI * (0.5 - n / 24 + shift)) ** 2);
  return `rgb(${part(0)},${part(1 / 3)},${part(2 / 3)})`;
});
const colourOf = (turn: number): string => COLOURS[Math.floor(turn * COLOURS.length) % COLOURS.length]!;

/** The states in the plane of the portrait in the colours of their phase, with a wheel that says which colour follows which. */
export function phasePortrait(
  { points, turns }: Pick<PhaseReport, 'points' | 'turns'>,
  { origin, basis }: Pick<OrbitSummary, 'origin' | 'basis'>,
  axes: readonly [number, number],
): Figure {
  return {
    draw(context, width, height, palette) {
      const cross = { x: origin[axes[0]]!, y: origin[axes[1]]! };
      const scale = planeScale(viewOfCloud({ points, stride: ORBIT_STRIDE, axes }, turns.length, cross), width, height);
      const size = 2.6 * palette.weight;
      context.globalAlpha = 0.75;
      turns.forEach((turn, n) => {
        context.fillStyle = colourOf(turn);
        const [x, y] = axes.map((axis) => points[n * ORBIT_STRIDE + axis]!) as [number, number];
        context.fillRect(scale.x(x) - size / 2, scale.y(y) - size / 2, size, size);
      });
      context.globalAlpha = 1;
      drawCross(context, scale.x(cross.x), scale.y(cross.y), 6 * Math.sqrt(palette.weight), palette.noiseOff, palette.panel);
      const name = (axis: number) => `PC${axis + 1} (${Math.round(100 * (basis.explained[axis] ?? 0))} %)`;
      drawPlaneAxes(context, width, height, scale, { x: name(axes[0]), y: name(axes[1]) }, palette);
      drawWheel(context, width - 34, 34, palette.muted, plotFont(palette));
    },
    table: () => ({
      columns: ['state', 'phase, turns', 'x', 'y'],
      rows: Array.from(turns, (turn, n) => [n, turn, points[n * ORBIT_STRIDE + axes[0]]!, points[n * ORBIT_STRIDE + axes[1]]!]),
    }),
  };
}

function drawWheel(context: CanvasRenderingContext2D, x: number, y: number, colour: string, font: string): void {
  context.lineWidth = 7;
  COLOURS.forEach((shade, n) => {
    context.strokeStyle = shade;
    context.beginPath();
    // Anti-clockwise from the right, as angles are drawn in a plane.
    context.arc(x, y, 18, (-2 * Math.PI * (n + 1.06)) / COLOURS.length, (-2 * Math.PI * n) / COLOURS.length);
    context.stroke();
  });
  context.font = font;
  context.fillStyle = colour;
  drawText(context, '↺', x, y, 14, { align: 'center', vertical: 'middle' });
}

/** Correlation of φ with itself: as on held-out runs, with bands, and λ to the power of the steps. */
export function correlationFigure({ correlations, period }: FoundPhase): Figure {
  const last = Math.max(...correlations.map(({ steps }) => steps));
  const xs = [0, ...correlations.map(({ steps }) => steps)];
  const from = (first: number, of: (one: FoundPhase['correlations'][number]) => number) => [first, ...correlations.map(of)];
  return {
    draw(context, width, height, palette) {
      const axes = { x: { from: 0, to: last, name: 'steps later' }, y: { from: -1, to: 1, name: 'correlation', ticks: 3 } };
      const plot = beginPlot(context, { left: 0, top: 0, width, height, key: true, ...axes }, palette);
      drawMark(plot, 'y', 0, '', palette.muted);
      const parts = [
        { of: 're', first: 1, colour: palette.accent },
        { of: 'im', first: 0, colour: palette.positive },
      ] as const;
      for (const { of, first, colour } of parts) {
        drawBand(
          plot,
          xs,
          from(first, (one) => one[of].low),
          from(first, (one) => one[of].high),
          colour,
        );
        drawLine(
          plot,
          xs,
          from(first, (one) => one[of].value),
          { colour, width: 1.8 },
        );
        drawLine(
          plot,
          xs,
          from(first, (one) => one.expected[of]),
          { colour: palette.ink, width: 1.2, dash: [4, 3] },
        );
      }
      if (period.value < last) drawMark(plot, 'x', period.value, 'period', palette.muted);
      drawKey(plot, [
        { name: 'along the phase', colour: palette.accent },
        { name: 'a quarter turn ahead', colour: palette.positive },
        { name: 'as it must be', colour: palette.ink, dash: [4, 3] },
      ]);
    },
    table: () => ({
      columns: ['steps', 'Re', 'Re low', 'Re high', 'Im', 'Im low', 'Im high', 'Re expected', 'Im expected', 'runs'],
      rows: correlations.map(({ steps, re, im, expected }) => [
        ...[steps, re.value, re.low, re.high, im.value, im.low, im.high],
        ...[expected.re, expected.im, re.n],
      ]),
    }),
  };
}
