import { contours } from 'd3';
import { drawText } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { clipped, drawEstimate, drawKey, drawLine, plotFont, wholePlot } from '../../charts/plot';
import { CONTOUR_STDS, type NoiseSweep } from '../../dynamics/emissions/noiseSweep';

/** Shades of one hue, light for little noise; plain colours, for contexts that do not mix. */
function mixed(palette: Palette, n: number): string {
  const share = 0.35 + (0.65 * n) / (CONTOUR_STDS.length - 1);
  const read = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const [ink, paper] = [read(palette.accent), read(palette.panel)];
  return `rgb(${ink.map((value, k) => Math.round(share * value + (1 - share) * paper[k]!)).join(', ')})`;
}

/** Outlines that hold 95 % of the mass, one per σ: each is the σ = 1 outline scaled about the projection of h = 0. */
export function contourFigure(sweep: NoiseSweep): Figure {
  const { density, level, origin, axes } = sweep;
  const rings = outline(density, level);
  const scaled = (std: number): [number, number][][] =>
    rings.map((ring) => ring.map(([x, y]) => [origin[0] + (x - origin[0]) * std, origin[1] + (y - origin[1]) * std]));
  return {
    draw(context, width, height, palette) {
      const all = scaled(CONTOUR_STDS.at(-1)!).flat();
      const xs = [...all.map(([x]) => x), origin[0]];
      const ys = [...all.map(([, y]) => y), origin[1]];
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: { from: Math.min(...xs), to: Math.max(...xs), name: `PC${axes[0] + 1}` },
          y: { from: Math.min(...ys), to: Math.max(...ys), name: `PC${axes[1] + 1}` },
        },
        palette,
      );
      clipped(plot, () => {
        CONTOUR_STDS.forEach((std, n) => {
          for (const ring of scaled(std))
            drawLine(
              plot,
              ring.map(([x]) => x),
              ring.map(([, y]) => y),
              { colour: mixed(palette, n), width: 2 },
            );
        });
        context.font = plotFont(palette, true);
        context.fillStyle = palette.ink;
        drawText(context, '×', plot.x(origin[0]), plot.y(origin[1]), 12, { align: 'center', vertical: 'middle' });
      });
      drawKey(
        plot,
        CONTOUR_STDS.map((std, n) => ({ name: n === 0 ? `σ = ${std}` : String(std), colour: mixed(palette, n) })),
      );
    },
    table: () => ({
      columns: ['sigma', 'ring', `PC${axes[0] + 1}`, `PC${axes[1] + 1}`],
      rows: CONTOUR_STDS.flatMap((std) => scaled(std).flatMap((ring, n) => ring.map(([x, y]) => [std, n + 1, x, y]))),
    }),
  };
}

/** Closed curves of a density level, in data units. */
function outline(
  { columns, rows, left, right, bottom, top, values }: NoiseSweep['density'],
  level: number,
): [number, number][][] {
  const shape = contours().size([columns, rows]).thresholds([level])([...values])[0];
  if (!shape) return [];
  const toData = ([column, row]: number[]): [number, number] => [
    left + (column! / columns) * (right - left),
    bottom + (row! / rows) * (top - bottom),
  ];
  return shape.coordinates.flatMap((polygon) => polygon.map((ring) => ring.map(toData)));
}

/** r95 against σ: rescaled from one run, or simulated afresh, on the identity line. */
export function sizeFigure(sweep: NoiseSweep, which: 'rescaled' | 'afresh'): Figure {
  const { sizes } = sweep;
  const unit = sizes.find(({ noiseStd }) => noiseStd === 1)!.rescaled.value;
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: { from: 0, to: 4.2, name: 'noise σ' },
          y: { from: 0, to: 4.4 * unit, name: 'r95 of the cloud' },
        },
        palette,
      );
      drawLine(plot, [0, 4.2], [0, 4.2 * unit], { colour: palette.muted, dash: [5, 4], width: 1.3 });
      for (const size of sizes)
        drawEstimate(plot, size.noiseStd, size[which], which === 'rescaled' ? palette.accent : palette.outputs[2]!, 4.2);
      drawKey(plot, [
        {
          name: which === 'rescaled' ? 'one run, rescaled' : 'simulated afresh',
          colour: which === 'rescaled' ? palette.accent : palette.outputs[2]!,
        },
        { name: 'identity', colour: palette.muted, dash: [5, 4] },
      ]);
    },
    table: () => ({
      columns: [
        'sigma',
        'r95 rescaled',
        'r95 afresh',
        'low',
        'high',
        'r.m.s. relative difference of states',
        'largest relative difference of states',
      ],
      rows: sizes.map((s) => [
        s.noiseStd,
        s.rescaled.value,
        s.afresh.value,
        s.afresh.low,
        s.afresh.high,
        s.stateDifference.rootMeanSquare,
        s.stateDifference.largest,
      ]),
    }),
  };
}
