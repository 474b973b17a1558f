import { interpolateRgb } from 'd3';
import { drawText } from '../../charts/canvas';
import { divergingScale } from '../../charts/diverging';
import { drawHeatMap, heatMapCells, type Matrix } from '../../charts/heatMap';
import type { Palette } from '../../charts/palette';
import { drawKey, drawMark, plotFont } from '../../charts/plot';
import type { Box } from '../../charts/smallMultiples';
import { MATRICES, type UpdateParts } from '../../training/updateParts';
import { fontSize, type Look, type PartPicture, stretch } from './bars';
import { certain, drawBigNumber, drawLossBar, drawRing, drawValue, namedLines } from './marks';
import { drawPair, examplePairs } from './sequencePictures';
import { MATRIX_NAMES, type UpdateFrame } from './words';

/** The loss as a bar, with floor and plateau of the same size. */
export function lossPicture({ loss }: UpdateParts, { landmarks: { floor, plateau } }: UpdateFrame): PartPicture {
  return {
    draw(context, width, height, palette, look) {
      if (look.compact) {
        drawBigNumber(context, width, height, loss.toFixed(2), palette);
        return;
      }
      const most = 1.12 * Math.max(loss, plateau.high, floor.high);
      const names = ['this batch', 'floor', 'plateau'];
      const box = { x: 0, y: 0, width, height };
      const { plot, line } = namedLines(context, box, names, { from: 0, to: most, name: 'loss' }, palette);
      drawLossBar(plot, line(0), stretch(look.progress, 0, 0.8) * loss, palette.accent);
      drawValue(plot, line(1), floor, palette.ink);
      drawValue(plot, line(2), plateau, palette.muted);
    },
    table: () => ({
      columns: ['', 'loss', 'low', 'high', 'n'],
      rows: [
        ['this batch', loss, '', '', 1],
        ['floor', floor.value, floor.low, floor.high, floor.n],
        ['plateau', plateau.value, plateau.low, plateau.high, plateau.n],
      ],
    }),
  };
}

/** The pull on one sequence, output by output and step by step, and the norms on the way back. */
export function gradientPicture(parts: UpdateParts): PartPicture {
  const { norms, clipFactor, outputGradient, batch, seqLen, shape } = parts;
  const row = examplePairs(parts)[2]!;
  const K = shape.nOutputs;
  // Times N and turned round: the share of the pull, towards an output or away from it.
  const pull = (k: number, t: number) => -batch * outputGradient[(row * seqLen + t) * K + k]!;
  const norm = (n: number) => [norms.outputs, norms.logits, ...MATRICES.map((name) => norms.weights[name])][n]!;
  const names = ['outputs', 'logits', ...MATRICES.map((name) => MATRIX_NAMES[name])];
  return {
    draw(context, width, height, palette, look) {
      const colour = divergingScale(palette, 1);
      const matrix = { rows: K, columns: seqLen, value: pull, colour };
      if (look.compact) {
        drawCells(context, matrix, width, height);
        return;
      }
      const beside = width > 560;
      const map = {
        x: 0,
        y: 0,
        width: beside ? 0.46 * width : width,
        height: Math.min((beside ? 0.58 : 0.42) * height, (beside ? 110 : 34) * K + 30),
      };
      drawPull(context, map, matrix, row, palette);
      if (beside) {
        const { x, width: wide } = heatMapCells(map, palette, pullMarks(K, row, palette));
        const box = { x, y: map.height + 10, width: wide, height: Math.min(140, height - map.height - 10) };
        drawPair(context, parts, row, box, palette, 1);
      }
      const rest = beside
        ? { x: map.width + 20, y: 0, width: width - map.width - 20, height }
        : { x: 0, y: map.height + 6, width, height: height - map.height - 6 };
      drawNorms(context, rest, names, norm, clipFactor, palette, look);
    },
    table: () => ({
      columns: ['gradient at', 'norm', 'after clipping'],
      rows: names.map((name, n) => [name, norm(n), n < 2 ? '' : clipFactor * norm(n)]),
    }),
  };
}

const pullMarks = (K: number, row: number, palette: Palette, columns = `pull on network ${row}`) => ({
  words: { rows: 'output', columns },
  rowParts: Array.from({ length: K }, (_, k) => ({ name: String(k), colour: palette.outputs[k]!, count: 1 })),
});

/** The pull as a heat map, with as many words as there is room for. */
function drawPull(context: CanvasRenderingContext2D, box: Box, matrix: Matrix, row: number, palette: Palette): void {
  context.font = plotFont(palette, true);
  const long = `pull on network ${row}, step by step: red towards, blue away`;
  const fits = context.measureText(long).width < box.width - 40;
  const columns = fits ? long : `pull on network ${row}: red to, blue from`;
  drawHeatMap(context, box, matrix, palette, pullMarks(matrix.rows, row, palette, columns));
}

function drawCells(context: CanvasRenderingContext2D, matrix: Matrix, width: number, height: number): void {
  for (let row = 0; row < matrix.rows; row++)
    for (let column = 0; column < matrix.columns; column++) {
      context.fillStyle = matrix.colour(matrix.value(row, column));
      const [w, h] = [width / matrix.columns, height / matrix.rows];
      context.fillRect(column * w, row * h, w + 0.4, h - 1);
    }
}

