import { interpolateRgb } from 'd3';
import type { Table } from '../../charts/figure';
import { drawHeatMap } from '../../charts/heatMap';
import { drawLabelStrip } from '../../charts/labelStrip';
import type { Palette } from '../../charts/palette';
import { plotFont } from '../../charts/plot';
import type { Box } from '../../charts/smallMultiples';
import type { UpdateParts } from '../../training/updateParts';
import { drawRowName, fontSize, type Look, type PartPicture, stretch } from './bars';

/** Sequences shown at most, and the least height of one, in CSS pixels. */
const SHOWN = 12;
const LEAST_STRIP = 19;
/** Least height of a pair, its words included. */
const LEAST_PAIR = 66;

/** Sequence `row` of a batch as a strip; a lane as well as a colour tells the output. */
function drawSequence(
  context: CanvasRenderingContext2D,
  labels: Uint8Array,
  { row, seqLen, nOutputs, shown }: { row: number; seqLen: number; nOutputs: number; shown: number },
  box: Box,
  palette: Palette,
): void {
  const columns = Math.round(shown * seqLen);
  if (columns === 0) return;
  const width = (box.width * columns) / seqLen;
  drawLabelStrip(
    context,
    { labels: labels.subarray(row * seqLen, (row + 1) * seqLen), capacity: seqLen, step: columns, columns, nOutputs },
    { ...box, width },
    palette.outputs,
    palette.line,
  );
}

const sequenceTable = (labels: Uint8Array, seqLen: number): Table => ({
  columns: ['sequence', ...Array.from({ length: seqLen }, (_, t) => `step ${t + 1}`)],
  rows: Array.from({ length: labels.length / seqLen }, (_, n) => [n, ...labels.subarray(n * seqLen, (n + 1) * seqLen)]),
});

/** The first sequences of a batch, one below the other. */
export function sequencesPicture({ batch, seqLen, shape }: UpdateParts, labels: Uint8Array, whose: string): PartPicture {
  return {
    draw(context, width, height, palette, look) {
      const head = look.compact ? 0 : 1.9 * fontSize(palette);
      const count = look.compact ? 4 : Math.max(3, Math.min(SHOWN, batch, Math.floor((height - head) / LEAST_STRIP)));
      const each = (height - head) / count;
      const frame = { seqLen, nOutputs: shape.nOutputs, shown: stretch(look.progress, 0, 0.9) };
      for (let row = 0; row < count; row++) {
        const box = { x: 0, y: head + row * each + 0.17 * each, width, height: 0.66 * each };
        drawSequence(context, labels, { ...frame, row }, box, palette);
      }
      if (look.compact) return;
      const name = `${whose}: ${count} of ${batch} sequences, step 1 to ${seqLen}`;
      drawRowName(context, { x: 0, y: head, width, height }, name, 'a lane and a colour for each output', palette);
    },
    table: () => sequenceTable(labels, seqLen),
  };
}

/** Sequences of the network sorted by where they are pulled to, so that the matching runs down the matrix. */
const sortedRows = ({ matching: { target } }: UpdateParts): number[] =>
  Array.from(target.keys()).sort((a, b) => target[a]! - target[b]! || a - b);

/** Costs of all pairs, and some pairs side by side. */
export function matchingPicture(parts: UpdateParts): PartPicture {
  const { plan, target } = parts.matching;
  const order = sortedRows(parts);
  return {
    draw(context, width, height, palette, look) {
      const beside = width > 560;
      const side = look.compact
        ? Math.min(width, height)
        : Math.min(beside ? 0.46 * width : width, beside ? height : 0.6 * height);
      const box = look.compact
        ? { x: (width - side) / 2, y: 0, width: side, height: side }
        : { x: 0, y: 0, width: side, height: side };
      drawCosts(context, parts, order, box, palette, look);
      if (look.compact) return;
      const rest = beside
        ? { x: side + 26, y: 0, width: width - side - 26, height }
        : { x: 0, y: side + 8, width, height: height - side - 8 };
      drawPairs(context, parts, rest, palette, look);
    },
    table: () => ({
      columns: [
        'network sequence',
        'pulled to model sequence',
        'weight',
        ...Array.from({ length: plan.columns }, (_, j) => `cost to ${j}`),
      ],
      rows: Array.from(target, (to, i) => [
        i,
        to,
        parts.matching.weight[i]!,
        ...Array.from(plan.costs.subarray(i * plan.columns, (i + 1) * plan.columns)),
      ]),
    }),
  };
}

