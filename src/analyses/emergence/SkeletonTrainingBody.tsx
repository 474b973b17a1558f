import { useEffect } from 'react';
import { moveTimeline } from '../../state/training/slice';
import { timelineSource } from '../../state/training/timelineSource';
import { AnalysisBody } from '../../ui/AnalysisPanel';
import { useApp, useAppController } from '../../ui/context';
import { LiveFigure } from '../../ui/figure/LiveFigure';
import { Term } from '../../ui/glossary';
import { useIsVisible } from '../../ui/onScreen';
import { useIsComplete, useTimeline } from '../useTimeline';
import type { SkeletonTraining } from './compute';
import { lastUpdate, updateAt } from './figures';
import { skeletonTrainingFigure } from './skeletonFigure';
import { birthText, TERM, WORDS } from './skeletonWords';

/** It follows the training that ships with the network in view. */
export function SkeletonTrainingBody() {
  const app = useAppController();
  const visible = useIsVisible();
  const ships = useApp((state) => state.network?.preset?.history !== undefined);
  const fetched = useApp((state) => state.history !== undefined);
  const id = useApp((state) => state.network?.preset?.id);
  useEffect(() => {
    if (visible && ships && !fetched && id) void app.fetchHistory();
  }, [app, visible, ships, fetched, id]);
  if (!ships) return <p className="analysis-note">{WORDS.shippedOnly}</p>;
  if (!fetched) return <p className="analysis-note">{WORDS.loading}</p>;
  return (
    <AnalysisBody name="skeletonTraining" current stoppable>
      {(report, of) => <Moments report={report} of={of} />}
    </AnalysisBody>
  );
}

function Moments({ report: { moments }, of }: { report: SkeletonTraining; of: string }) {
  const app = useAppController();
  const data = useTimeline();
  const source = useApp(timelineSource);
  // The marker and the cursor are those of the run that all panels on training look back at.
  const shared = data && source?.kind === 'shipped' ? data : undefined;
  const complete = useIsComplete(data);
  const end = shared ? lastUpdate(shared) : (moments.at(-1)?.update ?? 1);
  const marker = complete ? shared?.marker.update : undefined;
  const cursorNow = () => app.store.getState().timelineCursor ?? end;
  const note = WORDS.note(moments.length, of);
  const step = (by: number) => {
    const cursor = cursorNow();
    const next =
      by < 0 ? moments.findLast(({ update }) => update < cursor - 1e-6) : moments.find(({ update }) => update > cursor + 1e-6);
    if (next) moveTimeline(app.store, next.update);
  };
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
        onKey={(key) => {
          const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
          if (by) step(by);
          return by !== undefined;
        }}
      />
      <p className="analysis-verdict">{birthText(moments, marker, end)}</p>
      <p className="figure-note">
        <Term id={TERM}>What is the bifurcation of the skeleton?</Term> {note} {WORDS.source}
      </p>
    </>
  );
}
