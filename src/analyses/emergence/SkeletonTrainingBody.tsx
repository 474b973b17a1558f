import { moveTimeline } from '../../state/training/slice';
import { AnalysisBody } from '../../ui/AnalysisPanel';
import { useAppController } from '../../ui/context';
import { LiveFigure } from '../../ui/figure/LiveFigure';
import { Term } from '../../ui/glossary';
import { ShippedTraining, useMomentCursor, useShippedTimeline } from '../trainingTimeline';
import type { SkeletonTraining } from './compute';
import { lastUpdate, updateAt } from './figures';
import { skeletonTrainingFigure } from './skeletonFigure';
import { birthText, TERM, WORDS } from './skeletonWords';

/** It follows the training that ships with the network in view. */
export function SkeletonTrainingBody() {
  return (
    <ShippedTraining without={WORDS.shippedOnly}>
      <AnalysisBody name="skeletonTraining" current stoppable>
        {(report, of) => <Moments report={report} of={of} />}
      </AnalysisBody>
    </ShippedTraining>
  );
}

function Moments({ report: { moments }, of }: { report: SkeletonTraining; of: string }) {
  const app = useAppController();
  const { shared, marker } = useShippedTimeline();
  const end = shared ? lastUpdate(shared) : (moments.at(-1)?.update ?? 1);
  const { cursorNow, onKey } = useMomentCursor(moments, end);
  const note = WORDS.note(moments.length, of);
  return (
    <>
      <LiveFigure
        now={() => skeletonTrainingFigure(moments, { marker, cursor: cursorNow(), end })}
        name="skeleton-training"
        label={WORDS.figure}
        notes={[note]}
        pixels={300}
        onPoint={(pixel, pressed, held) => {
          if (shared && pixel && (pressed || held)) moveTimeline(app.store, updateAt(shared, pixel.x, pixel.width));
        }}
        onKey={onKey}
      />
      <p className="analysis-verdict">{birthText(moments, marker, end)}</p>
      <p className="figure-note">
        <Term id={TERM}>What is the bifurcation of the skeleton?</Term> {note} {WORDS.source}
      </p>
    </>
  );
}
