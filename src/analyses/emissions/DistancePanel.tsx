import { useMemo } from 'react';
import { AnalysisBody, AnalysisPanel, Explosive } from '../../ui/AnalysisPanel';
import { FigureView } from '../../ui/figure/FigureView';
import { EstimateCell, NumberCell, short } from '../../ui/numbers';
import { DISTANCE } from '../text';
import type { DistanceComparison } from './compute';
import { SequencesSelect } from './EmissionsPanel';
import { distanceFigure } from './figures';

const VERDICTS: Record<DistanceComparison['verdict'], string> = {
  reproduced: 'As far from the model as two samples of the model are from each other.',
  'not-reproduced': 'Not at the distance that two samples of the model have from each other.',
  inconclusive: 'Close to the distance of two samples of the model; the interval does not decide.',
};

/** Sequences matched one by one: is the network as close to the model as the model is to itself? */
export function DistancePanel() {
  return (
    <AnalysisPanel id="distance" title={DISTANCE.title} term="distance" lead={DISTANCE.lead} controls={<SequencesSelect />}>
      <AnalysisBody name="distance">
        {(report, of) => (report.bounded ? <Comparison report={report} of={of} /> : <Explosive report={report} />)}
      </AnalysisBody>
    </AnalysisPanel>
  );
}

function Comparison({ report, of }: { report: DistanceComparison; of: string }) {
  const figure = useMemo(() => distanceFigure(report), [report]);
  const { network, baseline, sequences, seqLen } = report;
  const note = `${sequences.toLocaleString('en')} sequences × ${seqLen} steps in each set; compare only at equal N and T; ${of}.`;
  return (
    <>
      <FigureView figure={figure} name="distance" label={DISTANCE.title} notes={[note]} />
      <p className="analysis-verdict">
        {VERDICTS[report.verdict]} {report.underDispersed && DISTANCE.underDispersed}
      </p>
      <dl className="numbers">
        <EstimateCell name="network – model" term="distance" value={network.mean} digits={3} />
        <EstimateCell name="model – model" value={baseline.mean} digits={3} />
        <EstimateCell name="ratio" value={report.ratio} digits={3} />
        <NumberCell name="coverage" term="coverage">
          {short(100 * network.coverage, 0)} % <small>model – model {short(100 * baseline.coverage, 0)} %</small>
        </NumberCell>
        <NumberCell name="nearest neighbour, mismatches">
          {short(network.nearestOfY.value)} <small>model – model {short(baseline.nearestOfY.value)}</small>
        </NumberCell>
      </dl>
      <p className="figure-note">
        {note} {network.iterations} and {baseline.iterations} Sinkhorn updates
        {network.converged && baseline.converged ? '.' : '; the cap of updates came before convergence.'}
      </p>
    </>
  );
}
