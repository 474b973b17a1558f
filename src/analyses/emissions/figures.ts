import type { Figure, Table } from '../../charts/figure';
import {
  beginPlot,
  clipped,
  drawBand,
  drawEstimate,
  drawKey,
  drawLine,
  drawMark,
  type LineStyle,
  plotFont,
  wholePlot,
} from '../../charts/plot';
import type { EmissionStatistics } from '../../dynamics/emissions/emissionReport';
import type { PosteriorStretch } from '../../dynamics/emissions/posteriorDecoding';
import type { DistanceComparison } from './compute';

/** Rows with fewer pairs are drawn faint: they are not judged. */
const JUDGED = 500;

/** Every cell of O: network minus exact, with its interval. */
export function differenceFigure({ network, exact }: EmissionStatistics): Figure {
  const outputs = exact.frequency.map((_, k) => k);
  const cells = outputs.flatMap((k) =>
    outputs.map((l) => {
      const { value, low, high, n } = network.outputTransitionMatrix[k]![l]!;
      const target = exact.outputTransitionMatrix[k]![l]!;
      return { k, l, n, target, network: value, value: value - target, low: low - target, high: high - target };
    }),
  );
  return {
    draw(context, width, height, palette) {
      const most =
        Math.max(0.02, ...cells.flatMap(({ low, high, n }) => (n >= JUDGED ? [Math.abs(low), Math.abs(high)] : []))) * 1.15;
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: {
            from: -0.6,
            to: cells.length - 0.4,
            name: '',
            // A group for every row of the matrix.
            at: outputs.map((k) => (k + 0.5) * outputs.length - 0.5),
            format: (n) => `from ${Math.floor(n / outputs.length)}`,
          },
          y: { from: -most, to: most, name: 'network − exact' },
        },
        palette,
      );
      clipped(plot, () => {
        drawLine(plot, [-0.6, cells.length - 0.4], [0, 0], { colour: palette.ink, width: 1.2 });
        cells.forEach((cell, n) => {
          context.globalAlpha = cell.n >= JUDGED ? 1 : 0.35;
          drawEstimate(plot, n, cell, palette.outputs[cell.l]!, 4);
        });
        context.globalAlpha = 1;
      });
      drawKey(
        plot,
        outputs.map((l) => ({ name: `to ${l}`, colour: palette.outputs[l]! })),
      );
    },
    table: () => ({
      columns: ['from', 'to', 'network', 'exact', 'difference', 'low', 'high', 'pairs in row'],
      rows: cells.map((c) => [c.k, c.l, c.network, c.target, c.value, c.low, c.high, c.n]),
    }),
  };
}

/** How long an output lasts: P(dwell > n), network, simulated model at equal N and T, and exact. */
export function dwellFigure({ network, model, exact }: EmissionStatistics, output: number): Figure {
  const own = network.dwells[output]!;
  const other = model.dwells[output]!;
  const expected = exact.windowedDwells[output]!;
  const geometric = exact.dwells[output]!;
  const last = Math.max(
    3,
    own.survival.findLastIndex(({ value }) => value > 0.002),
    expected.survival.findLastIndex((value) => value > 0.002),
  );
  const xs = Array.from({ length: last + 1 }, (_, n) => n);
  const positive = (value: number) => (value > 0 ? value : Number.NaN);
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          title: `output ${output}`,
          x: { from: 0, to: last, name: 'steps n' },
          y: { from: 0.002, to: 1, name: 'P(dwell > n)', log: true, at: [0.01, 0.1, 1] },
        },
        palette,
      );
      const colour = palette.outputs[output]!;
      const line = (survival: (n: number) => number | undefined, style: LineStyle) => {
        const ys = xs.map((n) => positive(survival(n) ?? 0));
        drawLine(plot, xs, ys, style);
      };
      clipped(plot, () => {
        const of = (which: 'low' | 'high') => xs.map((n) => Math.max(1e-4, own.survival[n]?.[which] ?? 1e-4));
        drawBand(plot, xs, of('low'), of('high'), colour);
        line((n) => geometric.survival[n], { colour: palette.muted, dash: [2, 3], width: 1.4 });
        line((n) => expected.survival[n], { colour: palette.ink, dash: [6, 4], width: 1.6 });
        line((n) => own.survival[n]?.value, { colour, width: 2.2 });
      });
      drawKey(plot, [
        { name: 'network', colour },
        { name: 'model, windows', colour: palette.ink, dash: [6, 4] },
        { name: 'model', colour: palette.muted, dash: [2, 3] },
      ]);
    },
    table: () => ({
      columns: ['n', 'network', 'low', 'high', 'model simulated', 'model in windows (exact)', 'model for ever (exact)'],
      rows: xs.map((n) => [
        n,
        own.survival[n]?.value ?? 0,
        own.survival[n]?.low ?? 0,
        own.survival[n]?.high ?? 0,
        other.survival[n]?.value ?? 0,
        expected.survival[n] ?? 0,
        geometric.survival[n] ?? 0,
      ]),
    }),
  };
}

