import { useMemo } from 'react';
import { moveTimeline } from '../../state/training/slice';
import { AnalysisBody } from '../../ui/AnalysisPanel';
import { useApp, useAppController } from '../../ui/context';
import { LiveFigure } from '../../ui/figure/LiveFigure';
import { ShippedTraining, useMomentCursor, useShippedTimeline } from '../trainingTimeline';
import type { BeliefTraining } from './compute';
import { beliefFigure, placeCloud } from './figure';
import { beliefCurves, updateOfPixel } from './trainingFigure';
import { planeText, trainingText, WORDS } from './words';

/** It follows the training that ships with the network in view. */
export function BeliefTrainingBody() {
  return (
    <ShippedTraining without={WORDS.shippedOnly}>
      <AnalysisBody name="beliefTraining" current stoppable>
        {(report, of) => <Moments report={report} of={of} />}
      </AnalysisBody>
    </ShippedTraining>
  );
}

function Moments({ report: { moments }, of }: { report: BeliefTraining; of: string }) {
  const app = useAppController();
  const hmm = useApp((state) => state.network?.hmm);
  const { marker } = useShippedTimeline();
  const end = moments.at(-1)?.update ?? 1;
  const clouds = useMemo(
    () => moments.map(({ found }) => (found && hmm ? placeCloud(found.stretch, hmm) : undefined)),
    [moments, hmm],
  );
  const { cursorNow, onKey } = useMomentCursor(moments, end);
  const nearest = () => {
    const before = moments.findLastIndex(({ update }) => update <= cursorNow() + 1e-6);
    return clouds.findLast((cloud, n) => cloud && n <= Math.max(0, before)) ?? clouds.find((cloud) => cloud);
  };
  const note = WORDS.trainingNote(moments.length, of);
  const shown = clouds.find((cloud) => cloud);
  return (
    <>
      <LiveFigure
        now={() => {
          const cloud = nearest();
          return cloud && beliefFigure(cloud);
        }}
        name="belief-at-cursor"
        label="The exact belief and its read-out from h at the checkpoint under the cursor"
        notes={[note, WORDS.colours]}
        pixels={hmm?.nStates === 2 ? 130 : 210}
      />
      <LiveFigure
        now={() => beliefCurves(moments, { marker, cursor: cursorNow(), end })}
        name="belief-training"
        label={WORDS.curves}
        notes={[note]}
        pixels={190}
        onPoint={(pixel, pressed, held) => {
          if (pixel && (pressed || held)) moveTimeline(app.store, updateOfPixel(pixel.x, pixel.width, end));
        }}
        onKey={onKey}
      />
      <p className="analysis-verdict">{trainingText(moments, marker)}</p>
      <p className="figure-note">
        {WORDS.blind} {shown && planeText(shown.plane)} {note} {WORDS.source}
      </p>
    </>
  );
}
