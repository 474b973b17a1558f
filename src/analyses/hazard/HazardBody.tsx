import { useMemo, useState } from 'react';
import type { ExitHazard } from '../../dynamics/emissions/exitHazard';
import { AnalysisBody } from '../../ui/AnalysisPanel';
import { ClaimVerdict } from '../../ui/ClaimVerdict';
import { FigureView } from '../../ui/figure/FigureView';
import { EstimateCell, NumberCell } from '../../ui/numbers';
import { Segmented } from '../../ui/Segmented';
import { Explosive } from '../Explosive';
import { HAZARD } from '../text';
import { hazardFigure } from './figure';

/** All labels together. */
const POOLED = -1;

/** Does a label forget how long it has lasted? */
export function HazardBody() {
  return (
    <AnalysisBody name="hazard">
      {(report, of) => (report.bounded ? <Hazard report={report} of={of} /> : <Explosive report={report} />)}
    </AnalysisBody>
  );
}

function Hazard({ report, of }: { report: ExitHazard; of: string }) {
  // Labels that are left often enough to have a curve.
  const shown = report.labels.flatMap(({ bins }, k) => (bins.length > 1 ? [k] : []));
  const [label, setLabel] = useState(POOLED);
  const known = shown.includes(label) ? label : POOLED;
  const network = known === POOLED ? report.pooled : report.labels[known]!;
  const reference = known === POOLED ? report.reference.pooled : report.reference.labels[known]!;
  const figure = useMemo(() => hazardFigure(network, reference), [network, reference]);
  const note = `${report.runs} runs × ${report.steps.toLocaleString('en')} steps at σ = 1, argmax labels, ${network.dwells.toLocaleString('en')} whole dwells; ${of}.`;
  return (
    <>
      <Segmented
        label="Label"
        options={[{ value: POOLED, name: 'all labels' }, ...shown.map((k) => ({ value: k, name: `label ${k}` }))]}
        value={known}
        onChange={setLabel}
      />
      <FigureView figure={figure} name="hazard" label={HAZARD.title} notes={[note]} />
      <dl className="numbers">
        <EstimateCell name="CV of the dwell" term="dwellCv" value={network.cv} />
        <NumberCell name="memoryless with the same mean" term="hazard">
          {network.memorylessCv.value.toFixed(2)}
        </NumberCell>
        <EstimateCell name="mean dwell, steps" value={network.mean} digits={1} />
      </dl>
      <ClaimVerdict name="More regular than the model (claim C24)" verdict={report.verdict} />
      <p className="figure-note">
        {note} {report.compared !== 'geometric' && HAZARD.reference}
      </p>
    </>
  );
}
