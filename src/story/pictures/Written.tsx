import { useMemo } from 'react';
import { mixColours, type Palette } from '../../charts/palette';
import type { LiveRun } from '../../state/live/liveRun';
import type { NetworkInView } from '../../state/networks/slice';
import { useApp } from '../../ui/context';
import { LivePicture, type Sheet, write } from './LivePicture';
import { PICTURES } from './text';

/** The colour of a weight: how far it is from the panel's tells its size, up to the largest of them. */
const colourOf = (weight: number, most: number, { panel, positive, negative }: Palette): string =>
  mixColours(panel, weight > 0 ? positive : negative, Math.min(1, Math.sqrt(Math.abs(weight) / most)));

/** The recurrent weights, row by row, and beside them how strongly each unit fires now. */
function drawWeights(
  { context, palette }: Sheet,
  { weights }: NetworkInView,
  colours: readonly string[],
  state: Float32Array,
  x: number,
  y: number,
  side: number,
): void {
  const H = weights.hiddenSize;
  const cell = side / H;
  for (let i = 0; i < H; i++)
    for (let j = 0; j < H; j++) {
      context.fillStyle = colours[i * H + j]!;
      context.fillRect(x + j * cell, y + i * cell, cell + 0.4, cell + 0.4);
    }
  const most = state.reduce((largest, value) => Math.max(largest, value), 1e-9);
  for (let i = 0; i < H; i++) {
    context.fillStyle = mixColours(palette.panel, palette.ink, state[i]! / most);
    context.fillRect(x - 12, y + i * cell, 8, cell + 0.4);
  }
  context.strokeStyle = palette.edge;
  context.lineWidth = 1;
  context.strokeRect(x, y, side, side);
}

/** The transition matrix of the model, with its numbers. */
function drawChances(sheet: Sheet, matrix: readonly (readonly number[])[], x: number, y: number, side: number): void {
  const { context, palette } = sheet;
  const cell = side / matrix.length;
  matrix.forEach((row, i) => {
    row.forEach((probability, j) => {
      context.fillStyle = mixColours(palette.panel, palette.accent, 0.75 * Math.sqrt(probability));
      context.fillRect(x + j * cell, y + i * cell, cell - 2, cell - 2);
      if (probability === 0) return;
      const colour = probability > 0.4 ? palette.onAccent : palette.ink;
      const words = probability.toFixed(2).replace(/^0/, '');
      write(
        sheet,
        words,
        x + (j + 0.5) * cell - 1,
        y + (i + 0.5) * cell - 1,
        { align: 'center', vertical: 'middle' },
        { colour },
      );
    });
  });
}

/** The weights of the network, and the chances of its model: what joins them is not known. */
export function Written() {
  const network = useApp((state) => state.network);
  const draw = useMemo(() => {
    let known: { palette: Palette; colours: string[] } | undefined;
    return (sheet: Sheet, { state }: LiveRun) => {
      if (!network) return;
      const { width, height, palette, size } = sheet;
      if (known?.palette !== palette) {
        const { recurrentWeights } = network.weights;
        const most = recurrentWeights.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 1e-9);
        known = { palette, colours: Array.from(recurrentWeights, (weight) => colourOf(weight, most, palette)) };
      }
      const side = Math.min(0.42 * width, height - 5 * size);
      const y = (height - side) / 2 + size;
      const left = (width - 2.3 * side) / 2 + 8;
      const right = left + 1.3 * side;
      write(sheet, PICTURES.weights, left + side / 2, y - 8, { align: 'center', vertical: 'bottom' }, { bold: true });
      write(sheet, PICTURES.chances, right + side / 2, y - 8, { align: 'center', vertical: 'bottom' }, { bold: true });
      drawWeights(sheet, network, known.colours, state, left, y, side);
      write(sheet, '?', left + 1.15 * side, y + side / 2, { align: 'center', vertical: 'middle' }, { bold: true, scale: 4 });
      drawChances(sheet, network.hmm.transitionMatrix, right, y, side);
    };
  }, [network]);
  return <LivePicture title={PICTURES.titles.written} draw={draw} />;
}
