import type { Table } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import type { Box } from '../../charts/smallMultiples';
import type { StepParts } from '../../rnn/stepParts';
import {
  barAt,
  barScale,
  barY,
  drawBars,
  drawRowName,
  drawZero,
  type Look,
  type PartPicture,
  rangeText,
  rows,
  signColour,
  stretch,
} from './bars';
import { drawOutputMark } from './marks';
import { drawOutputRows, drawRowNumbers, lengthScale, outputRowsOf } from './outputRows';
import type { StepPartId } from './text';
import { chance, signed } from './words';

const unitRows = (columns: Record<string, ArrayLike<number>>): Table => {
  const series = Object.values(columns);
  return {
    columns: ['unit', ...Object.keys(columns)],
    rows: Array.from({ length: series[0]!.length }, (_, i) => [i, ...series.map((values) => values[i]!)]),
  };
};

/** One row of signed bars with its words. */
function drawSignedRow(
  context: CanvasRenderingContext2D,
  row: Box,
  values: Float64Array,
  name: string,
  grown: number,
  palette: Palette,
  { compact }: Look,
): void {
  const scale = barScale(values);
  drawBars(
    context,
    row,
    scale,
    values.map((value) => grown * value),
    (value) => signColour(palette, value),
  );
  drawZero(context, row, scale, palette);
  if (!compact) drawRowName(context, row, name, rangeText(values), palette);
}

/** x as d bars, and W_in x as H bars. */
function noisePicture({ noise, inputDrive }: StepParts): PartPicture {
  return {
    draw(context, width, height, palette, look) {
      const [top, bottom] = rows(2, width, height, palette, look) as [Box, Box];
      drawSignedRow(context, top, noise, `x: ${noise.length} inputs`, stretch(look.progress, 0, 0.5), palette, look);
      const name = `W_in x: noise drive on ${inputDrive.length} units`;
      drawSignedRow(context, bottom, inputDrive, name, stretch(look.progress, 0.45, 1), palette, look);
    },
    table: () => ({
      columns: ['input', 'x', 'unit', 'W_in x'],
      rows: Array.from({ length: Math.max(noise.length, inputDrive.length) }, (_, i) => [
        i < noise.length ? i : '',
        noise[i] ?? '',
        i < inputDrive.length ? i : '',
        inputDrive[i] ?? '',
      ]),
    }),
  };
}

/** h of the step before, and W_hh h. */
function recurrentPicture({ previousState, recurrentDrive }: StepParts): PartPicture {
  return {
    draw(context, width, height, palette, look) {
      const [top, bottom] = rows(2, width, height, palette, look) as [Box, Box];
      const scale = barScale(previousState);
      drawBars(context, top, scale, previousState, () => palette.ink);
      drawZero(context, top, scale, palette);
      if (!look.compact) drawRowName(context, top, 'h: state of the step before', rangeText(previousState), palette);
      const name = `W_hh h: recurrent drive on ${recurrentDrive.length} units`;
      drawSignedRow(context, bottom, recurrentDrive, name, stretch(look.progress, 0.15, 0.9), palette, look);
    },
    table: () => unitRows({ 'h before': previousState, 'W_hh h': recurrentDrive }),
  };
}

