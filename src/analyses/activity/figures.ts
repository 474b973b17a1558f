import type { Figure } from '../../charts/figure';
import { clipped, drawEstimates, drawKey, drawLine, drawMark, type Plot, wholePlot } from '../../charts/plot';
import type { FlipAverage, GroupActivityReport } from '../../dynamics/circuit/groupActivity';
import { HISTORY, type LiveRun } from '../../state/live/liveRun';
import { type CircuitPart, meanActivityAt } from '../circuitParts';

/** Steps of the live traces. */
const TRACE_STEPS = 200;

/** What the live traces show. */
export interface TraceView {
  liveRun: LiveRun;
  hiddenSize: number;
  parts: readonly CircuitPart[];
  /** One unit beside the groups, if one is picked out. */
  unit: number | undefined;
  historyOffset: number;
  pointedStep: number | undefined;
}

/** Bands of the label under the traces: one rectangle per dwell. */
function drawLabelBands(plot: Plot, labels: (step: number) => number, from: number, to: number): void {
  const { context, palette } = plot;
  context.globalAlpha = 0.13;
  for (let step = from; step < to; ) {
    let end = step + 1;
    while (end < to && labels(end) === labels(step)) end++;
    context.fillStyle = palette.outputs[labels(step)]!;
    context.fillRect(plot.x(step), plot.top, plot.x(end) - plot.x(step), plot.height);
    step = end;
  }
  context.globalAlpha = 1;
}

/** Mean activity of the parts over the last steps of the live run, over bands of its label. */
export function traceFigure({ liveRun, hiddenSize, parts, unit, historyOffset, pointedStep }: TraceView): Figure {
  const to = Math.max(1, liveRun.step - historyOffset);
  const from = Math.max(0, liveRun.step - HISTORY, to - TRACE_STEPS);
  const steps = Array.from({ length: to - from }, (_, n) => from + n);
  const shown = [
    ...parts,
    ...(unit === undefined ? [] : [{ name: `unit ${unit}`, units: [unit], colour: (palette: { ink: string }) => palette.ink }]),
  ];
  const traces = shown.map(({ units }) => steps.map((step) => meanActivityAt(liveRun, units, hiddenSize, step)));
  const most = Math.max(0.1, ...traces.flat().filter(Number.isFinite));
  const labels = (step: number) => liveRun.outputLabels[step % HISTORY]!;
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: { from: to - TRACE_STEPS, to, name: 'step' },
          y: { from: 0, to: 1.06 * most, name: 'mean activity' },
        },
        palette,
      );
      clipped(plot, () => {
        drawLabelBands(plot, labels, from, to);
        shown.forEach(({ colour, units }, n) => {
          const thick = n < 2 || units.length === 1;
          drawLine(plot, steps, traces[n]!, {
            colour: colour(palette),
            width: thick ? 2.2 : 1.6,
            ...(n === parts.length ? { dash: [4, 3] } : {}),
          });
        });
        if (pointedStep !== undefined && pointedStep >= from && pointedStep < to)
          drawMark(plot, 'x', pointedStep, `step ${pointedStep}`);
      });
      drawKey(
        plot,
        shown.map(({ name, colour }, n) => ({ name, colour: colour(palette), ...(n === parts.length ? { dash: [4, 3] } : {}) })),
      );
    },
    table: () => ({
      columns: ['step', 'label', ...shown.map(({ name }) => name)],
      rows: steps.map((step, n) => [step, labels(step), ...traces.map((trace) => trace[n]!)]),
    }),
  };
}

/** The step of a trace plot at a pixel, as `traceFigure` lays it out. */
export const stepAt = (share: number, liveRun: LiveRun, back: number): number | undefined => {
  const to = Math.max(1, liveRun.step - back);
  const step = Math.floor(to - TRACE_STEPS + share * TRACE_STEPS);
  return step >= Math.max(0, liveRun.step - HISTORY) && step < to ? step : undefined;
};

/** Mean activity around the flips of one direction. */
export function flipFigure(report: GroupActivityReport, flips: FlipAverage, parts: readonly CircuitPart[]): Figure {
  const xs = Array.from({ length: 2 * report.window + 1 }, (_, n) => n - report.window);
  const column = (part: number, which: 'value' | 'low' | 'high') => flips.averages[part]!.map((estimate) => estimate[which]);
  const shown = parts.map((part, n) => ({ part, n })).filter(({ n }) => column(n, 'value').every(Number.isFinite));
  const most = Math.max(0.1, ...shown.flatMap(({ n }) => column(n, 'high')));
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          title: `${flips.from} → ${flips.to}`,
          key: true,
          x: { from: -report.window, to: report.window, name: 'steps from the flip' },
          y: { from: 0, to: 1.05 * most, name: 'mean activity' },
        },
        palette,
      );
      drawMark(plot, 'x', 0, `n = ${flips.counted}`, palette.muted);
      for (const { part, n } of shown) {
        const around = flips.averages[n]!.map((estimate, at) => ({ x: xs[at]!, ...estimate }));
        drawEstimates(plot, around, { colour: part.colour(palette) });
      }
      drawKey(
        plot,
        shown.map(({ part }) => ({ name: part.name, colour: part.colour(palette) })),
      );
    },
    table: () => ({
      columns: ['steps from the flip', ...parts.flatMap(({ name }) => [name, `${name} low`, `${name} high`])],
      rows: xs.map((x, at) => [
        x,
        ...parts.flatMap((_, n) => {
          const { value, low, high } = flips.averages[n]![at]!;
          return [value, low, high];
        }),
      ]),
    }),
  };
}
