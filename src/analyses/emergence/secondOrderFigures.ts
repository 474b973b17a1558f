import { interpolateRgb } from 'd3';
import { neutralColour } from '../../charts/diverging';
import type { Figure } from '../../charts/figure';
import { cellAt, drawHeatMap, type HeatMapMarks, heatMapCells } from '../../charts/heatMap';
import { PALETTES, type Palette } from '../../charts/palette';
import { drawKey, drawLine, drawMark, wholePlot } from '../../charts/plot';
import type { KickGroup } from '../../dynamics/kick/kickGroups';
import { quantile } from '../../math/statistics';
import type { TimelineData } from '../../state/training/timelineData';
import { groupColour } from '../units';
import { lastUpdate } from './figures';

/** The propagated input variance, or the exact drift. */
export type MapKind = 'proxy' | 'drift';

const valuesOf = (data: TimelineData, kind: MapKind): Float64Array[] =>
  data.drawn.map(({ found }) => found.secondOrder![kind].map(Math.abs));

/** Units, largest at the last checkpoint first. */
function unitOrder(values: readonly Float64Array[]): number[] {
  const last = values.at(-1)!;
  return [...last.keys()].sort((a, b) => last[b]! - last[a]!);
}

function marksOf(
  groups: readonly KickGroup[],
  order: readonly number[],
  palette: Palette,
  unit: number | undefined,
): HeatMapMarks {
  const place = unit === undefined ? -1 : order.indexOf(unit);
  const colourOf = (of: number) => {
    const group = groups.find(({ units }) => units.includes(of));
    return group ? groupColour(palette, group.name) : palette.line;
  };
  return {
    words: { rows: 'unit', columns: 'checkpoint' },
    rowParts: runsOf(order.map(colourOf)),
    ...(place < 0 ? {} : { emphasised: { row: place } }),
  };
}

/** Equal neighbours as one part. */
function runsOf(colours: readonly string[]): { name: string; count: number; colour: string }[] {
  const runs: { name: string; count: number; colour: string }[] = [];
  for (const colour of colours) {
    const last = runs.at(-1);
    if (last?.colour === colour) last.count++;
    else runs.push({ name: '', count: 1, colour });
  }
  return runs;
}

/** Units by checkpoints. Kick units carry the colour of their group at the left edge. */
export function mapFigure(data: TimelineData, kind: MapKind, groups: readonly KickGroup[], unit: number | undefined): Figure {
  const values = valuesOf(data, kind);
  const order = unitOrder(values);
  const limit = Math.max(
    1e-9,
    quantile(
      values.flatMap((column) => [...column]),
      0.99,
    ),
  );
  return {
    draw(context, width, height, palette) {
      const ramp = interpolateRgb(neutralColour(palette), palette.positive);
      drawHeatMap(
        context,
        { x: 0, y: 0, width, height },
        {
          rows: order.length,
          columns: values.length,
          value: (row, column) => values[column]![order[row]!]!,
          colour: (value) => ramp(Math.min(1, value / limit)),
        },
        palette,
        marksOf(groups, order, palette, unit),
      );
    },
    table: () => ({
      columns: ['unit', ...data.drawn.map(({ update }) => `update ${update}`)],
      rows: order.map((of) => [of, ...values.map((column) => column[of]!)]),
    }),
  };
}

/** The unit of the row at a place. */
export function mapUnitAt(
  data: TimelineData,
  kind: MapKind,
  x: number,
  y: number,
  width: number,
  height: number,
): number | undefined {
  const values = valuesOf(data, kind);
  const order = unitOrder(values);
  // Words and bars take the same room in every profile of one size; the screen's is used for pointing.
  const cells = heatMapCells({ x: 0, y: 0, width, height }, PALETTES.screen, marksOf([], order, PALETTES.screen, undefined));
  const cell = cellAt(cells, order.length, values.length, x, y);
  return cell && order[cell.row];
}

/** Gini coefficients through training. */
export function giniFigure(data: TimelineData): Figure {
  const xs = data.drawn.map(({ update }) => update);
  const lines = {
    recursion: data.drawn.map(({ found }) => found.secondOrder!.gini),
    drift: data.drawn.map(({ found }) => found.secondOrder!.driftGini),
  };
  return {
    draw(context, width, height, palette) {
      const plot = wholePlot(
        context,
        width,
        height,
        {
          title: 'Gini',
          key: true,
          x: { from: 0, to: lastUpdate(data), name: 'updates' },
          y: { from: 0, to: 1, name: '', at: [0, 0.5, 1] },
        },
        palette,
      );
      if (data.marker.update !== undefined) drawMark(plot, 'x', data.marker.update, 'bifurcation', palette.muted);
      drawLine(plot, xs, lines.recursion, { colour: palette.accent, width: 2 });
      drawLine(plot, xs, lines.drift, { colour: palette.positive, width: 2, dash: [6, 3] });
      drawKey(plot, [
        { name: '√|E δ²|', colour: palette.accent },
        { name: 'drift', colour: palette.positive, dash: [6, 3] },
      ]);
    },
    table: () => ({
      columns: ['update', 'gini', 'gini of the drift'],
      rows: xs.map((x, n) => [x, lines.recursion[n]!, lines.drift[n]!]),
    }),
  };
}