/** Distances of matched sequences: network to model, and model to model, as two histograms. */
export function distanceFigure({ network, baseline, seqLen }: DistanceComparison): Figure {
  // A distance is √(2·mismatches): one bin per mismatch count, several together when sequences are long.
  const width0 = Math.max(1, Math.round(seqLen / 50));
  const mismatches = (d: number) => Math.round((d * d) / 2);
  const most = Math.max(...[network, baseline].flatMap(({ distances }) => Array.from(distances, mismatches)));
  const bins = Math.floor(most / width0) + 1;
  const histogram = (distances: Float64Array) => {
    const counts = new Float64Array(bins);
    for (const d of distances) counts[Math.floor(mismatches(d) / width0)]! += 1 / distances.length;
    return counts;
  };
  const both = [histogram(network.distances), histogram(baseline.distances)];
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: { from: 0, to: bins * width0, name: 'mismatches of matched sequences' },
          y: { from: 0, to: 1.1 * Math.max(...both.flatMap((h) => [...h])), name: 'share' },
        },
        palette,
      );
      both.forEach((counts, n) => {
        const xs = [...counts].flatMap((_, bin) => [bin * width0, (bin + 1) * width0]);
        const ys = [...counts].flatMap((value) => [value, value]);
        const colour = n === 0 ? palette.accent : palette.muted;
        drawBand(
          plot,
          xs,
          ys.map(() => 0),
          ys,
          colour,
          0.15,
        );
        drawLine(plot, xs, ys, { colour, width: 1.8 });
      });
      drawKey(plot, [
        { name: 'network – model', colour: palette.accent },
        { name: 'model – model', colour: palette.muted },
      ]);
    },
    table: () => ({
      columns: ['mismatches from', 'mismatches below', 'network - model', 'model - model'],
      rows: [...both[0]!].map((value, bin) => [bin * width0, (bin + 1) * width0, value, both[1]![bin]!]),
    }),
  };
}

