import { useMemo } from 'react';
import type { FitCurvePoint } from '../../hmm/baumWelch';
import { bestPermutation } from '../../hmm/fittedStates';
import { AnalysisBody, AnalysisPanel } from '../../ui/AnalysisPanel';
import { useApp } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { REFIT } from '../../ui/importText';
import { bestStates, ModelTables, selectionFigure } from '../ModelSelection';

/** Hidden Markov models fitted to the network's own outputs. */
export function RefitPanel() {
  return (
    <AnalysisPanel id="refit" title={REFIT.title} term="fit" lead={REFIT.lead}>
      <AnalysisBody name="refit">{(points, of) => <Fits points={points} of={of} />}</AnalysisBody>
    </AnalysisPanel>
  );
}

function Fits({ points, of }: { points: readonly FitCurvePoint[]; of: string }) {
  const hmm = useApp((state) => state.network?.hmm);
  const figure = useMemo(() => selectionFigure(points), [points]);
  const best = bestStates(points);
  const own = points.find(({ nStates }) => nStates === hmm?.nStates);
  const match = useMemo(
    () => (hmm && own && own.fit.nOutputs === hmm.nOutputs ? bestPermutation(own.fit, hmm) : undefined),
    [hmm, own],
  );
  const note = `200 sequences of 100 outputs of the network, 4 restarts of at most 40 steps for each number of states; ${of}.`;
  return (
    <>
      <FigureView
        figure={figure}
        name="refit"
        label="AIC and BIC against the number of hidden states"
        notes={[note]}
        pixels={220}
      />
      <p className="picked">
        The outputs ask for <b>{best}</b> hidden states{hmm && `; the model has ${hmm.nStates}`}.
      </p>
      {match && hmm && (
        <>
          <ModelTables
            models={[
              { name: 'fitted to the network', spec: match.permuted },
              { name: 'the model', spec: hmm },
            ]}
          />
          <p className="picked">
            After the best renumbering: largest difference of transitions <b>{match.maxTransitionError.toFixed(3)}</b>, of
            emissions <b>{match.maxEmissionError.toFixed(3)}</b>.
          </p>
        </>
      )}
      <p className="figure-note">{note}</p>
    </>
  );
}
