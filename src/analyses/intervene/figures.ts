import type { Figure } from '../../charts/figure';
import { drawBand, drawKey, drawLine, drawMark, type Plot, wholePlot } from '../../charts/plot';
import type { Band, GainPoint, InterventionSweep, NullBand } from '../../dynamics/interventions/interventionSweep';
import type { Estimate } from '../../math/statistics';

/** One curve against the gain, with its null. */
interface Curve {
  name: string;
  /** Output whose colour it has; undefined for the accent. */
  output?: number;
  of(point: GainPoint): Estimate;
  null?(band: NullBand): Band;
}

/** What is drawn against the gain. A new measure is a row. */
export const SWEEP_FIGURES = {
  occupancy: {
    title: 'Occupancy',
    top: 1,
    curves: ({ points }: InterventionSweep): Curve[] =>
      points[0]!.occupancy
        .map(
          (_, label): Curve => ({
            name: `label ${label}`,
            output: label,
            of: ({ occupancy }) => occupancy[label]!,
            null: ({ occupancy }) => occupancy[label]!,
          }),
        )
        .filter((curve) => points.some((point) => curve.of(point).value > 0.02)),
  },
  exits: {
    title: 'Exits in 40 steps',
    top: 1,
    curves: ({ directions }: InterventionSweep): Curve[] =>
      directions.map(({ from, to }, n) => ({
        name: `${from} → ${to}`,
        output: to,
        of: ({ exits }) => exits[n]!,
        null: ({ exits }) => exits[n]!,
      })),
  },
  flips: {
    title: 'Flips per 1,000 steps',
    curves: (): Curve[] => [{ name: 'flips', of: ({ flips }) => flips, null: ({ flips }) => flips }],
  },
  dwell: { title: 'Dwell CV', curves: (): Curve[] => [{ name: 'CV of the dwells', of: ({ dwellCv }) => dwellCv }] },
  pairs: {
    title: 'Critical pairs a step',
    curves: (): Curve[] => [{ name: 'critical pairs', of: ({ criticalPairs }) => criticalPairs }],
  },
} as const satisfies Record<string, { title: string; top?: number; curves: (sweep: InterventionSweep) => Curve[] }>;
export type SweepFigure = keyof typeof SWEEP_FIGURES;

/** First gain at which a run grows without bound. */
export const runawayFrom = ({ points }: InterventionSweep): number | undefined =>
  points.find(({ divergentRuns, gain }) => divergentRuns > 0 && gain >= 1)?.gain;

export function sweepFigure(sweep: InterventionSweep, which: SweepFigure, gain: number): Figure {
  const { title, curves: curvesOf, ...rest } = SWEEP_FIGURES[which];
  const curves = curvesOf(sweep);
  const gains = sweep.points.map((point) => point.gain);
  const values = curves.flatMap((curve) => sweep.points.map((point) => curve.of(point).high)).filter(Number.isFinite);
  const top = 'top' in rest ? rest.top : 1.1 * Math.max(1e-3, ...values);
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          title,
          key: curves.length > 1,
          x: { from: 0, to: 2, name: 'gain μ', at: [0, 0.5, 1, 1.5, 2] },
          y: { from: 0, to: top, name: '' },
        },
        palette,
      );
      drawRunaway(plot, runawayFrom(sweep));
      for (const curve of curves) drawCurve(plot, sweep, curve, gains, top);
      drawMark(plot, 'x', gain, `μ ${gain.toFixed(2)}`, palette.accent);
      if (curves.length > 1)
        drawKey(
          plot,
          curves.map(({ name, output }) => ({ name, colour: palette.outputs[output ?? 0]! })),
        );
    },
    table: () => ({
      columns: ['gain', ...curves.flatMap(({ name }) => [name, `${name} low`, `${name} high`]), 'runs that grew without bound'],
      rows: sweep.points.map((point) => [
        point.gain,
        ...curves.flatMap((curve) => {
          const { value, low, high } = curve.of(point);
          return [value, low, high];
        }),
        point.divergentRuns,
      ]),
    }),
  };
}

function drawCurve(plot: Plot, sweep: InterventionSweep, curve: Curve, gains: readonly number[], top: number): void {
  const { palette } = plot;
  const colour = curve.output === undefined ? palette.accent : palette.outputs[curve.output]!;
  const capped = (value: number) => Math.min(top, value);
  if (curve.null && sweep.null.length > 0) {
    const bands = sweep.null
      .map((band) => ({ gain: band.gain, ...curve.null!(band) }))
      .filter(({ middle }) => Number.isFinite(middle));
    const xs = bands.map(({ gain }) => gain);
    drawBand(
      plot,
      xs,
      bands.map(({ low }) => capped(low)),
      bands.map(({ high }) => capped(high)),
      palette.muted,
      0.16,
    );
    drawLine(
      plot,
      xs,
      bands.map(({ middle }) => capped(middle)),
      { colour: palette.muted, width: 1.2, dash: [4, 3] },
    );
  }
  const known = sweep.points
    .map((point, n) => ({ gain: gains[n]!, ...curve.of(point) }))
    .filter(({ value }) => Number.isFinite(value));
  const xs = known.map(({ gain }) => gain);
  drawBand(
    plot,
    xs,
    known.map(({ low }) => capped(low)),
    known.map(({ high }) => capped(high)),
    colour,
    0.22,
  );
  drawLine(
    plot,
    xs,
    known.map(({ value }) => capped(value)),
    { colour, width: 2 },
  );
}

/** Gains at which runs grow without bound are shaded and named. */
function drawRunaway(plot: Plot, from: number | undefined): void {
  if (from === undefined) return;
  const { context, palette } = plot;
  context.globalAlpha = 0.12;
  context.fillStyle = palette.error;
  context.fillRect(plot.x(from), plot.top, plot.x(2) - plot.x(from), plot.height);
  context.globalAlpha = 1;
  drawMark(plot, 'x', from, 'runaway', palette.error, 1);
}