/** Posterior of each hidden state of the model along a held-out run: exact forward filter, and decoded from h. */
export function posteriorFigure({ exact, decoded, outputs, steps }: PosteriorStretch): Figure {
  const M = exact.length / steps;
  const xs = Array.from({ length: steps }, (_, t) => t);
  const of = (values: Float64Array, state: number) => xs.map((t) => values[t * M + state]!);
  return {
    draw(context, width, height, palette) {
      // The last row holds the axis, the first one the key.
      const axis = 30 * palette.weight;
      const rowHeight = (height - axis) / M;
      for (let state = 0; state < M; state++) {
        const plot = beginPlot(
          context,
          {
            left: 0,
            top: state * rowHeight,
            width,
            height: rowHeight + (state === M - 1 ? axis : 0),
            key: state === 0,
            x: { from: 0, to: steps, name: state === M - 1 ? 'steps' : '', ...(state === M - 1 ? {} : { ticks: 0 }) },
            y: { from: -0.15, to: 1.15, name: `P(${state})`, at: [0, 1] },
          },
          palette,
        );
        clipped(plot, () => {
          drawLine(plot, xs, of(exact, state), { colour: palette.ink, width: 1.4 });
          drawLine(plot, xs, of(decoded, state), { colour: palette.accent, width: 1.8 });
          // The sampled outputs along the lower edge.
          context.font = plotFont(palette);
          for (let t = 0; t < steps; t++) {
            context.fillStyle = palette.outputs[outputs[t]!]!;
            context.fillRect(plot.x(t), plot.top + plot.height - 3, Math.max(0.5, plot.x(1) - plot.x(0)), 3);
          }
        });
        if (state === 0)
          drawKey(plot, [
            { name: 'forward filter', colour: palette.ink },
            { name: 'decoded from h', colour: palette.accent },
          ]);
      }
    },
    table: () => ({
      columns: ['step', 'output', ...Array.from({ length: M }, (_, s) => [`exact P(${s})`, `decoded P(${s})`]).flat()],
      rows: xs.map((t) => [
        t,
        outputs[t]!,
        ...Array.from({ length: M }, (_, s) => [exact[t * M + s]!, decoded[t * M + s]!]).flat(),
      ]),
    }),
  };
}

/** One quantity, exact, of the network and of the simulated model. */
interface Ratio {
  name: string;
  target: number;
  own: EmissionStatistics['network']['changes'];
  other: EmissionStatistics['network']['changes'];
}

/** Changes per sequence and frequencies, network and simulated model, each over exact. */
export function ratioFigure({ network, model, exact }: EmissionStatistics): Figure {
  const entries: readonly Ratio[] = [
    ...exact.frequency.map((target, k) => ({ name: `f(${k})`, target, own: network.frequency[k]!, other: model.frequency[k]! })),
    { name: 'changes', target: exact.changes, own: network.changes, other: model.changes },
  ].filter(({ target }) => target > 0);
  const over = ({ mean }: Ratio['own'], target: number) => ({
    value: mean.value / target,
    low: mean.low / target,
    high: mean.high / target,
  });
  return {
    draw(context, width, height, palette) {
      const extent = entries.flatMap(({ own, other, target }) => {
        const [a, b] = [over(own, target), over(other, target)];
        return [a.low, a.high, b.low, b.high].filter(Number.isFinite);
      });
      const most = Math.max(0.1, ...extent.map((value) => Math.abs(value - 1))) * 1.15;
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: { from: -0.6, to: entries.length - 0.4, name: '', at: entries.map((_, n) => n), format: (n) => entries[n]!.name },
          y: { from: Math.max(0, 1 - most), to: 1 + most, name: 'over exact' },
        },
        palette,
      );
      clipped(plot, () => {
        drawMark(plot, 'y', 1, '');
        entries.forEach(({ own, other, target }, n) => {
          drawEstimate(plot, n - 0.1, over(own, target), palette.accent, 4);
          drawEstimate(plot, n + 0.1, over(other, target), palette.muted, 3.2);
        });
      });
      drawKey(plot, [
        { name: 'network', colour: palette.accent },
        { name: 'model, simulated', colour: palette.muted },
      ]);
    },
    table: () => ratioTable(entries),
  };
}

function ratioTable(entries: readonly Ratio[]): Table {
  return {
    columns: [
      'quantity',
      'exact',
      'network mean',
      'low',
      'high',
      'network sd',
      'model mean',
      'model low',
      'model high',
      'model sd',
    ],
    rows: entries.map(({ name, target, own, other }) => [
      name,
      target,
      own.mean.value,
      own.mean.low,
      own.mean.high,
      own.sd,
      other.mean.value,
      other.mean.low,
      other.mean.high,
      other.sd,
    ]),
  };
}
