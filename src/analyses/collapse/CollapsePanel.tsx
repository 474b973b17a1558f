import { useMemo } from 'react';
import type { CollapseReport, CollapseVerdict } from '../../dynamics/collapse';
import { AnalysisBody, AnalysisPanel } from '../../ui/AnalysisPanel';
import { FigureView } from '../../ui/figure/FigureView';
import { EstimateCell, NumberCell, short } from '../../ui/numbers';
import { COLLAPSE } from '../text';
import { collapseFigure } from './figure';

const VERDICTS: Record<CollapseVerdict, string> = {
  'single-fixed-point': 'Single stable fixed point: every released state falls to h = 0.',
  'not-collapsed-yet': 'Falling, but not below a thousandth of the driven mean within these steps: a slow fixed point.',
  grows: 'Grows without noise: h = 0 is not stable here.',
};

/** What is left when the noise goes: the norm of 100 released states. */
export function CollapsePanel() {
  return (
    <AnalysisPanel id="collapse" title={COLLAPSE.title} term="collapse" lead={COLLAPSE.lead}>
      <AnalysisBody name="collapse">{(report, of) => <Report report={report} of={of} />}</AnalysisBody>
    </AnalysisPanel>
  );
}

function Report({ report, of }: { report: CollapseReport; of: string }) {
  const figure = useMemo(() => collapseFigure(report), [report]);
  const note = `${report.released} states of a driven run (σ = 1), ${report.steps} steps without noise; ${of}.`;
  return (
    <>
      <FigureView figure={figure} name="collapse" label={COLLAPSE.title} notes={[note]} />
      <p className="analysis-verdict" data-verdict={report.verdict}>
        {VERDICTS[report.verdict]}
      </p>
      <dl className="numbers">
        {report.decayPerStep && <EstimateCell name="decay per step" term="decay" value={report.decayPerStep} digits={3} />}
        <NumberCell name="slowest spectral radius" term="activeRadius">
          {short(report.slowestRadius, 3)} <small>{report.activeSets.solved} active blocks</small>
        </NumberCell>
        <NumberCell name="largest ‖h‖ at the end">
          {report.finalNorm === 0 ? '0' : report.finalNorm.toExponential(1)} <small>from {short(report.drivenNorm)}</small>
        </NumberCell>
      </dl>
      <p className="figure-note">
        {note} {report.divergent && 'The driven run grew without bound: only its states up to there were released.'}
      </p>
    </>
  );
}
