import { useState } from 'react';
import { EXPERIMENTS, type ExperimentId, type ExperimentReport } from '../../dynamics/interventions/interventionExperiment';
import { groupName } from '../../dynamics/interventions/interventionTargets';
import { askForExperiment } from '../../state/analyses/slice';
import { play } from '../../state/live/slice';
import type { Settings } from '../../state/settings/settings';
import { AnalysisBody } from '../../ui/AnalysisPanel';
import { ClaimVerdict } from '../../ui/ClaimVerdict';
import { useApp, useAppController } from '../../ui/context';
import { estimateText } from '../../ui/numbers';
import { EXPERIMENT_TEXT, INTERVENE } from '../mechanismText';
import { useKickGroups } from '../units';

/** One thing to try: what is done, to what. */
interface Offer {
  id: ExperimentId;
  target: Settings['actOn'];
  name: string;
}

function useOffers(): Offer[] {
  const groups = useKickGroups();
  const target = (kind: string, name: string) => `${kind}-${name}` as Settings['actOn'];
  return [
    ...groups.map((group): Offer => ({ id: 'silence', target: target('group', group.name), name: groupName(group) })),
    ...(groups.length > 1 ? [{ id: 'cut-noise', target: 'integrators', name: 'both integrating populations' } as const] : []),
    ...groups.map(
      (group): Offer => ({ id: 'cut-noise', target: target('projection', group.name), name: `what drives ${group.name}` }),
    ),
    ...(groups.length > 0
      ? [{ id: 'control', target: 'control', name: 'the noise into units that drive no kick unit (control)' } as const]
      : []),
    { id: 'control', target: 'random', name: 'as many random neurons (control)' },
    ...groups.map((group): Offer => ({ id: 'amplify', target: target('group', group.name), name: groupName(group) })),
  ];
}

const offerKey = ({ id, target }: Pick<Offer, 'id' | 'target'>): string => `${id} ${target}`;

/** One click: the live run comes under the intervention, and the same is measured on forty runs. */
export function Experiments() {
  const app = useAppController();
  const offers = useOffers();
  const asked = useApp((state) => state.experiment);
  const [shown, setShown] = useState<string>();
  const expected = offers.find((offer) => offerKey(offer) === (shown ?? (asked && offerKey(asked))));
  const start = ({ id, target }: Offer) => {
    app.set('actOn', target);
    app.set('mu', EXPERIMENTS[id].gain);
    askForExperiment(app.store, { id, target });
    play(app.store);
  };
  return (
    <section className="experiments" aria-label={INTERVENE.experiments}>
      <h3>{INTERVENE.experiments}</h3>
      <div className="row">
        {offers.map((offer) => (
          <button
            key={offerKey(offer)}
            type="button"
            aria-pressed={asked && offerKey(asked) === offerKey(offer)}
            data-experiment={offerKey(offer)}
            onPointerEnter={() => setShown(offerKey(offer))}
            onPointerLeave={() => setShown(undefined)}
            onFocus={() => setShown(offerKey(offer))}
            onBlur={() => setShown(undefined)}
            onClick={() => start(offer)}
          >
            {EXPERIMENT_TEXT[offer.id].title} {offer.name}
          </button>
        ))}
      </div>
      <p className="picked">
        {expected ? (
          <>
            <b>Expected:</b> {EXPERIMENT_TEXT[expected.id].expects}
          </>
        ) : (
          'Point at one to read what should happen; click to see.'
        )}
      </p>
      {asked && (
        <AnalysisBody name="experiment" current>
          {(report) => <Outcome report={report} />}
        </AnalysisBody>
      )}
    </section>
  );
}

function Outcome({ report }: { report: ExperimentReport }) {
  const { target, gain, runs, steps, verdict, occupancy, baseOccupancy, flips, baseFlips, divergentRuns, pairsRatio } = report;
  const labels = occupancy
    .map((after, label) => ({ label, after, before: baseOccupancy[label]! }))
    .filter(({ after, before }) => after.value + before.value > 0.02);
  return (
    <div data-testid="outcome">
      <ClaimVerdict name={`${target.name} at μ = ${gain}`} verdict={verdict} />
      <p className="figure-note">
        {labels
          .map(({ label, after, before }) => `At label ${label}: ${estimateText(before)} → ${estimateText(after)}`)
          .join('; ')}
        ; flips per 1,000 steps {estimateText(baseFlips, 1)} → {estimateText(flips, 1)}
        {divergentRuns > 0 && `; ${divergentRuns} of ${runs} runs grew without bound`}
        {pairsRatio &&
          `; critical pairs near kick-zones ${estimateText(pairsRatio)} of the untouched (claim C15 expects at most .6; it differs between directions)`}
        . {runs} runs of {steps.toLocaleString('en')} steps, the same noise with and without; intervals: bootstrap over runs.
      </p>
    </div>
  );
}
