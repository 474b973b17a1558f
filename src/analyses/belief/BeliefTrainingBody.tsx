import { useEffect, useMemo } from 'react';
import { moveTimeline } from '../../state/training/slice';
import { timelineSource } from '../../state/training/timelineSource';
import { AnalysisBody } from '../../ui/AnalysisPanel';
import { useApp, useAppController } from '../../ui/context';
import { LiveFigure } from '../../ui/figure/LiveFigure';
import { useIsVisible } from '../../ui/onScreen';
import { useTimeline } from '../useTimeline';
import type { BeliefTraining } from './compute';
import { beliefFigure, placeCloud } from './figure';
import { beliefCurves, updateOfPixel } from './trainingFigure';
import { planeText, trainingText, WORDS } from './words';

/** It follows the training that ships with the network in view. */
export function BeliefTrainingBody() {
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
    <AnalysisBody name="beliefTraining" current stoppable>
      {(report, of) => <Moments report={report} of={of} />}
    </AnalysisBody>
  );
}

function Moments({ report: { moments }, of }: { report: BeliefTraining; of: string }) {
  const app = useAppController();
  const hmm = useApp((state) => state.network?.hmm);
  const data = useTimeline();
  const source = useApp(timelineSource);
  // The marker and the cursor are those of the run that all panels on training look back at.
  const marker = data && source?.kind === 'shipped' ? data.marker.update : undefined;
  const end = moments.at(-1)?.update ?? 1;
  const clouds = useMemo(
    () => moments.map(({ found }) => (found && hmm ? placeCloud(found.stretch, hmm) : undefined)),
    [moments, hmm],
  );
  const cursorNow = () => app.store.getState().timelineCursor ?? end;
  const nearest = () => {
    const before = moments.findLastIndex(({ update }) => update <= cursorNow() + 1e-6);
    return clouds.findLast((cloud, n) => cloud && n <= Math.max(0, before)) ?? clouds.find((cloud) => cloud);
  };
  const step = (by: number) => {
    const cursor = cursorNow();
    const next =
      by < 0 ? moments.findLast(({ update }) => update < cursor - 1e-6) : moments.find(({ update }) => update > cursor + 1e-6);
    if (next) moveTimeline(app.store, next.update);
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
        onKey={(key) => {
          const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
          if (by) step(by);
          return by !== undefined;
        }}
      />
      <p className="analysis-verdict">{trainingText(moments, marker)}</p>
      <p className="figure-note">
        {WORDS.blind} {shown && planeText(shown.plane)} {note} {WORDS.source}
      </p>
    </>
  );
}
