import { useMemo } from 'react';
import { countedTurns, rotatingPlane } from '../../dynamics/orbit/orbitPlanes';
import type { PhaseReport } from '../../dynamics/orbit/phaseReport';
import { AnalysisBody } from '../../ui/AnalysisPanel';
import { useApp } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { EstimateCell, NumberCell, short } from '../../ui/numbers';
import { useOrbitPlane } from '../useOrbitPlane';
import { correlationFigure, phasePortrait } from './figures';
import { PHASE } from './text';
import { phaseText, WORDS } from './words';

/** The phase of the network in view, and whether it holds. */
export function PhaseBody() {
  return (
    <AnalysisBody name="phase" stoppable>
      {(report, of) => <Report report={report} of={of} />}
    </AnalysisBody>
  );
}

function Report({ report, of }: { report: PhaseReport; of: string }) {
  const orbit = useApp((state) => state.orbit);
  const axes = useOrbitPlane();
  const { found } = report;
  const note = WORDS.note(report, of);
  const portrait = useMemo(
    () => (orbit && report.turns.length > 0 ? phasePortrait(report, orbit, axes) : undefined),
    [report, orbit, axes],
  );
  const correlation = useMemo(() => found && correlationFigure(found), [found]);
  const rotation = orbit && rotatingPlane(orbit).rotation;
  const turns = countedTurns(rotation);
  const roundTrip = orbit && rotation && rotation.flips > 0 ? (2 * orbit.steps) / rotation.flips : undefined;
  return (
    <>
      <div className="figures">
        {portrait && <FigureView figure={portrait} name="phase-portrait" label={WORDS.portrait} notes={[note]} pixels={300} />}
        {correlation && (
          <FigureView figure={correlation} name="phase-correlation" label={WORDS.correlation} notes={[note]} pixels={300} />
        )}
      </div>
      <p className="analysis-verdict" data-verdict={report.verdict}>
        {phaseText(report)}
      </p>
      <dl className="numbers">
        {found && <EstimateCell name="period, steps" term={PHASE.term} value={found.period} digits={1} />}
        {found && <EstimateCell name="quality" term={PHASE.term} value={found.quality} />}
        {found && <EstimateCell name="forgotten after, steps" value={found.memory} digits={1} />}
        {found && <EstimateCell name="off on held-out runs by" value={found.error} />}
        {turns !== undefined && (
          <NumberCell name="turns per round trip" term="turns">
            {short(turns)}
          </NumberCell>
        )}
        {roundTrip !== undefined && <NumberCell name="steps in a round trip">{short(roundTrip, 1)}</NumberCell>}
      </dl>
      <p className="figure-note">
        {found?.slower !== undefined && WORDS.slower(found.slower)} {note} {WORDS.source}
      </p>
    </>
  );
}
