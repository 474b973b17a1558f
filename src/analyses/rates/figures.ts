import { drawText } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { drawEstimate, drawMark, plotFont, wholePlot } from '../../charts/plot';
import { EXCESS, type HistoryRate, type RatesReport } from '../../dynamics/emissions/rates';
import type { Estimate } from '../../math/statistics';

/** The difference with its interval on a line, and the bounds it is judged by. */
export function excessFigure({ excess, crossEntropy, entropyRate }: RatesReport): Figure {
  const reach = 1.25 * Math.max(2 * EXCESS, ...[excess.low, excess.high].map((end) => Math.abs(end) || 0));
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          x: { from: -reach, to: reach, name: 'network minus model, nats a step', ticks: 5 },
          y: { from: 0, to: 1, name: '', ticks: 0 },
        },
        palette,
      );
      context.fillStyle = palette.muted;
      context.globalAlpha = 0.18;
      context.fillRect(plot.x(-EXCESS), plot.top, plot.x(EXCESS) - plot.x(-EXCESS), plot.height);
      context.globalAlpha = 1;
      drawMark(plot, 'x', 0, '', palette.muted);
      if (Number.isFinite(excess.value)) drawAcross(context, plot, excess, palette);
      const size = 11.5;
      context.font = plotFont(palette);
      context.fillStyle = palette.muted;
      drawText(context, 'too typical', plot.left + 4, plot.top + 4, size, { align: 'left', vertical: 'top' });
      drawText(context, 'improbable', plot.left + plot.width - 4, plot.top + 4, size, { align: 'right', vertical: 'top' });
    },
    table: () => ({
      columns: ['rate', 'nats a step', 'low', 'high', 'sequences'],
      rows: (
        [
          ['network under the model', crossEntropy],
          ['model', entropyRate],
          ['difference', excess],
        ] as const
      ).map(([name, { value, low, high, n }]) => [name, value, low, high, n]),
    }),
  };
}

/** An estimate along x in the middle of the frame. */
function drawAcross(
  context: CanvasRenderingContext2D,
  plot: { x(value: number): number; y(value: number): number },
  { value, low, high }: Estimate,
  palette: Palette,
): void {
  const y = plot.y(0.45);
  context.strokeStyle = context.fillStyle = palette.accent;
  context.lineWidth = 3 * palette.weight;
  context.beginPath();
  context.moveTo(plot.x(low), y);
  context.lineTo(plot.x(high), y);
  context.stroke();
  context.beginPath();
  context.arc(plot.x(value), y, 6 * Math.sqrt(palette.weight), 0, 2 * Math.PI);
  context.fill();
}

/** Histories of the picture, the worst first. */
const SHOWN = 8;

export const worst = ({ histories }: Pick<RatesReport, 'histories'>): HistoryRate[] => histories.slice(0, SHOWN);

/** Loss after each of the worst histories, which stand below as squares in the colours of their outputs. */
export function historyFigure(report: Pick<RatesReport, 'histories'>): Figure {
  const rows = worst(report);
  const most = Math.max(1e-6, ...rows.flatMap(({ loss }) => (Number.isFinite(loss.high) ? [loss.high] : [])));
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          x: {
            from: -0.5,
            to: Math.max(1, rows.length) - 0.5,
            name: 'last outputs',
            at: rows.map((_, n) => n),
            format: () => '',
          },
          y: { from: 0, to: 1.1 * most, name: 'loss, nats a step' },
        },
        palette,
      );
      rows.forEach(({ outputs, loss }, n) => {
        drawEstimate(plot, n, loss, palette.accent);
        drawHistory(context, plot.x(n), plot.top + plot.height + 7, outputs, palette);
      });
    },
    table: () => ({
      columns: ['last outputs', 'share', 'loss', 'loss low', 'loss high', 'steps', ...namesOf(rows)],
      rows: rows.map(({ outputs, share, loss, network, model }) => [
        outputs.join(' '),
        share.value,
        loss.value,
        loss.low,
        loss.high,
        loss.n,
        ...network.flatMap(({ value }, k) => [value, model[k]!]),
      ]),
    }),
  };
}

const namesOf = ([first]: readonly HistoryRate[]): string[] =>
  (first?.model ?? []).flatMap((_, k) => [`network P(${k})`, `model P(${k})`]);

function drawHistory(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  outputs: readonly number[],
  palette: Palette,
): void {
  const side = 11 * Math.sqrt(palette.weight);
  const gap = 2;
  let left = x - (outputs.length * side + (outputs.length - 1) * gap) / 2;
  context.font = plotFont(palette);
  for (const output of outputs) {
    context.fillStyle = palette.outputs[output]!;
    context.fillRect(left, y, side, side);
    context.fillStyle = palette.panel;
    drawText(context, String(output), left + side / 2, y + side / 2, 9, { align: 'center', vertical: 'middle' });
    left += side + gap;
  }
}
