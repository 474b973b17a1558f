import { useMemo } from 'react';
import { countedTurns, rotatingPlane } from '../../dynamics/orbit/orbitPlanes';
import { LARGEST_ERROR, LEAST_QUALITY } from '../../dynamics/orbit/stochasticPhase';
import { AnalysisBody, useOrbitPlane } from '../../ui/AnalysisPanel';
import { useApp } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { EstimateCell, NumberCell, short } from '../../ui/numbers';
import type { PhaseReport } from './compute';
import { correlationFigure, phasePortrait } from './figures';
import { PHASE } from './text';

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

/** Below this the phase is forgotten before it has turned by a radian. */
const A_RADIAN = 1;

/** What was found, in a sentence or two. */
export function phaseText({ verdict, found }: Pick<PhaseReport, 'verdict' | 'found'>): string {
  if (verdict === 'none' || !found) return 'No phase: no function of the state that was tried turns before it is forgotten.';
  if (verdict === 'unconfirmed') {
    if (found.error.value > LARGEST_ERROR)
      return `No phase that can be relied on: on held-out runs the function does not do what it was found for; it is off by ${found.error.value.toFixed(2)}, more than ${LARGEST_ERROR}.`;
    return `No phase that can be relied on: on held-out runs it cannot be told that the function turns by ${LEAST_QUALITY} radians before it is forgotten.`;
  }
  const pace = `On average the phase goes round once in ${found.period.value.toFixed(1)} steps, and is forgotten after ${found.memory.value.toFixed(1)}.`;
  const rhythm =
    found.quality.high < A_RADIAN
      ? 'It is forgotten before it has turned by a radian: a sense of turning, no rhythm.'
      : found.quality.low >= A_RADIAN
        ? 'It turns by more than a radian before it is forgotten: a rhythm, if a noisy one.'
        : 'Whether it turns by a radian before it is forgotten cannot be told.';
  return `${pace} ${rhythm}`;
}

export const WORDS = {
  portrait: 'States of held-out runs in the plane of the portrait, coloured by phase',
  correlation: 'How the phase is remembered on held-out runs, beside what an eigenfunction must do',
  note: ({ fittedRuns, heldOutRuns, steps, axes, explained, found }: PhaseReport, of: string) =>
    `Fitted to ${fittedRuns} runs of ${steps.toLocaleString('en')} steps on ${axes} principal axes (${(100 * explained).toFixed(0)} % of the variance), products of up to three coordinates${found ? `, pairs ${found.lag} steps apart` : ''}; numbers from ${heldOutRuns} other runs, intervals over them; ${of}.`,
  slower: (steps: number) =>
    `A mode that does not turn lasts longer than the phase: ${steps.toFixed(0)} steps. So the phase is not the slowest thing in this network.`,
  source: 'Definition: docs/science.md, section 7.9.',
};
