import type { Figure } from '../../charts/figure';
import { drawKey, drawLine, drawMark, wholePlot } from '../../charts/plot';
import { EXIT_BAR, type KickDirection } from '../../dynamics/kickNeurons';

export const directionName = ({ from, to }: { from: number; to: number }): string => `${from} → ${to}`;

/** Dashes tell directions apart that go to the same label. */
const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

/** p_exit as units are clamped one after the other: how few are enough. */
export function pathFigure(directions: readonly KickDirection[]): Figure {
  const shown = directions.filter(({ path }) => path.length > 0);
  const most = Math.max(3, ...shown.map(({ path }) => path.length));
  const line = ({ path }: KickDirection) => ({
    xs: [0, ...path.map((_, n) => n + 1)],
    ys: [1, ...path.map(({ ratio }) => ratio)],
  });
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: { from: 0, to: most + 0.2, name: 'units held at 0', at: Array.from({ length: most + 1 }, (_, n) => n) },
          y: { from: 0, to: 1.05, name: 'exits that are left' },
        },
        palette,
      );
      drawMark(plot, 'y', EXIT_BAR, 'bar: a quarter', palette.muted);
      const style = ({ to }: KickDirection, n: number) => ({ colour: palette.outputs[to]!, dash: DASHES[n % DASHES.length]! });
      shown.forEach((direction, n) => {
        const { xs, ys } = line(direction);
        drawLine(plot, xs, ys, { ...style(direction, n), width: 2 });
        context.fillStyle = style(direction, n).colour;
        xs.forEach((x, k) => {
          context.beginPath();
          context.arc(plot.x(x), plot.y(ys[k]!), 3 * Math.sqrt(palette.weight), 0, 2 * Math.PI);
          context.fill();
        });
      });
      drawKey(
        plot,
        shown.map((direction, n) => ({ name: directionName(direction), ...style(direction, n) })),
      );
    },
    table: () => ({
      columns: ['from', 'to', 'units clamped', 'unit added', 'exits left'],
      rows: shown.flatMap(({ from, to, path }) => path.map(({ unit, ratio }, n) => [from, to, n + 1, unit, ratio])),
    }),
  };
}

/** Places on the way from cluster to transition. */
const STATIONS = ['cluster', 'kick-zone', 'transition'];

/** Mean recurrent drive of a direction's candidates on the way from cluster to transition. */
export function profileFigure(
  direction: KickDirection,
  colour: (unit: number) => string | undefined,
  emphasised: number | undefined,
): Figure {
  const { candidates } = direction;
  const values = candidates.flatMap(({ cluster, kick, transition }) => [cluster, kick, transition]);
  return {
    draw(context, width, height, palette) {
      const low = Math.min(-0.1, ...values);
      const high = Math.max(0.1, ...values);
      const margin = 0.08 * (high - low);
      const plot = wholePlot(
        context,
        width,
        height,
        {
          x: { from: -0.15, to: 2.15, name: '', at: [0, 1, 2], format: (n) => STATIONS[n]! },
          y: { from: low - margin, to: high + margin, name: 'mean recurrent drive' },
        },
        palette,
      );
      drawMark(plot, 'y', 0, 'threshold', palette.muted);
      const draw = (unit: number, strong: boolean) => {
        const { cluster, kick, transition } = candidates.find((candidate) => candidate.unit === unit)!;
        const own = colour(unit);
        drawLine(plot, [0, 1, 2], [cluster, kick, transition], {
          colour: strong ? palette.ink : (own ?? palette.muted),
          width: strong ? 3.4 : own ? 2.6 : 1,
          alpha: strong || own ? 1 : 0.45,
        });
      };
      for (const { unit } of candidates) if (!colour(unit)) draw(unit, false);
      for (const { unit } of candidates) if (colour(unit)) draw(unit, false);
      if (candidates.some(({ unit }) => unit === emphasised)) draw(emphasised!, true);
    },
    table: () => ({
      columns: [
        'unit',
        'd′',
        'drive in the cluster',
        'drive in the kick-zone',
        'drive in the transition',
        'threshold crossed at',
        'kick-zone at',
        'effect',
      ],
      rows: candidates.map((candidate) => [
        candidate.unit,
        candidate.discriminability,
        candidate.cluster,
        candidate.kick,
        candidate.transition,
        candidate.crossing,
        candidate.kickPosition,
        direction.effects.find(({ unit }) => unit === candidate.unit)?.effect ?? Number.NaN,
      ]),
    }),
  };
}
