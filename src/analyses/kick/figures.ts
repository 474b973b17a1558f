import type { Figure, Table } from '../../charts/figure';
import { drawKey, drawLine, drawMark, type Plot, wholePlot } from '../../charts/plot';
import { EXIT_BAR, type KickDirection } from '../../dynamics/kick/kickNeurons';

export const directionName = ({ from, to }: { from: number; to: number }): string => `${from} → ${to}`;

/** Dashes tell directions apart that go to the same label. */
const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3]];

/** What the best group of each size leaves of the exits, in both ways of silencing: how few units are enough. */
export function curveFigure(directions: readonly KickDirection[]): Figure {
  const shown = directions.filter(({ curve }) => curve.length > 0);
  const sizes = ({ curve }: KickDirection) => curve.map(({ group }) => group.length);
  const most = Math.max(3, ...shown.flatMap(sizes));
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: { from: 0, to: most + 0.2, name: 'units silenced', at: Array.from({ length: most + 1 }, (_, n) => n) },
          y: { from: 0, to: 1.05, name: 'exits that are left' },
        },
        palette,
      );
      drawMark(plot, 'y', EXIT_BAR, 'bar: a quarter', palette.muted);
      const style = ({ to }: KickDirection, n: number) => ({ colour: palette.outputs[to]!, dash: DASHES[n % DASHES.length]! });
      shown.forEach((direction, n) => {
        drawCurve(plot, direction, style(direction, n), 3 * Math.sqrt(palette.weight));
      });
      drawKey(
        plot,
        shown.map((direction, n) => ({ name: directionName(direction), ...style(direction, n) })),
      );
    },
    table: () => ({
      columns: [
        'from',
        'to',
        'units silenced',
        'units',
        'exits left, held at 0',
        'low',
        'high',
        'exits left, unheard',
        'low',
        'high',
      ],
      rows: shown.flatMap(({ from, to, curve }) =>
        curve.map(({ group, clamped, muted }) => [
          from,
          to,
          group.length,
          group.join(' '),
          ...[clamped, muted].flatMap(({ value, low, high }) => [value, low, high]),
        ]),
      ),
    }),
  };
}

/** One direction: held at 0 as a line with a dot of `radius` pixels for each size, unheard as a wide pale one. */
function drawCurve(plot: Plot, { curve }: KickDirection, style: { colour: string; dash: number[] }, radius: number): void {
  const { context } = plot;
  const xs = [0, ...curve.map(({ group }) => group.length)];
  const ys = [1, ...curve.map(({ clamped }) => clamped.value)];
  drawLine(plot, xs, [1, ...curve.map(({ muted }) => muted.value)], { ...style, width: 4, alpha: 0.3 });
  drawLine(plot, xs, ys, { ...style, width: 2 });
  context.fillStyle = style.colour;
  xs.forEach((x, k) => {
    context.beginPath();
    context.arc(plot.x(x), plot.y(ys[k]!), radius, 0, 2 * Math.PI);
    context.fill();
  });
}

/** Places on the way from cluster to transition. */
const STATIONS = ['cluster', 'kick-zone', 'transition'];

/** Mean recurrent drive of units on the way from cluster to transition; dashed where it is not the profile of a kick neuron. */
export function profileFigure(
  direction: KickDirection,
  colour: (unit: number) => string | undefined,
  emphasised: number | undefined,
): Figure {
  const { profiles } = direction;
  const values = profiles.flatMap(({ cluster, kick, transition }) => [cluster, kick, transition]);
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
        const { cluster, kick, transition, fits } = profiles.find((profile) => profile.unit === unit)!;
        const own = colour(unit);
        drawLine(plot, [0, 1, 2], [cluster, kick, transition], {
          colour: strong ? palette.ink : (own ?? palette.muted),
          width: strong ? 3.4 : own ? 2.6 : 1,
          alpha: strong || own ? 1 : 0.45,
          dash: fits ? [] : [4, 4],
        });
      };
      for (const { unit } of profiles) if (!colour(unit)) draw(unit, false);
      for (const { unit } of profiles) if (colour(unit)) draw(unit, false);
      if (profiles.some(({ unit }) => unit === emphasised)) draw(emphasised!, true);
    },
    table: () => profileTable(direction),
  };
}

function profileTable({ profiles, effects }: KickDirection): Table {
  return {
    columns: [
      'unit',
      'has the profile',
      'd′',
      'drive in the cluster',
      'drive in the kick-zone',
      'drive in the transition',
      'threshold crossed at',
      'kick-zone at',
      'effect',
      'effect, held at 0',
      'effect, unheard',
    ],
    rows: profiles.map((profile) => {
      const found = effects.find(({ unit }) => unit === profile.unit);
      return [
        profile.unit,
        profile.fits ? 'yes' : 'no',
        profile.discriminability,
        profile.cluster,
        profile.kick,
        profile.transition,
        profile.crossing,
        profile.kickPosition,
        ...[found?.effect, found?.clamped, found?.muted].map((value) => value ?? Number.NaN),
      ];
    }),
  };
}
