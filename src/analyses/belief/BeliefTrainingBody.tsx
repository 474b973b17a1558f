import { useMemo } from 'react';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { beginPlot, drawEstimate, drawKey, drawLine, drawMark } from '../../charts/plot';
import type { Estimate } from '../../math/statistics';
import { moveTimeline } from '../../state/training/slice';
import { AnalysisBody } from '../../ui/AnalysisPanel';
import { useApp, useAppController } from '../../ui/context';
import { LiveFigure } from '../../ui/figure/LiveFigure';
import { ShippedTraining, updateFrame, updateOfPixel, useMomentCursor, useShippedTimeline } from '../trainingTimeline';
import type { BeliefMoment, BeliefTraining } from './compute';
import { beliefFigure, placeCloud } from './figure';
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

type Found = NonNullable<BeliefMoment['found']>;
const CURVES: readonly { name: string; of(found: Found): Estimate; colour(palette: Palette): string }[] = [
  { name: 'from h', of: ({ hidden }) => hidden, colour: ({ accent }) => accent },
  { name: 'from the output alone', of: ({ currentOutput }) => currentOutput, colour: ({ muted }) => muted },
  { name: 'from both', of: ({ both }) => both, colour: ({ ink }) => ink },
];
const NONE: Estimate = { value: Number.NaN, low: Number.NaN, high: Number.NaN, n: 0 };

/** Held-out R² through a training, with intervals. */
export function beliefCurves(
  moments: readonly BeliefMoment[],
  { marker, cursor, end }: { marker: number | undefined; cursor: number; end: number },
): Figure {
  const updates = moments.map(({ update }) => update);
  const values = CURVES.map(({ of }) => moments.map(({ found }) => (found ? of(found) : NONE)));
  return {
    draw(context, width, height, palette) {
      const plot = beginPlot(
        context,
        {
          ...updateFrame(width),
          top: 0,
          height,
          key: true,
          x: { from: 0, to: end, name: 'updates' },
          y: { from: 0, to: 1, name: 'held-out R²', ticks: 3 },
        },
        palette,
      );
      CURVES.forEach(({ colour }, n) => {
        const shown = values[n]!.map(({ value }) => Math.max(0, value));
        drawLine(plot, updates, shown, { colour: colour(palette), width: 1.6 });
        values[n]!.forEach((estimate, at) => {
          const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((number) => Math.max(0, number));
          if (Number.isFinite(estimate.value))
            drawEstimate(plot, updates[at]!, { value: value!, low: low!, high: high! }, colour(palette), 2.2);
        });
      });
      if (marker !== undefined) drawMark(plot, 'x', marker, 'marker', palette.muted, 1);
      drawMark(plot, 'x', cursor, String(Math.round(cursor)), palette.accent);
      drawKey(
        plot,
        CURVES.map(({ name, colour }) => ({ name, colour: colour(palette) })),
      );
    },
    table: () => ({
      columns: ['update', ...CURVES.flatMap(({ name }) => [name, `${name}, low`, `${name}, high`]), 'held-out runs'],
      rows: moments.map(({ update }, at) => [
        update,
        ...values.flatMap((curve) => [curve[at]!.value, curve[at]!.low, curve[at]!.high]),
        values[0]![at]!.n,
      ]),
    }),
  };
}