/** z with the threshold, and what is left of it. */
function reluPicture(parts: StepParts): PartPicture {
  const { preActivation, recurrentDrive, hiddenState, inputDrive } = parts;
  const H = preActivation.length;
  return {
    draw(context, width, height, palette, look) {
      const [top, bottom] = rows(2, width, height, palette, look) as [Box, Box];
      const scale = barScale(preActivation, recurrentDrive);
      const added = stretch(look.progress, 0, 0.45);
      const z = preActivation.map((value, i) => recurrentDrive[i]! + added * (value - recurrentDrive[i]!));
      drawBars(context, top, scale, z, (value) => signColour(palette, value));
      drawDriveTicks(context, top, scale, recurrentDrive, palette);
      drawThreshold(context, top, scale, palette, look);
      // What is below the threshold falls to it.
      const fallen = stretch(look.progress, 0.5, 1);
      const below = preActivation.map((value) => Math.min(0, value));
      drawBars(context, bottom, scale, below, () => palette.negative, 0.12);
      drawBars(
        context,
        bottom,
        scale,
        below.map((value) => (1 - fallen) * value),
        () => palette.negative,
        0.6,
      );
      if (look.progress > 0.45) drawBars(context, bottom, scale, hiddenState, () => palette.ink);
      drawThreshold(context, bottom, scale, palette, { ...look, compact: true });
      if (look.compact) return;
      drawRowName(context, top, 'z: sum of both drives (tick: recurrent drive alone)', rangeText(preActivation), palette);
      const share = `${parts.firing} of ${H} fire`;
      drawRowName(context, bottom, 'h: what passes the threshold', share, palette);
    },
    table: () => unitRows({ 'W_in x': inputDrive, 'W_hh h': recurrentDrive, z: preActivation, h: hiddenState }),
  };
}

function drawDriveTicks(
  context: CanvasRenderingContext2D,
  row: Box,
  scale: { low: number; high: number },
  drive: Float64Array,
  palette: Palette,
): void {
  context.fillStyle = palette.ink;
  for (let i = 0; i < drive.length; i++) {
    const { x, width } = barAt(row, drive.length, i);
    context.fillRect(x - 0.5, barY(row, scale, drive[i]!) - 0.75 * palette.weight, width + 1, 1.5 * palette.weight);
  }
}

function drawThreshold(
  context: CanvasRenderingContext2D,
  row: Box,
  scale: { low: number; high: number },
  palette: Palette,
  { compact }: Look,
): void {
  const y = barY(row, scale, 0);
  context.strokeStyle = palette.accent;
  context.lineWidth = 1.4 * palette.weight;
  context.setLineDash(compact ? [] : [6, 4]);
  context.beginPath();
  context.moveTo(row.x, y);
  context.lineTo(row.x + row.width, y);
  context.stroke();
  context.setLineDash([]);
}

/** ℓ as K bars, with the probabilities. */
function logitsPicture({ logits, probabilities }: StepParts): PartPicture {
  const K = logits.length;
  return {
    draw(context, width, height, palette, look) {
      const outputRows = outputRowsOf(K, width, height, palette, look);
      const { low, high } = barScale(logits);
      const at = lengthScale(outputRows, low, high);
      const grown = stretch(look.progress, 0, 0.8);
      for (let k = 0; k < K; k++) {
        const { middle, height: tall } = outputRows.row(k);
        const end = at(grown * logits[k]!);
        context.fillStyle = palette.outputs[k]!;
        context.fillRect(Math.min(at(0), end), middle - 0.26 * tall, Math.abs(end - at(0)), 0.52 * tall);
        if (!look.compact) drawRowNumbers(context, outputRows, k, signed(logits[k]!), chance(probabilities[k]!), palette);
      }
      drawOutputRows(context, K, outputRows, at(0), 'logit, probability', palette, look);
    },
    table: () => ({
      columns: ['output', 'logit', 'probability'],
      rows: Array.from(logits, (logit, k) => [k, logit, probabilities[k]!]),
    }),
  };
}

