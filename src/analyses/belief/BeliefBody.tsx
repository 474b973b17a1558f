import { useMemo } from 'react';
import type { PosteriorDecoding } from '../../dynamics/emissions/posteriorDecoding';
import { forwardFilter } from '../../hmm/forwardFilter';
import type { HmmSpec } from '../../hmm/spec';
import { stationaryDistribution } from '../../hmm/statistics';
import { type LinearFit, predict } from '../../math/leastSquares';
import { HISTORY, type LiveRun } from '../../state/live/liveRun';
import { AnalysisBody, Explosive } from '../../ui/AnalysisPanel';
import { useApp, useAppController } from '../../ui/context';
import { LiveFigure } from '../../ui/figure/LiveFigure';
import { EstimateCell, estimateText } from '../../ui/numbers';
import { type BeliefTrail, beliefFigure, placeCloud } from './figure';
import { BELIEF } from './text';
import { beliefText, planeText, WORDS } from './words';

/** The belief of the live run in the plane of its states, and how well it is read from h. */
export function BeliefBody() {
  return (
    <AnalysisBody name="belief" stoppable>
      {(report, of) => (report.bounded ? <Belief report={report} of={of} /> : <Explosive report={report} />)}
    </AnalysisBody>
  );
}

function Belief({ report, of }: { report: PosteriorDecoding; of: string }) {
  const app = useAppController();
  const hmm = useApp((state) => state.network?.hmm);
  const fits = hmm?.nStates === report.hidden.states.length;
  const cloud = useMemo(() => (hmm && fits ? placeCloud(report.stretch, hmm) : undefined), [report, hmm, fits]);
  const { hidden, currentOutput, both, shuffled, trainingRuns, heldOutRuns, steps, reader } = report;
  const note = `Fitted on ${trainingRuns} runs, judged on ${heldOutRuns} others, ${steps} steps each, ridge regression, intervals over held-out runs; ${of}.`;
  const now = () => {
    const { liveRun } = app;
    if (!cloud || !hmm) return undefined;
    return beliefFigure(cloud, liveRun && liveBelief(liveRun, hmm, reader, app.store.getState().historyOffset));
  };
  return (
    <>
      {cloud && (
        <LiveFigure
          now={now}
          name="belief"
          label="The exact belief and its read-out from h, each as a point between the hidden states"
          notes={[note, planeText(cloud.plane), WORDS.colours]}
          pixels={hidden.states.length === 2 ? 170 : 300}
        />
      )}
      <p className="analysis-verdict">{beliefText(report)}</p>
      <dl className="numbers">
        <EstimateCell name="held-out R², from h" term={BELIEF.term} value={hidden.overall} />
        <EstimateCell name="from the current output alone" value={currentOutput.overall} />
        <EstimateCell name="from both" value={both.overall} />
        <EstimateCell name="what h adds to the output’s R²" value={report.memoryGain} />
        <EstimateCell name="control, shuffled in time" value={shuffled.overall} />
      </dl>
      <p className="analysis-note">{WORDS.blind}</p>
      <p className="figure-note">
        {WORDS.colours} {cloud && planeText(cloud.plane)} By hidden state:{' '}
        {hidden.states.map((score, m) => `state ${m} ${estimateText(score)}`).join('; ')}. {note}{' '}
        {report.impossibleSteps > 0 && `${report.impossibleSteps} outputs the model holds impossible.`} {WORDS.source}
      </p>
    </>
  );
}

/** Steps of the path, and steps before it from which the filter comes: by then it has forgotten where it began. */
const SHOWN = 24;
const BEFORE = 400;

/**
 * The exact belief over the last steps of a live run, from its outputs, and the read-out from its states.
 * @param reader h → belief [H×M]
 * @param back steps before the newest, as when one looks back
 * @returns undefined before the first step, and while the run is of another size than the read-out
 */
export function liveBelief(liveRun: LiveRun, hmm: HmmSpec, reader: LinearFit, back = 0): BeliefTrail | undefined {
  const { nStates: M } = hmm;
  const H = reader.coefficients.length / M;
  const end = liveRun.step - back;
  const first = Math.max(0, liveRun.step - HISTORY, end - SHOWN - BEFORE);
  if (end <= first || liveRun.state.length !== H || reader.intercept.length !== M) return undefined;
  const outputs = Uint8Array.from({ length: end - first }, (_, n) => liveRun.sampledOutputs[(first + n) % HISTORY]!);
  // From its very first step a run begins as the model does; from the middle of it, as the model stands on average.
  const begun = first === 0 ? hmm : { ...hmm, startProb: stationaryDistribution(hmm) };
  const { posterior } = forwardFilter(begun, outputs);
  const shown = Math.min(SHOWN, outputs.length);
  const decoded = new Float64Array(shown * M);
  for (let n = 0; n < shown; n++) predict(reader, liveRun.states, decoded, ((end - shown + n) % HISTORY) * H, n * M);
  return { exact: posterior.slice(posterior.length - shown * M), decoded };
}