/** Norms on a log axis; those of the weights before and after clipping. */
function drawNorms(
  context: CanvasRenderingContext2D,
  box: Box,
  names: readonly string[],
  norm: (n: number) => number,
  clipFactor: number,
  palette: Palette,
  { progress }: Look,
): void {
  const all = names.flatMap((_, n) => (n < 2 ? [norm(n)] : [norm(n), clipFactor * norm(n)])).filter((value) => value > 0);
  if (all.length === 0) return;
  const x = { from: 0.6 * Math.min(...all), to: 1.7 * Math.max(...all), name: 'norm of the gradient', log: true };
  const { plot, line } = namedLines(context, box, names, x, palette, true);
  const reached = Math.floor(stretch(progress, 0, 0.7) * names.length + 1e-9);
  names.forEach((_, n) => {
    if (n > reached || norm(n) === 0) return;
    const clipped = n < 2 ? norm(n) : norm(n) * clipFactor ** stretch(progress, 0.7, 1);
    if (clipped !== norm(n)) {
      drawRing(plot, norm(n), line(n));
      context.fillStyle = palette.muted;
      context.fillRect(plot.x(clipped), plot.y(line(n)) - 0.75, plot.x(norm(n)) - plot.x(clipped) - 5, 1.5);
    }
    drawValue(plot, line(n), certain(clipped), palette.accent);
  });
  drawKey(plot, [
    { name: clipFactor < 1 ? `after clipping (× ${clipFactor.toPrecision(2)})` : 'norm (not clipped)', colour: palette.accent },
    ...(clipFactor < 1 ? [{ name: 'before', colour: palette.muted }] : []),
  ]);
}

/** How far the weights went: the largest change and the root mean square, beside the rate. */
export function adamPicture({ changes }: UpdateParts, { learningRate }: UpdateFrame): PartPicture {
  return {
    draw(context, width, height, palette, look) {
      const box = { x: 0, y: 0, width, height };
      const most = Math.max(learningRate, ...MATRICES.map((name) => changes.largest[name]));
      if (look.compact) {
        const each = height / MATRICES.length;
        MATRICES.forEach((name, n) => {
          context.fillStyle = palette.accent;
          context.fillRect(0, (n + 0.2) * each, (width * changes.largest[name]) / most, 0.6 * each);
        });
        return;
      }
      const names = MATRICES.map((name) => MATRIX_NAMES[name]);
      const { plot, line } = namedLines(
        context,
        box,
        names,
        { from: 0, to: 1.15 * most || 1, name: 'change of a weight' },
        palette,
        true,
      );
      const grown = stretch(look.progress, 0, 0.9);
      const thick = Math.min(30, 0.4 * Math.abs(plot.y(0) - plot.y(1)));
      MATRICES.forEach((name, n) => {
        const y = plot.y(line(n)) - thick / 2;
        context.fillStyle = palette.accent;
        context.globalAlpha = 0.35;
        context.fillRect(plot.x(0), y, grown * (plot.x(changes.largest[name]) - plot.x(0)), thick);
        context.globalAlpha = 1;
        context.fillRect(plot.x(0), y, grown * (plot.x(changes.rootMeanSquare[name]) - plot.x(0)), thick);
      });
      drawMark(plot, 'x', learningRate, 'learning rate', palette.ink);
      drawKey(plot, [
        { name: 'root mean square', colour: palette.accent },
        { name: 'largest', colour: interpolateRgb(palette.panel, palette.accent)(0.35) },
      ]);
    },
    table: () => ({
      columns: ['matrix', 'largest change', 'root mean square change'],
      rows: MATRICES.map((name) => [MATRIX_NAMES[name], changes.largest[name], changes.rootMeanSquare[name]]),
    }),
  };
}

/** The loss before and after, on the same batch under the same draws. */
export function againPicture({ loss, again }: UpdateParts, { landmarks: { floor } }: UpdateFrame): PartPicture {
  const after = again?.loss ?? Number.NaN;
  return {
    draw(context, width, height, palette, look) {
      if (look.compact) {
        const way = after < loss ? '↓' : after > loss ? '↑' : '=';
        drawBigNumber(context, width, height, `${way} ${Math.abs(after - loss).toFixed(2)}`, palette);
        return;
      }
      const most = 1.2 * Math.max(loss, Number.isFinite(after) ? after : 0, floor.high);
      const box = { x: 0, y: 0, width, height };
      const { plot, line } = namedLines(
        context,
        box,
        ['before', 'after', 'floor'],
        { from: 0, to: most, name: 'loss of this batch' },
        palette,
      );
      context.globalAlpha = 0.45;
      drawLossBar(plot, line(0), loss, palette.accent);
      context.globalAlpha = 1;
      if (Number.isFinite(after))
        drawLossBar(plot, line(1), loss + stretch(look.progress, 0.1, 0.9) * (after - loss), palette.accent);
      drawValue(plot, line(2), floor, palette.ink);
      context.font = plotFont(palette, true);
      context.fillStyle = palette.ink;
      [loss, after].forEach((value, n) => {
        if (Number.isFinite(value))
          drawText(context, value.toFixed(3), plot.x(value) + 7, plot.y(line(n)), fontSize(palette), {
            align: 'left',
            vertical: 'middle',
          });
      });
    },
    table: () => ({
      columns: ['', 'loss'],
      rows: [
        ['before', loss],
        ['after', after],
        ['floor', floor.value],
      ],
    }),
  };
}
