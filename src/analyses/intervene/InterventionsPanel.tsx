import { useMemo, useState } from 'react';
import type { GainPoint, InterventionSweep } from '../../dynamics/interventions/interventionSweep';
import { liveIntervention } from '../../state/live/liveIntervention';
import { AnalysisBody, AnalysisPanel } from '../../ui/AnalysisPanel';
import { useApp } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { estimateText, WideTable } from '../../ui/numbers';
import { targetOf } from '../mechanism';
import { INTERVENE } from '../mechanismText';
import { UnitChips } from '../units';
import { GainSlider, HoldButton, ScopeSelect, TargetSelect } from './Controls';
import { Experiments } from './Experiments';
import { runawayFrom, SWEEP_FIGURES, type SweepFigure, sweepFigure } from './figures';
import { LiveReadout } from './LiveReadout';
import { TwinPortrait } from './TwinPortrait';

/** Silence, cut, overdrive, and see what becomes of the orbit. */
export function InterventionsPanel() {
  return (
    <AnalysisPanel id="interventions" title={INTERVENE.title} term="gain" lead={INTERVENE.lead}>
      <AnalysisBody name="kick">{() => null}</AnalysisBody>
      <div className="row">
        <span className="hint">act on</span>
        <TargetSelect />
        <GainSlider />
        <HoldButton />
        <ScopeSelect />
      </div>
      <TargetLine />
      <div className="figures twin">
        <TwinPortrait />
        <LiveReadout />
      </div>
      <Experiments />
      <Sweep />
    </AnalysisPanel>
  );
}

/** Which units the gain acts on, or why there are none. */
function TargetLine() {
  const actOn = useApp((state) => state.settings.actOn);
  const target = useApp((state) => targetOf(state, state.settings.actOn));
  if (actOn === 'none') return <p className="picked">Choose what to act on, or hold K to silence the first kick group.</p>;
  if (!target) return <p className="picked">This network has no such group.</p>;
  if (target.missing) return <p className="picked">Nothing to act on: {target.missing}.</p>;
  return (
    <p className="picked">
      {target.units.length} {target.units.length === 1 ? 'unit' : 'units'}: <UnitChips units={target.units} />
    </p>
  );
}

function Sweep() {
  const there = useApp((state) => (targetOf(state, state.settings.actOn)?.units.length ?? 0) > 0);
  if (!there) return null;
  return (
    <AnalysisBody name="sweep" current>
      {(sweep, of) => <Curves sweep={sweep} of={of} />}
    </AnalysisBody>
  );
}

function Curves({ sweep, of }: { sweep: InterventionSweep; of: string }) {
  const gain = useApp((state) => liveIntervention(state)?.gain ?? 1);
  const [names] = useState(() => Object.keys(SWEEP_FIGURES) as SweepFigure[]);
  const figures = useMemo(() => names.map((name) => ({ name, figure: sweepFigure(sweep, name, gain) })), [names, sweep, gain]);
  const from = runawayFrom(sweep);
  const note = `${sweep.target.name}: ${sweep.runs} runs of ${sweep.steps.toLocaleString('en')} steps a gain, the same noise at all; grey: ${sweep.nullGroups} random groups of ${sweep.target.units.length} other units, 5 to 95 %; ${of}.`;
  return (
    <>
      <NearestPoint sweep={sweep} gain={gain} />
      <div className="figures sweep">
        {figures.map(({ name, figure }) => (
          <FigureView
            key={name}
            figure={figure}
            name={`sweep-${name}`}
            label={`${SWEEP_FIGURES[name].title} against the gain`}
            notes={[note]}
            pixels={180}
          />
        ))}
      </div>
      <p className="figure-note">
        {note}{' '}
        {from !== undefined && `From μ = ${from.toFixed(1)} runs grow without bound: cut at 10⁴, only the steps before count.`}
      </p>
    </>
  );
}

/** The measured numbers at the gain of the sweep that is nearest to the one in force. */
function NearestPoint({ sweep, gain }: { sweep: InterventionSweep; gain: number }) {
  const nearest = sweep.points.reduce((best, point) => (Math.abs(point.gain - gain) < Math.abs(best.gain - gain) ? point : best));
  const untouched = sweep.points.find((point) => point.gain === 1) ?? nearest;
  const rows: { name: string; of: (point: GainPoint) => string }[] = [
    // A label that is never taken says nothing.
    ...[...nearest.occupancy.keys()]
      .filter((label) => nearest.occupancy[label]!.value + untouched.occupancy[label]!.value > 0.005)
      .map((label) => ({
        name: `occupancy of label ${label}`,
        of: ({ occupancy }: GainPoint) => estimateText(occupancy[label]!, 3),
      })),
    ...sweep.directions.map(({ from, to }, n) => ({
      name: `exits ${from} → ${to} in 40 steps, gain sweep`,
      of: ({ exits }: GainPoint) => estimateText(exits[n]!, 3),
    })),
    { name: 'flips per 1,000 steps', of: ({ flips }) => estimateText(flips, 1) },
    { name: 'dwell CV', of: ({ dwellCv }) => estimateText(dwellCv) },
    { name: 'critical pairs per step', of: ({ criticalPairs }) => estimateText(criticalPairs, 3) },
    { name: 'runs that grew without bound', of: ({ divergentRuns }) => `${divergentRuns} of ${sweep.runs}` },
  ];
  return (
    <WideTable>
      <table className="values" data-testid="sweep-point">
        <thead>
          <tr>
            <th scope="col">measured, {sweep.runs} runs</th>
            <th scope="col">at μ = {nearest.gain.toFixed(1)}</th>
            <th scope="col">untouched, μ = 1</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, of }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{of(nearest)}</td>
              <td>{of(untouched)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}
