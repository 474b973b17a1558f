import type { Figure } from '../../charts/figure';
import { drawBand, drawKey, drawLine, wholePlot } from '../../charts/plot';
import type { RotationReport } from '../../dynamics/orbit/rotationReport';

/** Turns around the centre against steps: a staircase that climbs one way. */
export function phaseFigure({ phase }: RotationReport): Figure {
  const xs = Array.from(phase, (_, t) => t);
  return {
    draw(context, width, height, palette) {
      const low = Math.min(0, ...phase);
      const high = Math.max(0, ...phase);
      const margin = 0.04 * Math.max(1, high - low);
      const plot = wholePlot(
        context,
        width,
        height,
        {
          x: { from: 0, to: phase.length, name: 'steps' },
          y: { from: low - margin, to: high + margin, name: 'turns' },
        },
        palette,
      );
      drawLine(plot, xs, phase, { colour: palette.accent, width: 1.5 });
    },
    table: () => ({ columns: ['step', 'turns'], rows: xs.map((t) => [t, phase[t]!]) }),
  };
}

/** Mean output probabilities by phase, and where the time is spent. */
export function profileFigure({ profile }: RotationReport): Figure {
  const xs = [...profile.centres];
  const outputs = profile.probabilities[0]?.length ?? 0;
  const column = (k: number, of: 'value' | 'low' | 'high') => profile.probabilities.map((bin) => bin[k]![of]);
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: { from: -0.5, to: 0.5, name: 'phase (turns)', at: [-0.5, -0.25, 0, 0.25, 0.5] },
          y: { from: 0, to: 1, name: 'probability' },
        },
        palette,
      );
      const most = Math.max(...profile.share.map(({ value }) => value || 0));
      drawBand(
        plot,
        xs,
        xs.map(() => 0),
        profile.share.map(({ value }) => (0.9 * (value || 0)) / most),
        palette.muted,
        0.22,
      );
      for (let k = 0; k < outputs; k++) {
        const colour = palette.outputs[k]!;
        const seen = xs.map((_, bin) => Number.isFinite(column(k, 'value')[bin]!));
        const kept = xs.filter((_, bin) => seen[bin]);
        const of = (which: 'value' | 'low' | 'high') => column(k, which).filter((_, bin) => seen[bin]);
        drawBand(plot, kept, of('low'), of('high'), colour);
        drawLine(plot, kept, of('value'), { colour, width: 2 });
      }
      drawKey(plot, [
        ...Array.from({ length: outputs }, (_, k) => ({ name: `output ${k}`, colour: palette.outputs[k]! })),
        { name: 'time spent', colour: palette.muted },
      ]);
    },
    table: () => ({
      columns: [
        'phase (turns)',
        'share of time',
        ...Array.from({ length: outputs }, (_, k) => [`p(${k})`, `p(${k}) low`, `p(${k}) high`]).flat(),
      ],
      rows: xs.map((centre, bin) => [
        centre,
        profile.share[bin]!.value,
        ...profile.probabilities[bin]!.flatMap(({ value, low, high }) => [value, low, high]),
      ]),
    }),
  };
}
