import { useMemo, useRef } from 'react';
import type { Richness } from '../../dynamics/emergence/richness';
import { moveTimeline } from '../../state/training/slice';
import type { TimelineCheckpoint, TimelineSource } from '../../state/training/timelineSource';
import { useApp, useAppController } from '../../ui/context';
import { LiveFigure } from '../../ui/figure/LiveFigure';
import { NumberCell, short } from '../../ui/numbers';
import { TrainingSelect, useMomentCursor, useTraining } from '../trainingTimeline';
import { Experiment } from './Experiment';
import { lastOf, type RichCurve, richnessFigure, updateAtPixel } from './figure';
import { RICH, WORDS } from './text';
import { type RichPoint, richThroughTraining } from './ways';

/** It follows the training in the tab while it goes on, or the one that ships with the network in view. */
export function RichnessBody() {
  const source = useTraining();
  const loading = useApp((state) => state.historyLoading);
  return (
    <div className="analysis-body" data-status={source || !loading ? 'ready' : 'working'}>
      <TrainingSelect />
      {source ? <Curves source={source} /> : <p className="analysis-note">{loading ? WORDS.loading : WORDS.none}</p>}
      <Experiment />
    </div>
  );
}

/** The four numbers of each checkpoint; what was found once is not computed again when a checkpoint is added. */
function useRichness(checkpoints: readonly TimelineCheckpoint[] | undefined): RichPoint[] | undefined {
  const known = useRef(new WeakMap<object, Richness>());
  return useMemo(() => checkpoints && richThroughTraining(checkpoints, known.current), [checkpoints]);
}

function Curves({ source }: { source: TimelineSource }) {
  const { store } = useAppController();
  const aside = useApp((state) => state.trainingAside);
  const points = useRichness(source.checkpoints);
  const asidePoints = useRichness(aside?.checkpoints);
  const curves = useMemo(
    () => [
      ...(asidePoints && aside ? [{ name: aside.name, points: asidePoints, dashed: true }] : []),
      ...(points ? [{ name: source.name, points, dashed: false }] : []),
    ],
    [points, asidePoints, aside, source.name],
  );
  const { cursorNow, onKey } = useMomentCursor(points ?? [], lastOf(curves));
  if (!points) return <p className="analysis-note">{WORDS.unknownStart}</p>;
  const note = `${points.length} checkpoints of ${source.name}.${aside ? ` ${WORDS.dashed(aside.name)}` : ''}`;
  return (
    <>
      <LiveFigure
        now={() => richnessFigure(curves, cursorNow())}
        name="richness"
        label={WORDS.figure}
        notes={[note]}
        pixels={190}
        onPoint={(pixel, pressed, held) => {
          if (pixel && (pressed || held)) moveTimeline(store, updateAtPixel(curves, pixel.x, pixel.width));
        }}
        onKey={onKey}
      />
      <Sentence curves={curves} hiddenSize={source.checkpoints[0]!.weights.hiddenSize} />
      <p className="figure-note">
        {note} {WORDS.source}
      </p>
    </>
  );
}

/** What the trainings had done to the weights at their ends. */
function Sentence({ curves, hiddenSize }: { curves: readonly RichCurve[]; hiddenSize: number }) {
  const shown = curves.findLast(({ dashed }) => !dashed)?.points.at(-1);
  const aside = curves.find(({ dashed }) => dashed);
  const before = aside?.points.at(-1);
  if (!shown || shown.update === 0) return <p className="analysis-verdict">{WORDS.unbegun}</p>;
  return (
    <>
      <p className="analysis-verdict" data-testid="richness-sentence">
        By update {shown.update} training has moved W_hh by {short(shown.moved)} times the size it began with, and the change uses{' '}
        {short(shown.change, 1)} of {hiddenSize} directions.
        {before && aside && ` Dashed, ${aside.name}: ${short(before.moved)} times, ${short(before.change, 1)} directions.`}
      </p>
      <dl className="numbers">
        <NumberCell name="cosine of W_hh with its start" term={RICH.term}>
          {short(shown.cosine)}
        </NumberCell>
        <NumberCell name="participation ratio of W_hh" term={RICH.term}>
          {short(shown.weights, 1)} <small>of {hiddenSize}</small>
        </NumberCell>
      </dl>
    </>
  );
}
