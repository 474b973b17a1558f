import { drawText, FONT } from '../../charts/canvas';
import type { Figure, Table } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { drawCloud, drawPlaneAxes } from '../../charts/planeMarks';
import { drawKey, drawMark, wholePlot } from '../../charts/plot';
import { drawRing } from '../../charts/trail';
import type { ZoneCuts } from '../../dynamics/defaults';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import type { ResidencyReport } from '../../dynamics/zones/residency';
import { ZONES as ZONE_NAMES } from '../../dynamics/zones/zones';
import { mapScale, type Picked } from '../zones';

/** What the states on the map are coloured by. */
export const MAP_COLOURS = ['zone', 'residency', 'sign changes', 'label'] as const;
export type MapColour = (typeof MAP_COLOURS)[number];

const isPicked = (picked: Picked, report: ResidencyReport, state: number): boolean => {
  if (!picked) return false;
  if (picked.kind === 'state') return picked.index === state;
  const time = report.residencyTimes[state]!;
  return time >= picked.from && time < picked.to;
};

const RAMP_STEPS = 12;

/** A ramp from amber through magenta to slate, the colours of the zones, so that short and long read alike everywhere. */
function ramp(palette: Palette): string[] {
  const read = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const stops = palette.zones.slice(0, 3).map(read);
  return Array.from({ length: RAMP_STEPS }, (_, n) => {
    const place = (2 * n) / (RAMP_STEPS - 1);
    const low = Math.min(1, Math.floor(place));
    const mix = place - low;
    return `rgb(${stops[low]!.map((value, k) => Math.round(value + (stops[low + 1]![k]! - value) * mix)).join(', ')})`;
  });
}

/** Group of each state and the colours of the groups. Residency times and counts are spread by ratio: short ones matter. */
function colouring(
  report: ResidencyReport,
  zones: Uint8Array,
  by: MapColour,
  palette: Palette,
): { groups: Uint8Array; colours: readonly string[] } {
  if (by === 'zone') return { groups: zones, colours: palette.zones };
  if (by === 'label') return { groups: report.labels, colours: palette.outputs };
  const [values, most] =
    by === 'residency' ? [report.residencyTimes, report.cap] : [report.signChanges, Math.max(1, ...report.signChanges)];
  const top = Math.log(by === 'residency' ? most : 1 + most);
  const groups = Uint8Array.from(values, (value) =>
    Math.min(RAMP_STEPS - 1, Math.floor((RAMP_STEPS * Math.log(by === 'residency' ? Math.max(1, value) : 1 + value)) / top)),
  );
  return { groups, colours: ramp(palette) };
}

/** All states of the run on the plane, coloured. */
export function mapFigure(
  report: ResidencyReport,
  zones: Uint8Array,
  axes: readonly [number, number],
  by: MapColour,
  picked: Picked,
): Figure {
  return {
    draw(context, width, height, palette) {
      const scale = mapScale(report, axes, width, height);
      const cloud = { points: report.points, stride: ORBIT_STRIDE, axes };
      const { groups, colours } = colouring(report, zones, by, palette);
      drawCloud(
        context,
        scale,
        cloud,
        groups,
        colours,
        report.states,
        2.2 * palette.weight,
        picked?.kind === 'residency' ? 0.12 : 0.6,
      );
      if (picked?.kind === 'residency') {
        const chosen = groups.map((group, state) => (isPicked(picked, report, state) ? group : 255));
        drawCloud(context, scale, cloud, chosen, colours, report.states, 3 * palette.weight, 0.95);
      }
      drawPlaneAxes(context, width, height, scale, { x: `PC${axes[0] + 1}`, y: `PC${axes[1] + 1}` }, palette);
      if (picked?.kind === 'state') {
        const at = picked.index * ORBIT_STRIDE;
        const [x, y] = [scale.x(report.points[at + axes[0]]!), scale.y(report.points[at + axes[1]]!)];
        drawRing(context, x, y, 8 * Math.sqrt(palette.weight), palette.ink, palette.panel);
      }
      if (by === 'zone') drawZoneNames(context, width, palette);
    },
    table: () => mapTable(report, zones),
  };
}

function mapTable(report: ResidencyReport, zones: Uint8Array): Table {
  return {
    columns: [
      'step',
      'PC1',
      'PC2',
      'PC3',
      'label',
      'zone',
      'residency time',
      'exit probability',
      'sign changes',
      'largest softmax',
      'steps to flip',
    ],
    rows: Array.from({ length: report.states }, (_, n) => [
      n,
      ...[0, 1, 2].map((k) => report.points[n * ORBIT_STRIDE + k]!),
      report.labels[n]!,
      ZONE_NAMES[zones[n]!]!,
      report.residencyTimes[n]!,
      report.exitProbabilities[n]!,
      report.signChanges[n]!,
      report.maxSoftmax[n]!,
      report.stepsToFlip[n]!,
    ]),
  };
}

