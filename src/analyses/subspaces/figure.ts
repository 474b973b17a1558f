import type { Figure } from '../../charts/figure';
import { drawCloud } from '../../charts/planeMarks';
import { clipped, drawKey, wholePlot } from '../../charts/plot';
import { drawTrail } from '../../charts/trail';
import type { PairSubspace } from '../../dynamics/orbit/subspaces';

const STRIDE = 3;

/** The longest stretches inside a pair of outputs, in the plane of the pair's own axes that turns most. */
export function subspaceFigure({ drawn, axes, explained }: PairSubspace): Figure {
  return {
    draw(context, width, height, palette) {
      const column = (axis: number) =>
        drawn.flatMap(({ points, labels }) => Array.from(labels, (_, t) => points[t * STRIDE + axis]!));
      const [xs, ys] = [column(axes[0]), column(axes[1])];
      const wide = (values: number[]) => {
        const low = Math.min(...values);
        const high = Math.max(...values);
        const margin = 0.05 * (high - low || 1);
        return { from: low - margin, to: high + margin };
      };
      const name = (axis: number) => `PC${axis + 1} of the pair (${Math.round(100 * (explained[axis] ?? 0))} %)`;
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: { ...wide(xs), name: name(axes[0]) },
          y: { ...wide(ys), name: name(axes[1]) },
        },
        palette,
      );
      const scale = { x: plot.x, y: plot.y, unit: 1, range: { left: 0, right: 0, bottom: 0, top: 0 } };
      clipped(plot, () => {
        for (const { points, labels } of drawn) {
          const cloud = { points, stride: STRIDE, axes };
          drawCloud(context, scale, cloud, labels, palette.outputs, labels.length, 2.2 * palette.weight, 0.25);
          drawTrail(
            context,
            scale,
            { ...cloud, capacity: labels.length, from: 0, to: labels.length, colour: (slot) => palette.outputs[labels[slot]!]! },
            1.1 * palette.weight,
          );
        }
      });
      const present = new Set(drawn.flatMap(({ labels }) => [...labels]));
      drawKey(
        plot,
        [...present].sort().map((k) => ({ name: `output ${k}`, colour: palette.outputs[k]! })),
      );
    },
    table: () => ({
      columns: ['stretch', 'step', 'PC1', 'PC2', 'PC3', 'label'],
      rows: drawn.flatMap(({ firstStep, points, labels }, n) =>
        Array.from(labels, (label, t) => [
          n + 1,
          firstStep + t,
          points[t * STRIDE]!,
          points[t * STRIDE + 1]!,
          points[t * STRIDE + 2]!,
          label,
        ]),
      ),
    }),
  };
}
