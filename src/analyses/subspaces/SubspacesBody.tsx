import { useMemo, useState } from 'react';
import type { Figure } from '../../charts/figure';
import { drawCloud } from '../../charts/planeMarks';
import { clipped, drawKey, wholePlot } from '../../charts/plot';
import { drawTrail } from '../../charts/trail';
import type { OutputPairSubspaces, PairSubspace } from '../../dynamics/orbit/subspaces';
import { AnalysisBody } from '../../ui/AnalysisPanel';
import { FigureView } from '../../ui/figure/FigureView';
import { EstimateCell, NumberCell } from '../../ui/numbers';
import { Segmented } from '../../ui/Segmented';

/** Two outputs at a time: does each pair show the motif of the chain? */
export function SubspacesBody() {
  return <AnalysisBody name="subspaces">{(report, of) => <Pairs report={report} of={of} />}</AnalysisBody>;
}

function Pairs({ report, of }: { report: OutputPairSubspaces; of: string }) {
  // The pair that exchanges most is the one to look at first.
  const busiest = report.pairs.reduce((best, { changes }, n) => (changes > report.pairs[best]!.changes ? n : best), 0);
  const [chosen, setChosen] = useState<number>();
  const pair = report.pairs[chosen ?? busiest] ?? report.pairs[0];
  if (!pair) return <p className="analysis-note">A single output has no pairs.</p>;
  return (
    <>
      <Segmented
        label="Pair of outputs"
        options={report.pairs.map(({ outputs: [a, b] }, n) => ({ value: n, name: `${a} and ${b}` }))}
        value={report.pairs.indexOf(pair)}
        onChange={setChosen}
      />
      <Pair pair={pair} />
      <p className="figure-note">
        One run of {report.steps.toLocaleString('en')} steps at σ = 1; {of}.{' '}
        {report.divergent && 'It grew without bound and was cut.'}
      </p>
    </>
  );
}

function Pair({ pair }: { pair: PairSubspace }) {
  const figure = useMemo(() => subspaceFigure(pair), [pair]);
  const { outputs, measured, turnsPerRoundTrip, share, changes, adjacent, axes } = pair;
  const name = outputs.join(' and ');
  const note = `${measured.count === 1 ? 'One stretch' : `${measured.count} stretches`} of at least ${measured.shortest.toLocaleString('en')} steps, ${measured.steps.toLocaleString('en')} steps in all.`;
  if (pair.drawn.length === 0) return <p className="analysis-note">The labels {name} hardly occur.</p>;
  return (
    <>
      <FigureView
        figure={figure}
        name={`subspace-${outputs.join('')}`}
        label={`Stretches within outputs ${name}`}
        notes={[note]}
      />
      <p className="analysis-verdict">
        {adjacent
          ? Math.abs(turnsPerRoundTrip.value) >= 0.5
            ? `Outputs ${name} share an orbit of their own, as in a chain.`
            : `Outputs ${name} follow each other, but without turning one way.`
          : `Outputs ${name} are not neighbours: the state hardly ever goes straight from one to the other.`}
      </p>
      <dl className="numbers">
        <EstimateCell
          name={`turns per round trip, PC${axes[0] + 1}–PC${axes[1] + 1} of the pair`}
          term="turns"
          value={turnsPerRoundTrip}
        />
        <NumberCell name="share of time">{(100 * share).toFixed(0)} %</NumberCell>
        <NumberCell name="direct changes">{changes.toLocaleString('en')}</NumberCell>
      </dl>
      <p className="figure-note">{note}</p>
    </>
  );
}

const STRIDE = 3;

/** The longest stretches inside a pair of outputs, in the plane of the pair's own axes that turns most. */
function subspaceFigure({ drawn, axes, explained }: PairSubspace): Figure {
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
