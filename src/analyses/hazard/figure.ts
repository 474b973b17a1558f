import type { Figure } from '../../charts/figure';
import { clipped, drawEstimates, drawKey, drawLine, wholePlot } from '../../charts/plot';
import type { DwellHazard } from '../../dynamics/emissions/exitHazardDwells';

const middles = ({ bins }: DwellHazard): number[] => bins.map(({ from, to }) => (from + to) / 2);

/** How likely a label is left in the next step, by how long it has lasted; flat would be memoryless. */
export function hazardFigure(network: DwellHazard, reference: DwellHazard): Figure {
  return {
    draw(context, width, height, palette) {
      const xs = middles(network);
      const last = Math.max(2, ...xs);
      const values = network.bins.map(({ hazard }) => hazard);
      const top =
        1.1 *
        Math.max(...values.map(({ high }) => high), network.memoryless.high, ...reference.bins.map(({ hazard }) => hazard.value));
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: { from: 1, to: last, name: 'steps in the label so far' },
          y: { from: 0, to: top, name: 'exit probability per step' },
        },
        palette,
      );
      clipped(plot, () => {
        drawEstimates(
          plot,
          values.map((estimate, n) => ({ x: xs[n]!, ...estimate })),
          { colour: palette.accent, width: 2.2 },
        );
        drawLine(
          plot,
          middles(reference),
          reference.bins.map(({ hazard }) => hazard.value),
          { colour: palette.ink, width: 1.5, dash: [6, 4] },
        );
        drawLine(plot, [1, last], [network.memoryless.value, network.memoryless.value], {
          colour: palette.muted,
          width: 1.4,
          dash: [2, 3],
        });
      });
      drawKey(plot, [
        { name: 'network', colour: palette.accent },
        { name: 'model’s best guess', colour: palette.ink, dash: [6, 4] },
        { name: 'memoryless', colour: palette.muted, dash: [2, 3] },
      ]);
    },
    table: () => ({
      columns: ['age from', 'age to', 'exits', 'exposure', 'hazard', 'low', 'high', 'memoryless'],
      rows: network.bins.map(({ from, to, exits, exposure, hazard }) => [
        from,
        to,
        exits,
        exposure,
        hazard.value,
        hazard.low,
        hazard.high,
        network.memoryless.value,
      ]),
    }),
  };
}
