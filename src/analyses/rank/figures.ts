import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { drawCloud, drawPlaneAxes } from '../../charts/planeMarks';
import { planeScale, viewOfCloud } from '../../charts/planeView';
import { type AxisSpec, drawEstimate, drawEstimates, drawKey, drawLine, drawMark, wholePlot } from '../../charts/plot';
import { drawTrail } from '../../charts/trail';
import type { RankPoint } from '../../dynamics/emergence/rank';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import type { RankRun, RankView } from './compute';

/** Ranks stand at equal distances: the small ones matter. */
function rankAxis(view: RankView): AxisSpec {
  const { curve } = view;
  const every = Math.ceil(curve.length / 10);
  return {
    from: -0.3,
    to: curve.length - 0.7,
    name: view.cut === 'change' ? 'parts of the change' : 'rank of W_hh',
    at: curve.map((_, n) => n).filter((n) => n === curve.length - 1 || (n % every === 0 && n + every <= curve.length)),
    format: (n) => String(curve[n]!.rank),
  };
}

const placeOf = ({ curve }: RankView, rank: number | undefined): number => curve.findIndex((point) => point.rank === rank);

/** What a line of the curve shows. */
interface Line {
  name: string;
  colour(palette: Palette): string;
  dash?: number[];
  of(point: RankPoint): { value: number; low: number; high: number };
}

/** All label changes, and each direction that the whole network takes. */
function linesOf({ whole }: RankView): Line[] {
  const exits = whole.exits.map(
    ({ from, to }): Line => ({
      name: `exits ${from} → ${to}`,
      colour: (palette) => palette.outputs[to]!,
      of: ({ exits: all }) => all.find((exit) => exit.from === from && exit.to === to)?.rate ?? { value: 0, low: 0, high: 0 },
    }),
  );
  return [{ name: 'label changes', colour: (palette) => palette.ink, of: ({ changes }) => changes }, ...exits];
}

/** Label changes and exits per step against rank. @param chosen place in the curve */
export function changesFigure(view: RankView, chosen: number): Figure {
  const lines = linesOf(view);
  const values = view.curve.filter(({ bounded }) => bounded).flatMap((point) => lines.map((line) => line.of(point).high));
  const most = Math.max(0.02, ...values.filter(Number.isFinite));
  return {
    draw(context, width, height, palette) {
      const y = { from: 0, to: 1.06 * most, name: 'per step' };
      const plot = wholePlot(context, width, height, { key: true, x: rankAxis(view), y }, palette);
      const kept = placeOf(view, view.fewest);
      if (kept >= 0) drawMark(plot, 'x', kept, 'kept from here', palette.muted);
      drawMark(plot, 'x', chosen, '', palette.accent);
      for (const line of lines)
        drawEstimates(
          plot,
          view.curve.flatMap((point, n) => (point.bounded ? [{ x: n, ...line.of(point) }] : [])),
          { colour: line.colour(palette) },
        );
      for (const line of lines)
        view.curve.forEach((point, n) => {
          if (point.bounded) drawEstimate(plot, n, line.of(point), line.colour(palette), 2.2);
        });
      drawKey(
        plot,
        lines.map((line) => ({ name: line.name, colour: line.colour(palette) })),
      );
    },
    table: () => ({
      columns: ['rank', 'bounded', ...lines.flatMap(({ name }) => [name, `${name} low`, `${name} high`])],
      rows: view.curve.map((point) => [
        point.rank,
        point.bounded ? 'yes' : 'no',
        ...lines.flatMap((line) => {
          const { value, low, high } = line.of(point);
          return [value, low, high];
        }),
      ]),
    }),
  };
}

/** Error of the emissions against rank. @param chosen place in the curve */
export function errorFigure(view: RankView, chosen: number): Figure {
  const errors = view.curve.map(({ emissionError, bounded }) => (bounded ? emissionError : Number.NaN));
  const most = Math.max(0.05, ...errors.filter(Number.isFinite));
  return {
    draw(context, width, height, palette) {
      const y = { from: 0, to: 1.06 * most, name: 'largest cell error' };
      const plot = wholePlot(context, width, height, { x: rankAxis(view), y }, palette);
      drawMark(plot, 'x', chosen, '', palette.accent);
      drawLine(
        plot,
        errors.map((_, n) => n),
        errors,
        { colour: palette.ink, width: 2 },
      );
      // A rank between two that could not be measured has no line.
      errors.forEach((value, n) => {
        drawEstimate(plot, n, { value, low: value, high: value }, palette.ink, 2.2);
      });
    },
    table: () => ({
      columns: ['rank', 'largest cell error'],
      rows: view.curve.map(({ rank }, n) => [rank, errors[n]!]),
    }),
  };
}

const cloudOf = ({ points }: RankRun, axes: readonly [number, number]) => ({ points, stride: ORBIT_STRIDE, axes });

/** Steps of the trail of the chosen rank. */
const TRAIL = 220;

/** The run of one rank over that of the whole network, in the frame of the whole. @param chosen place in the curve */
export function runFigure(
  { runs }: RankView,
  chosen: number,
  axes: readonly [number, number],
  origin: ArrayLike<number>,
): Figure {
  const whole = runs.at(-1)!;
  const run = runs[chosen]!;
  return {
    draw(context, width, height, palette) {
      const cross = { x: origin[axes[0]]!, y: origin[axes[1]]! };
      const scale = planeScale(viewOfCloud(cloudOf(whole, axes), whole.labels.length, cross), width, height);
      drawCloud(
        context,
        scale,
        cloudOf(whole, axes),
        whole.labels.map(() => 0),
        [palette.noiseOff],
        1500,
        1.6 * palette.weight,
        0.35,
      );
      drawCloud(context, scale, cloudOf(run, axes), run.labels, palette.outputs, 1500, 2.4 * palette.weight, 0.55);
      const steps = Math.min(TRAIL, run.labels.length);
      const colour = (slot: number) => palette.outputs[run.labels[slot]!]!;
      const trail = { ...cloudOf(run, axes), capacity: run.labels.length, from: 0, to: steps, colour };
      drawTrail(context, scale, trail, 1.6 * palette.weight);
      drawPlaneAxes(context, width, height, scale, { x: `PC${axes[0] + 1}`, y: `PC${axes[1] + 1}` }, palette);
    },
    table: () => ({
      columns: ['step', 'x', 'y', 'label'],
      rows: Array.from(run.labels, (label, t) => [
        t,
        run.points[t * ORBIT_STRIDE + axes[0]]!,
        run.points[t * ORBIT_STRIDE + axes[1]]!,
        label,
      ]),
    }),
  };
}
