import type { Figure } from '../charts/figure';
import { drawKey, drawLine, drawMark, wholePlot } from '../charts/plot';
import type { FitCurvePoint } from '../hmm/baumWelch';
import type { HmmSpec } from '../hmm/spec';
import { usePalette } from '../ui/context';
import { WideTable } from '../ui/numbers';

/** Two models' matrices side by side; cells that differ much stand out. */
export function ModelTables({ models }: { models: readonly { name: string; spec: HmmSpec; stateNames?: readonly string[] }[] }) {
  const palette = usePalette();
  return (
    <WideTable className="row">
      {models.map(({ name, spec, stateNames }) => (
        <table key={name} className="values" translate="no">
          <caption>{name}</caption>
          <thead>
            <tr>
              <th scope="col">state</th>
              {spec.transitionMatrix.map((_, j) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: states are their numbers
                <th key={j} scope="col">
                  → {j}
                </th>
              ))}
              {Array.from({ length: spec.nOutputs }, (_, k) => (
                <th key={palette.outputs[k]} scope="col">
                  <i className="swatch" style={{ background: palette.outputs[k] }} /> {k}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {spec.transitionMatrix.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: states are their numbers
              <tr key={i}>
                <th scope="row">
                  {i}
                  {stateNames && <small> {stateNames[i]}</small>}
                </th>
                {[...row, ...spec.emissionMatrix[i]!].map((p, j) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells are their numbers
                  <td key={j}>{p.toFixed(3)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </WideTable>
  );
}

/** AIC and BIC against the number of hidden states, relative to their least. */
export function selectionFigure(points: readonly FitCurvePoint[]): Figure {
  const xs = points.map(({ nStates }) => nStates);
  const relative = (which: 'aic' | 'bic') => {
    const least = Math.min(...points.map((point) => point[which]));
    return points.map((point) => point[which] - least);
  };
  const [aic, bic] = [relative('aic'), relative('bic')];
  const best = bestStates(points);
  return {
    draw(context, width, height, palette) {
      // One state is often so much worse that nothing else could be told apart.
      const sorted = [...bic, ...aic].sort((a, b) => a - b);
      const top = Math.max(10, 1.2 * sorted[Math.floor(0.8 * (sorted.length - 1))]!);
      const plot = wholePlot(
        context,
        width,
        height,
        {
          key: true,
          x: { from: xs[0]! - 0.3, to: xs.at(-1)! + 0.3, name: 'hidden states', at: xs },
          y: { from: 0, to: top, name: 'above the least' },
        },
        palette,
      );
      drawMark(plot, 'x', best, `BIC: ${best}`, palette.accent);
      const line = (ys: readonly number[], colour: string, dash: number[]) => {
        drawLine(
          plot,
          xs,
          ys.map((y) => Math.min(top, y)),
          { colour, width: 2, dash },
        );
        context.fillStyle = colour;
        xs.forEach((x, n) => {
          context.beginPath();
          context.arc(plot.x(x), plot.y(Math.min(top, ys[n]!)), 3, 0, 2 * Math.PI);
          context.fill();
        });
      };
      line(bic, palette.accent, []);
      line(aic, palette.muted, [6, 3]);
      drawKey(plot, [
        { name: 'BIC', colour: palette.accent },
        { name: 'AIC', colour: palette.muted, dash: [6, 3] },
      ]);
    },
    table: () => ({
      columns: ['hidden states', 'log-likelihood', 'AIC', 'BIC'],
      rows: points.map(({ nStates, logLikelihood, aic: a, bic: b }) => [nStates, logLikelihood, a, b]),
    }),
  };
}

/** Number of states with the least BIC. */
export const bestStates = (points: readonly FitCurvePoint[]): number =>
  points.reduce((best, point) => (point.bic < best.bic ? point : best)).nStates;