/** ℓ + g: the logit as a pale bar, the draw as an arrow from its end, the winner ringed. */
function gumbelPicture({ logits, gumbels, noisyLogits, sampledOutput }: StepParts): PartPicture {
  const K = logits.length;
  return {
    draw(context, width, height, palette, look) {
      const outputRows = outputRowsOf(K, width, height, palette, look);
      const { low, high } = barScale(logits, noisyLogits);
      const at = lengthScale(outputRows, low, high);
      const grown = stretch(look.progress, 0, 0.75);
      for (let k = 0; k < K; k++) {
        const { middle, height: tall } = outputRows.row(k);
        const from = at(logits[k]!);
        const to = at(logits[k]! + grown * gumbels[k]!);
        context.fillStyle = palette.outputs[k]!;
        context.globalAlpha = 0.32;
        context.fillRect(Math.min(at(0), from), middle - 0.26 * tall, Math.abs(from - at(0)), 0.52 * tall);
        context.globalAlpha = 1;
        context.fillRect(Math.min(from, to), middle - 0.07 * tall, Math.abs(to - from), 0.14 * tall);
        const won = k === sampledOutput && look.progress > 0.75;
        drawEnd(context, to, middle, Math.min(11, 0.17 * tall), palette.outputs[k]!, won, palette);
        if (!look.compact)
          drawRowNumbers(context, outputRows, k, signed(noisyLogits[k]!), sumText(logits[k]!, gumbels[k]!), palette);
      }
      drawOutputRows(context, K, outputRows, at(0), 'sum = logit + draw', palette, look);
    },
    table: () => ({
      columns: ['output', 'logit', 'Gumbel draw', 'sum'],
      rows: Array.from(logits, (logit, k) => [k, logit, gumbels[k]!, noisyLogits[k]!]),
    }),
  };
}

const sumText = (logit: number, draw: number): string => `${signed(logit)} ${draw < 0 ? '−' : '+'} ${signed(Math.abs(draw))}`;

/** The end of a sum; the largest one is ringed. */
function drawEnd(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  colour: string,
  won: boolean,
  palette: Palette,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
  if (!won) return;
  context.beginPath();
  context.arc(x, y, radius + 4, 0, 2 * Math.PI);
  context.strokeStyle = palette.ink;
  context.lineWidth = 2 * palette.weight;
  context.stroke();
}

/** The symbol as a big tile, beside the chances it had. */
function symbolPicture({ sampledOutput, outputLabel, probabilities }: StepParts): PartPicture {
  const K = probabilities.length;
  return {
    draw(context, width, height, palette, look) {
      if (look.compact) {
        drawOutputMark(context, sampledOutput, width / 2, height / 2, 0.34 * height, palette);
        return;
      }
      // On a narrow picture the tile stands above the chances, else beside them.
      const beside = width > 480;
      const tile = { width: beside ? Math.min(0.42 * width, 340) : width, height: beside ? height : 0.46 * height };
      const radius = Math.min(0.36 * Math.min(tile.width, tile.height), 120) * (0.6 + 0.4 * stretch(look.progress, 0, 0.5));
      drawOutputMark(context, sampledOutput, tile.width / 2, tile.height / 2, radius, palette);
      context.save();
      context.translate(beside ? tile.width : 0, beside ? 0 : tile.height);
      const [wide, high] = beside ? [width - tile.width, height] : [width, height - tile.height];
      const outputRows = outputRowsOf(K, wide, high, palette, look);
      const at = lengthScale(outputRows, 0, 1);
      for (let k = 0; k < K; k++) {
        const { middle, height: tall } = outputRows.row(k);
        context.fillStyle = palette.outputs[k]!;
        context.globalAlpha = k === sampledOutput ? 1 : 0.4;
        context.fillRect(at(0), middle - 0.22 * tall, at(probabilities[k]!) - at(0), 0.44 * tall);
        context.globalAlpha = 1;
        const remark = k === sampledOutput ? 'drawn' : k === outputLabel ? 'largest logit' : '';
        drawRowNumbers(context, outputRows, k, chance(probabilities[k]!), remark, palette);
      }
      drawOutputRows(context, K, outputRows, at(0), 'probability before the draw', palette, look);
      context.restore();
    },
    table: () => ({
      columns: ['output', 'probability', 'label (argmax)', 'sampled'],
      rows: Array.from(probabilities, (p, k) => [k, p, k === outputLabel ? 1 : 0, k === sampledOutput ? 1 : 0]),
    }),
  };
}

/** The pictures of a step, one for each part. */
export const STEP_PICTURES: Record<StepPartId, (parts: StepParts) => PartPicture> = {
  noise: noisePicture,
  recurrent: recurrentPicture,
  relu: reluPicture,
  logits: logitsPicture,
  gumbel: gumbelPicture,
  symbol: symbolPicture,
};