function drawZoneNames(context: CanvasRenderingContext2D, width: number, palette: Palette): void {
  const size = palette.weight > 1 ? 15 : 12;
  context.font = `600 ${size}px ${FONT}`;
  ZONE_NAMES.forEach((name, zone) => {
    const y = 8 + (zone + 0.5) * size * 1.5;
    context.fillStyle = palette.zones[zone]!;
    context.fillRect(width - 108 * Math.sqrt(palette.weight), y - size * 0.35, size * 0.7, size * 0.7);
    context.fillStyle = palette.ink;
    drawText(context, name, width - 108 * Math.sqrt(palette.weight) + size, y, size, { align: 'left', vertical: 'middle' });
  });
}

/** One bin a step of residency time; above `LAST` bins get coarser, so that long stays fit. */
export function residencyBins(cap: number): { from: number; to: number }[] {
  const count = 40;
  return Array.from({ length: count }, (_, n) => ({
    from: n === 0 ? 1 : cap ** (n / count),
    to: n === count - 1 ? cap + 1e-6 : cap ** ((n + 1) / count),
  }));
}

/** How long states keep their label: the histogram of residency times, stacked by zone, with the cuts. */
export function histogramFigure(report: ResidencyReport, zones: Uint8Array, cuts: ZoneCuts, picked: Picked): Figure {
  const bins = residencyBins(report.cap);
  const counts = bins.map(() => new Float64Array(4));
  for (let n = 0; n < report.states; n++) {
    const bin = Math.min(bins.length - 1, Math.floor((bins.length * Math.log(report.residencyTimes[n]!)) / Math.log(report.cap)));
    counts[bin]![zones[n]!]! += 1 / report.states;
  }
  return {
    draw(context, width, height, palette) {
      const most = Math.max(...counts.map((bin) => bin.reduce((a, b) => a + b, 0)));
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: {
            from: 1,
            to: report.cap,
            name: 'residency time RT: mean steps until the label changes',
            log: true,
            at: [1, 2, 4, 8, 16, 32, report.cap],
          },
          y: { from: 0, to: 1.08 * most, name: 'share of states' },
        },
        palette,
      );
      bins.forEach(({ from, to }, bin) => {
        let below = 0;
        const chosen = picked?.kind === 'residency' && picked.from === from;
        counts[bin]!.forEach((share, zone) => {
          if (share === 0) return;
          context.fillStyle = palette.zones[zone]!;
          context.globalAlpha = picked?.kind === 'residency' && !chosen ? 0.35 : 1;
          const left = plot.x(from);
          context.fillRect(
            left,
            plot.y(below + share),
            Math.max(1, plot.x(Math.min(to, report.cap)) - left - 0.7),
            plot.y(below) - plot.y(below + share),
          );
          below += share;
        });
      });
      context.globalAlpha = 1;
      drawMark(plot, 'x', cuts.transition, `${cuts.transition}`);
      drawMark(plot, 'x', cuts.cluster, `${cuts.cluster}`);
      if (picked?.kind === 'state') drawMark(plot, 'x', report.residencyTimes[picked.index]!, 'this state', palette.accent, 1);
      drawKey(
        plot,
        ZONE_NAMES.map((name, zone) => ({ name, colour: palette.zones[zone]! })),
      );
    },
    table: () => ({
      columns: ['RT from', 'RT below', ...ZONE_NAMES],
      rows: bins.map(({ from, to }, bin) => [from, to, ...counts[bin]!]),
    }),
  };
}

/** States shown along the time axis. */
export const STRIP_STATES = 400;

/** The run in time: residency time as a curve, zones and labels as bands. */
export function timeFigure(report: ResidencyReport, zones: Uint8Array, from: number, picked: Picked): Figure {
  const count = Math.min(STRIP_STATES, report.states - from);
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          x: { from, to: from + count, name: 'steps of the run (lower edge: label)' },
          y: { from: 0.8, to: report.cap * 1.1, name: 'RT', log: true, at: [1, 4, 16, report.cap] },
        },
        palette,
      );
      const column = plot.width / count;
      for (let n = 0; n < count; n++) {
        const state = from + n;
        const x = plot.left + n * column;
        const y = plot.y(report.residencyTimes[state]!);
        context.globalAlpha = picked?.kind === 'residency' && !isPicked(picked, report, state) ? 0.15 : 0.85;
        context.fillStyle = palette.zones[zones[state]!]!;
        context.fillRect(x, y, column + 0.3, plot.top + plot.height - y);
        context.globalAlpha = 1;
        context.fillStyle = palette.outputs[report.labels[state]!]!;
        context.fillRect(x, plot.top + plot.height - 5, column + 0.3, 5);
      }
      if (picked?.kind === 'state' && picked.index >= from && picked.index < from + count) {
        context.fillStyle = palette.ink;
        context.fillRect(plot.left + (picked.index - from + 0.5) * column - 1, plot.top, 2, plot.height);
      }
    },
    table: () => ({
      columns: ['step', 'label', 'zone', 'residency time'],
      rows: Array.from({ length: count }, (_, n) => [
        from + n,
        report.labels[from + n]!,
        ZONE_NAMES[zones[from + n]!]!,
        report.residencyTimes[from + n]!,
      ]),
    }),
  };
}
