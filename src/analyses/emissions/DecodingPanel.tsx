import { useMemo } from 'react';
import type { PosteriorDecoding } from '../../dynamics/emissions/posteriorDecoding';
import { AnalysisBody, AnalysisPanel, Explosive } from '../../ui/AnalysisPanel';
import { FigureView } from '../../ui/figure/FigureView';
import { EstimateCell, estimateText } from '../../ui/numbers';
import { DECODING } from '../text';
import { posteriorFigure } from './figures';

/** How the probabilities of the model's hidden states are embedded in h. */
export function DecodingPanel() {
  return (
    <AnalysisPanel id="decoding" title={DECODING.title} term="posterior" lead={DECODING.lead}>
      <AnalysisBody name="decoding">
        {(report, of) => (report.bounded ? <Decoding report={report} of={of} /> : <Explosive report={report} />)}
      </AnalysisBody>
    </AnalysisPanel>
  );
}

function Decoding({ report, of }: { report: PosteriorDecoding; of: string }) {
  const figure = useMemo(() => posteriorFigure(report.stretch), [report]);
  const { hidden, currentOutput, both, shuffled, trainingRuns, heldOutRuns, steps } = report;
  const note = `Fitted on ${trainingRuns} runs, judged on ${heldOutRuns} others, ${steps} steps each, ridge regression; ${of}.`;
  return (
    <>
      <FigureView
        figure={figure}
        name="posterior"
        label={DECODING.title}
        notes={[note]}
        height={4.6 * hidden.states.length + 4}
      />
      <dl className="numbers">
        <EstimateCell name="held-out R², from h" term="posterior" value={hidden.overall} />
        <EstimateCell name="from the current output alone" value={currentOutput.overall} />
        <EstimateCell name="from both" value={both.overall} />
        <EstimateCell name="what h adds to the output" term="memoryShare" value={report.memoryShare} />
        <EstimateCell name="control, shuffled in time" value={shuffled.overall} />
      </dl>
      <p className="figure-note">
        By hidden state: {hidden.states.map((score, m) => `state ${m} ${estimateText(score)}`).join('; ')}. {note}{' '}
        {report.impossibleSteps > 0 && `${report.impossibleSteps} outputs the model holds impossible.`}
      </p>
    </>
  );
}
