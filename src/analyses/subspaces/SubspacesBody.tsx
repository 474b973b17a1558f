import { useMemo, useState } from 'react';
import type { OutputPairSubspaces, PairSubspace } from '../../dynamics/orbit/subspaces';
import { AnalysisBody } from '../../ui/AnalysisPanel';
import { FigureView } from '../../ui/figure/FigureView';
import { EstimateCell, NumberCell } from '../../ui/numbers';
import { Segmented } from '../../ui/Segmented';
import { subspaceFigure } from './figure';

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
