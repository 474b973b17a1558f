import { drawText } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { plotFont } from '../../charts/plot';
import type { OutputPair, SkeletonGraph } from './compute';

type Standing = 'both' | 'model only' | 'skeleton only';

/** Every pair that either has, and where it stands. */
export function pairsOf({ joined, model }: Pick<SkeletonGraph, 'joined' | 'model'>): { pair: OutputPair; standing: Standing }[] {
  const among = (pairs: readonly OutputPair[], [a, b]: OutputPair) => pairs.some((other) => other[0] === a && other[1] === b);
  return [
    ...model.map((pair) => ({ pair, standing: among(joined, pair) ? ('both' as const) : ('model only' as const) })),
    ...joined.filter((pair) => !among(model, pair)).map((pair) => ({ pair, standing: 'skeleton only' as const })),
  ];
}

/** The graph of the skeleton on that of the model. @param nOutputs nodes; outputs without a stable point are open */
export function graphFigure(graph: SkeletonGraph, nOutputs: number): Figure {
  const pairs = pairsOf(graph);
  return {
    draw(context, width, height, palette) {
      const radius = Math.max(10, Math.min(width, height) / 2 - 34);
      const at = (output: number) => {
        const angle = -Math.PI / 2 + (2 * Math.PI * output) / nOutputs;
        return { x: width / 2 + radius * Math.cos(angle), y: height / 2 + radius * Math.sin(angle) };
      };
      for (const { pair, standing } of pairs) drawPair(context, at(pair[0]), at(pair[1]), standing, palette);
      for (let output = 0; output < nOutputs; output++) {
        const { x, y } = at(output);
        const colour = palette.outputs[output]!;
        const hasWell = graph.wells.includes(output);
        context.beginPath();
        context.arc(x, y, 15 * Math.sqrt(palette.weight), 0, 2 * Math.PI);
        context.fillStyle = hasWell ? colour : palette.panel;
        context.strokeStyle = colour;
        context.lineWidth = 2 * palette.weight;
        context.fill();
        context.stroke();
        context.font = plotFont(palette, true);
        context.fillStyle = hasWell ? palette.panel : palette.ink;
        drawText(context, String(output), x, y, 12, { align: 'center', vertical: 'middle' });
      }
    },
    table: () => ({
      columns: ['output', 'and output', 'joined by'],
      rows: pairs.map(({ pair, standing }) => [...pair, standing === 'both' ? 'skeleton and model' : standing]),
    }),
  };
}

function drawPair(
  context: CanvasRenderingContext2D,
  from: { x: number; y: number },
  to: { x: number; y: number },
  standing: Standing,
  palette: Palette,
): void {
  context.strokeStyle = standing === 'both' ? palette.ink : standing === 'model only' ? palette.muted : palette.error;
  context.lineWidth = (standing === 'both' ? 3 : 2) * palette.weight;
  context.setLineDash(standing === 'model only' ? [5, 5] : []);
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
  context.setLineDash([]);
}
