import { type Circuit, drawCircuit } from '../../charts/circuit';
import { divergingKeyHeight, divergingScale, drawDivergingKey } from '../../charts/diverging';
import type { Figure } from '../../charts/figure';
import { drawHeatMap, type HeatMapMarks, heatMapCells } from '../../charts/heatMap';
import type { Palette } from '../../charts/palette';
import type { Box } from '../../charts/smallMultiples';
import { quantile } from '../../math/statistics';
import type { RnnWeights } from '../../rnn/weights';
import type { CircuitPart } from '../circuitParts';
import type { JudgedBlocks } from './compute';

/** Units in the order of the parts, then all others; rows receive, columns send. */
export function blockOrder(parts: readonly CircuitPart[], hiddenSize: number): number[] {
  const placed = parts.flatMap(({ units }) => units);
  const rest = Array.from({ length: hiddenSize }, (_, unit) => unit).filter((unit) => !placed.includes(unit));
  return [...placed, ...rest];
}

const marksOf = (parts: readonly CircuitPart[], rest: number, palette: Palette, place: number | undefined): HeatMapMarks => {
  const bars = [
    ...parts.map(({ name, units, colour }) => ({ name, count: units.length, colour: colour(palette) })),
    { name: 'others', count: rest, colour: palette.line },
  ].filter(({ count }) => count > 0);
  return {
    rowParts: bars,
    columnParts: bars,
    ...(place === undefined || place < 0 ? {} : { emphasised: { row: place, column: place } }),
  };
};

const boxOf = (width: number, height: number, palette: Palette): Box => {
  const top = divergingKeyHeight(palette) + 4;
  const side = Math.min(width, height - top);
  return { x: 0, y: top, width: side, height: side };
};

/** Where the cells of the map are, for pointing at them. */
export function matrixCells(
  parts: readonly CircuitPart[],
  hiddenSize: number,
  width: number,
  height: number,
  palette: Palette,
): Box {
  const rest = hiddenSize - parts.reduce((sum, { units }) => sum + units.length, 0);
  return heatMapCells(boxOf(width, height, palette), palette, marksOf(parts, rest, palette, undefined));
}

/** W_hh reordered. @param unit picked out, if any */
export function matrixFigure(weights: RnnWeights, parts: readonly CircuitPart[], unit: number | undefined): Figure {
  const { hiddenSize: H, recurrentWeights } = weights;
  const order = blockOrder(parts, H);
  const limit = quantile(recurrentWeights.map(Math.abs), 0.98);
  const rest = H - parts.reduce((sum, { units }) => sum + units.length, 0);
  return {
    draw(context, width, height, palette) {
      const scale = divergingScale(palette, limit);
      drawDivergingKey(context, 4, 0, 170, limit, 'recurrent weight', palette);
      drawHeatMap(
        context,
        boxOf(width, height, palette),
        { rows: H, columns: H, value: (row, column) => recurrentWeights[order[row]! * H + order[column]!]!, colour: scale },
        palette,
        marksOf(parts, rest, palette, unit === undefined ? undefined : order.indexOf(unit)),
      );
    },
    table: () => ({
      columns: ['to \\ from', ...order.map(String)],
      rows: order.map((row) => [row, ...order.map((column) => recurrentWeights[row * H + column]!)]),
    }),
  };
}

const POSITIONS = [
  { x: 0.2, y: 0.16 },
  { x: 0.8, y: 0.16 },
  { x: 0.2, y: 0.84 },
  { x: 0.8, y: 0.84 },
];

/** The means of the blocks as a circuit. @param levels activity of each part now, 0 … 1 */
export function circuitFigure(blocks: JudgedBlocks, parts: readonly CircuitPart[], levels: readonly number[]): Figure {
  const edges = blocks.blocks.flatMap((row, to) => row.map(({ mean }, from) => ({ from, to, weight: mean, emphasised: false })));
  const largest = Math.max(1e-9, ...edges.map(({ weight }) => Math.abs(weight) || 0));
  return {
    draw(context, width, height, palette) {
      const circuit: Circuit = {
        nodes: parts.map(({ name, units, colour }, n) => ({
          name,
          detail: `${units.length} ${units.length === 1 ? 'unit' : 'units'}`,
          ...POSITIONS[n]!,
          colour: colour(palette),
          level: levels[n]!,
        })),
        edges,
        largest,
      };
      drawCircuit(context, width, height, circuit, palette);
    },
    table: () => ({
      columns: ['to', 'from', 'mean weight', 'entries', 'share positive', 'deviation (sd)', 'null low', 'null high', 'p'],
      rows: blocks.blocks.flatMap((row, to) =>
        row.map((block, from) => [
          parts[to]!.name,
          parts[from]!.name,
          block.mean,
          block.entries,
          block.positive,
          block.standardised,
          block.nullRange.low,
          block.nullRange.high,
          block.p,
        ]),
      ),
    }),
  };
}
