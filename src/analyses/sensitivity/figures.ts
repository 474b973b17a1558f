import type { Figure } from '../../charts/figure';
import { drawCloud, drawPlaneAxes } from '../../charts/planeMarks';
import { drawBand, drawKey, drawLine, wholePlot } from '../../charts/plot';
import { drawHead } from '../../charts/trail';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import type { ResidencyReport } from '../../dynamics/zones/residency';
import type { NoiseSensitivity } from '../../dynamics/zones/sensitivity';
import type { FanSpread } from '../../dynamics/zones/sensitivityFan';
import type { SensitivityByZone } from '../../dynamics/zones/sensitivityZones';
import type { Estimate } from '../../math/statistics';
import { mapScale } from '../zones';

/** The futures of one state for one γ over the map of all states. */
export function fanFigure(
  report: ResidencyReport,
  zones: Uint8Array,
  fan: NoiseSensitivity,
  anchor: number,
  gamma: number,
  planeAxes: readonly [number, number],
): Figure {
  const curve = fan.curves.find((entry) => entry.gamma === gamma) ?? fan.curves[0]!;
  const { drawn, steps, axes } = fan;
  const at = (path: number, step: number, axis: number) => curve.paths[(path * (steps + 1) + step) * axes + axis]!;
  return {
    draw(context, width, height, palette) {
      const scale = mapScale(report, planeAxes, width, height);
      drawCloud(
        context,
        scale,
        { points: report.points, stride: ORBIT_STRIDE, axes: planeAxes },
        zones,
        palette.zones,
        report.states,
        1.8,
        0.25,
      );
      context.lineWidth = 1.1 * palette.weight;
      context.lineJoin = 'round';
      for (let path = 0; path < drawn; path++)
        for (let step = 1; step <= steps; step++) {
          context.strokeStyle = palette.outputs[curve.labels[path * steps + step - 1]!]!;
          context.globalAlpha = 0.75;
          context.beginPath();
          context.moveTo(scale.x(at(path, step - 1, planeAxes[0])), scale.y(at(path, step - 1, planeAxes[1])));
          context.lineTo(scale.x(at(path, step, planeAxes[0])), scale.y(at(path, step, planeAxes[1])));
          context.stroke();
        }
      context.globalAlpha = 1;
      const point = anchor * ORBIT_STRIDE;
      const [x, y] = planeAxes.map((axis) => report.points[point + axis]!);
      drawHead(context, scale.x(x!), scale.y(y!), palette.ink, 5 * Math.sqrt(palette.weight), palette.panel);
      drawPlaneAxes(context, width, height, scale, { x: `PC${planeAxes[0] + 1}`, y: `PC${planeAxes[1] + 1}` }, palette);
    },
    table: () => ({
      columns: ['gamma', 'path', 'step', ...Array.from({ length: axes }, (_, k) => `PC${k + 1}`), 'label'],
      rows: fan.curves.flatMap((entry) =>
        Array.from({ length: drawn * (steps + 1) }, (_, n) => [
          entry.gamma,
          Math.floor(n / (steps + 1)) + 1,
          n % (steps + 1),
          ...Array.from({ length: axes }, (_, k) => entry.paths[n * axes + k]!),
          n % (steps + 1) === 0 ? '' : entry.labels[Math.floor(n / (steps + 1)) * steps + (n % (steps + 1)) - 1]!,
        ]),
      ),
    }),
  };
}

export const QUANTITIES = {
  covarianceTrace: 'covariance trace',
  meanDistance: 'mean distance',
  labelAgreement: 'label agreement',
} as const;
export type Quantity = keyof typeof QUANTITIES;

interface Line {
  name: string;
  colour: (palette: {
    zones: readonly string[];
    outputs: readonly string[];
    accent: string;
    muted: string;
    ink: string;
  }) => string;
  values: Estimate[];
}

/** One quantity against steps for several lines, each with its band. */
function curvesFigure(lines: readonly Line[], quantity: Quantity): Figure {
  const steps = lines[0]?.values.length ?? 0;
  const xs = Array.from({ length: steps }, (_, t) => t + 1);
  return {
    draw(context, width, height, palette) {
      const all = lines.flatMap(({ values }) => values.flatMap(({ low, high }) => [low, high])).filter(Number.isFinite);
      const agreement = quantity === 'labelAgreement';
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: { from: 1, to: Math.max(2, steps), name: 'steps after the state' },
          y: {
            from: agreement ? Math.min(0.5, ...all) : 0,
            to: agreement ? 1.01 : Math.max(0.1, ...all) * 1.05,
            name: QUANTITIES[quantity],
          },
        },
        palette,
      );
      for (const { values, colour } of lines) {
        const ink = colour(palette);
        drawBand(
          plot,
          xs,
          values.map(({ low }) => low),
          values.map(({ high }) => high),
          ink,
        );
        drawLine(
          plot,
          xs,
          values.map(({ value }) => value),
          { colour: ink, width: 2 },
        );
      }
      drawKey(
        plot,
        lines.map(({ name, colour }) => ({ name, colour: colour(palette) })),
      );
    },
    table: () => ({
      columns: ['step', ...lines.flatMap(({ name }) => [name, `${name} low`, `${name} high`])],
      rows: xs.map((step, t) => [step, ...lines.flatMap(({ values }) => [values[t]!.value, values[t]!.low, values[t]!.high])]),
    }),
  };
}

/** Spread of one state's futures, a line for each γ. */
export const spreadFigure = (fan: NoiseSensitivity, quantity: Quantity): Figure =>
  curvesFigure(
    fan.curves.map(({ gamma, spread }, n) => ({
      name: `γ = ${gamma}`,
      colour: (palette) => [palette.muted, palette.zones[0]!, palette.accent][n] ?? palette.ink,
      values: spread.map((step: FanSpread) => step[quantity]),
    })),
    quantity,
  );

/** The same at γ = 1 averaged over anchors, a line for each zone. */
export const zoneSpreadFigure = ({ zones }: SensitivityByZone, quantity: Quantity): Figure =>
  curvesFigure(
    zones.flatMap(({ curves }, zone) => {
      const full = curves.find(({ gamma }) => gamma === 1);
      return full
        ? [
            {
              name: ['transition', 'kick-zone', 'cluster'][zone]!,
              colour: (palette) => palette.zones[zone]!,
              values: full[quantity],
            },
          ]
        : [];
    }),
    quantity,
  );