function drawCosts(
  context: CanvasRenderingContext2D,
  parts: UpdateParts,
  order: readonly number[],
  box: Box,
  palette: Palette,
  look: Look,
): void {
  const { plan, target } = parts.matching;
  const dearest = Math.max(1, ...plan.costs);
  const cost = interpolateRgb(palette.panel, palette.muted);
  // Rows are matched one after the other.
  const matched = stretch(look.progress, 0.1, 0.9) * plan.rows;
  context.font = plotFont(palette, true);
  const legend = 'model (paler: fewer differ)';
  const fits = context.measureText(legend).width < box.width - 24;
  const words = { rows: 'network', columns: fits ? legend : 'model' };
  const matrix = {
    rows: plan.rows,
    columns: plan.columns,
    value: (row: number, column: number) =>
      row < matched && target[order[row]!] === column ? -1 : plan.costs[order[row]! * plan.columns + column]!,
    colour: (value: number) => (value < 0 ? palette.accent : cost(value / dearest)),
  };
  if (!look.compact) {
    drawHeatMap(context, box, matrix, palette, { words });
    return;
  }
  const cell = box.width / plan.rows;
  for (let row = 0; row < plan.rows; row++)
    for (let column = 0; column < plan.columns; column++) {
      context.fillStyle = matrix.colour(matrix.value(row, column));
      context.fillRect(box.x + column * cell, box.y + row * cell, cell + 0.4, cell + 0.4);
    }
}

/** The sequences of least, middle and greatest difference from where they are pulled to. */
export function examplePairs({ matching: { mismatches } }: UpdateParts): number[] {
  const byMismatch = Array.from(mismatches.keys()).sort((a, b) => mismatches[a]! - mismatches[b]! || a - b);
  return [byMismatch[0]!, byMismatch[byMismatch.length >> 1]!, byMismatch.at(-1)!];
}

/** The example pairs one below the other. */
function drawPairs(context: CanvasRenderingContext2D, parts: UpdateParts, box: Box, palette: Palette, { progress }: Look): void {
  // Where there is no room for all of them, those that differ most.
  const pairs = examplePairs(parts).slice(box.height < LEAST_PAIR * 3 ? -1 : 0);
  const each = box.height / pairs.length;
  pairs.forEach((row, n) => {
    drawPair(context, parts, row, { ...box, y: box.y + n * each, height: each }, palette, stretch(progress, 0.3, 1));
  });
}

/** A sequence of the network above the one it is pulled to, the steps at which they differ ticked between them up to a share of them. */
export function drawPair(
  context: CanvasRenderingContext2D,
  parts: UpdateParts,
  row: number,
  box: Box,
  palette: Palette,
  ticked: number,
): void {
  const { seqLen, shape, outputs, targets, matching } = parts;
  const size = fontSize(palette);
  const strip = Math.max(8, Math.min(30, (box.height - 2.6 * size - 12) / 2));
  const to = matching.target[row]!;
  const frame = { seqLen, nOutputs: shape.nOutputs, shown: 1 };
  const place = { x: box.x, y: box.y + 1.9 * size, width: box.width, height: strip };
  drawRowName(context, place, `network ${row} and model ${to}`, `${matching.mismatches[row]!} differ`, palette);
  drawSequence(context, outputs, { ...frame, row }, place, palette);
  drawSequence(context, targets, { ...frame, row: to }, { ...place, y: place.y + strip + 8 }, palette);
  const cell = box.width / seqLen;
  context.fillStyle = palette.error;
  for (let t = 0; t < ticked * seqLen; t++)
    if (outputs[row * seqLen + t] !== targets[to * seqLen + t])
      context.fillRect(box.x + (t + 0.2) * cell, place.y + strip + 2, 0.6 * cell, 4);
}
