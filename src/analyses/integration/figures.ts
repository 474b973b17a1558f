import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { drawBand, drawEstimates, drawKey, drawMark, wholePlot } from '../../charts/plot';
import type { NoiseIntegration } from '../../dynamics/circuit/noiseIntegration';
import type { Estimate } from '../../math/statistics';

/** Colours of what is averaged: noise on the populations, noise on the drive of the kick group. */
const LINES = [
  {
    name: 'on the populations',
    colour: (palette: Palette) => palette.accent,
    of: ({ populations }: NoiseIntegration) => populations,
  },
  {
    name: 'on the drive of the kick group',
    colour: (palette: Palette) => palette.groups[0]!,
    of: ({ drive }: NoiseIntegration) => drive,
  },
] as const;

const spread = (estimates: readonly Estimate[]): number[] => estimates.flatMap(({ low, high }) => [low, high]);

/** Flip-triggered average of the noise, 60 … 0 steps before the change, over the band of changes moved along. */
export function noiseFigure(found: NoiseIntegration): Figure {
  const { from, to, changes, populations } = found;
  const lags = populations.average.length;
  const xs = Array.from({ length: lags }, (_, lag) => -lag);
  const values = LINES.flatMap((line) => spread(line.of(found).average)).concat(
    ...populations.shuffled.low,
    ...populations.shuffled.high,
  );
  const [low, high] = [Math.min(0, ...values), Math.max(0.1, ...values)];
  const margin = 0.06 * (high - low);
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          title: `${from} → ${to}`,
          key: true,
          x: { from: 1 - lags, to: 0, name: `steps before the change, n = ${changes}` },
          y: { from: low - margin, to: high + margin, name: 'mean noise (sd)' },
        },
        palette,
      );
      drawBand(plot, xs, populations.shuffled.low, populations.shuffled.high, palette.muted, 0.22);
      drawMark(plot, 'y', 0, '', palette.muted);
      if (populations.window > 0) drawMark(plot, 'x', 1 - populations.window, 'gathered from here', palette.muted);
      for (const line of LINES)
        drawEstimates(
          plot,
          line.of(found).average.map((estimate, lag) => ({ x: -lag, ...estimate })),
          { colour: line.colour(palette) },
        );
      drawKey(plot, [
        ...LINES.map((line) => ({ name: line.name, colour: line.colour(palette) })),
        { name: 'by chance', colour: palette.muted },
      ]);
    },
    table: () => ({
      columns: [
        'steps before',
        ...LINES.flatMap(({ name }) => [name, `${name} low`, `${name} high`]),
        'chance low',
        'chance high',
      ],
      rows: xs.map((_, lag) => [
        lag,
        ...LINES.flatMap((line) => {
          const { value, low: least, high: most } = line.of(found).average[lag]!;
          return [value, least, most];
        }),
        populations.shuffled.low[lag]!,
        populations.shuffled.high[lag]!,
      ]),
    }),
  };
}

/** Mean recurrent drive of the kick group before the change. */
export function driveFigure({ from, to, changes, groupDrive }: NoiseIntegration): Figure {
  const values = spread(groupDrive);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const margin = 0.06 * Math.max(1e-6, high - low);
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          title: `${from} → ${to}`,
          x: { from: 1 - groupDrive.length, to: 0, name: `steps before the change, n = ${changes}` },
          y: { from: low - margin, to: high + margin, name: 'drive of the kick group' },
        },
        palette,
      );
      drawMark(plot, 'y', 0, 'threshold', palette.muted);
      drawEstimates(
        plot,
        groupDrive.map((estimate, lag) => ({ x: -lag, ...estimate })),
        { colour: palette.groups[0]! },
      );
    },
    table: () => ({
      columns: ['steps before', 'drive', 'drive low', 'drive high'],
      rows: groupDrive.map((estimate, lag) => [lag, estimate.value, estimate.low, estimate.high]),
    }),
  };
}
