import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { beginPlot, drawEstimate, drawKey, drawLine, drawMark, type Plot } from '../../charts/plot';
import { SKELETON_KINDS, type SkeletonKind } from '../../dynamics/skeleton/skeleton';
import { moveTimeline } from '../../state/training/slice';
import { AnalysisBody } from '../../ui/AnalysisPanel';
import { useAppController } from '../../ui/context';
import { LiveFigure } from '../../ui/figure/LiveFigure';
import { type Definition, Term } from '../../ui/glossary';
import { ShippedTraining, updateFrame, updateOfPixel, useMomentCursor, useShippedTimeline } from '../trainingTimeline';
import { isSingle, type SkeletonMoment, type SkeletonTraining, skeletonBirth } from './compute';
import { lastUpdate } from './figures';

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
          if (shared && pixel && (pressed || held))
            moveTimeline(app.store, updateOfPixel(pixel.x, pixel.width, lastUpdate(shared)));
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

/** A skeleton and a marker so far apart, as a share of the training, are clearly apart. */
const CLEARLY_APART = 0.1;

/**
 * When the skeleton changed, beside the marker of emergence, in a sentence or two.
 * @param marker update at which memory appears; undefined where it was not found, or not yet
 * @param length updates of the training
 */
export function birthText(moments: readonly SkeletonMoment[], marker: number | undefined, length: number): string {
  const { update, after } = skeletonBirth(moments);
  if (update === undefined) {
    const known = moments.filter(({ kind }) => kind !== undefined);
    const last = known.at(-1);
    const others = known.filter((moment) => !isSingle(moment)).length;
    if (!last) return 'No checkpoint has a skeleton: all of them grow without bound.';
    if (others > 0)
      return `The skeleton is more than one stable point at ${others} of ${known.length} checkpoints, but never at three in a row.`;
    return `The mean step comes to rest at one single point through the whole training. At the end its largest |μ| is ${last.largest.toFixed(2)}.`;
  }
  const when =
    after === undefined
      ? `From the first checkpoint on, update ${update}, the skeleton is more than one stable point, for three checkpoints in a row.`
      : `Between updates ${after} and ${update} the skeleton becomes more than one stable point, for three checkpoints in a row.`;
  if (marker === undefined) return `${when} The marker of emergence is not known yet.`;
  const apart = Math.abs(update - marker) / length;
  const percent = `${(100 * apart).toFixed(0)} % of the training`;
  return apart > CLEARLY_APART
    ? `${when} The marker of emergence is at update ${marker}: clearly apart, by ${percent}.`
    : `${when} The marker of emergence is at update ${marker}, ${percent} away.`;
}

const WORDS = {
  shippedOnly: 'Skeletons are followed through trainings that ship with a network; this one has none.',
  figure:
    'Largest |μ| nearest the mean state, number of stable points and kind of the skeleton through training; arrow keys move the cursor',
  note: (n: number, of: string) =>
    `${n} checkpoints, 40 starts each, gaps where the network grows without bound; largest |μ| of the fixed point nearest the mean state of a driven run; ${of}.`,
  source: 'Definition: docs/science.md, section 7.4; marker: section 3.16.',
};

const TERM: Definition = {
  title: 'Bifurcation of the skeleton',
  text: 'The skeleton of every checkpoint: its stable points, saddles and cycle. It changes at the first checkpoint from which on, three in a row, it is no longer one stable point: a second stable point appears, or the point loses its stability (largest |μ| above 1) to a cycle. Beside it the marker of emergence, which is found from the loss and from spectra along the noisy run. It is not in the paper.',
};

const NAMES: Record<SkeletonKind, string> = {
  switch: 'switch',
  cycle: 'cycle',
  'noisy-focus': 'noisy focus',
  'resting-point': 'resting point',
  undecided: 'undecided',
};

const COLOURS: Record<SkeletonKind, (palette: Palette) => string> = {
  switch: ({ outputs }) => outputs[2]!,
  cycle: ({ outputs }) => outputs[1]!,
  'noisy-focus': ({ outputs }) => outputs[0]!,
  'resting-point': ({ muted }) => muted,
  undecided: ({ line }) => line,
};

/** What is marked beside the moments. */
export interface SkeletonMarks {
  /** Update at which memory appears. */
  marker: number | undefined;
  cursor: number;
  /** Last update of the training. */
  end: number;
}

interface Pane {
  top: number;
  height: number;
  y: { from: number; to: number; name: string; ticks: number };
  /** The lowest has the updates below it. */
  last?: true;
}

/** A curve over the checkpoints that have a skeleton, with a disc for each: one between two others that grow without bound has no line. */
function drawMoments(plot: Plot, moments: readonly SkeletonMoment[], of: (moment: SkeletonMoment) => number): void {
  const { palette } = plot;
  const values = moments.map((moment) => (moment.kind ? of(moment) : Number.NaN));
  const updates = moments.map(({ update }) => update);
  drawLine(plot, updates, values, { colour: palette.ink, width: 2 });
  values.forEach((value, n) => {
    drawEstimate(plot, updates[n]!, { value, low: value, high: value }, palette.ink, 2.2);
  });
}

/** The kinds as a strip: each from its checkpoint to the next. */
function drawKinds(plot: Plot, known: readonly SkeletonMoment[], end: number): void {
  const { context, palette, top, height } = plot;
  known.forEach(({ update, kind }, n) => {
    context.fillStyle = COLOURS[kind!](palette);
    const width = plot.x(known[n + 1]?.update ?? end) - plot.x(update);
    context.fillRect(plot.x(update), top, Math.max(1.5, width), height);
  });
}

/** Largest |μ|, stable points and kinds through a training. */
export function skeletonTrainingFigure(moments: readonly SkeletonMoment[], marks: SkeletonMarks): Figure {
  return {
    draw: (context, width, height, palette) => drawTraining(context, width, height, palette, moments, marks),
    table: () => ({
      columns: ['update', 'kind', 'stable points', 'saddles', 'cycle', 'largest |μ|'],
      rows: moments.map(({ update, kind, wells, saddles, cycle, largest }) => [
        update,
        kind ? NAMES[kind] : 'grows without bound',
        wells,
        saddles,
        cycle ? 'yes' : 'no',
        largest,
      ]),
    }),
  };
}

function drawTraining(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  palette: Palette,
  moments: readonly SkeletonMoment[],
  { marker, cursor, end }: SkeletonMarks,
): void {
  const born = skeletonBirth(moments).update;
  const known = moments.filter(({ kind }) => kind !== undefined);
  const [bottom, strip] = [34 * Math.sqrt(palette.weight), 30 * Math.sqrt(palette.weight)];
  const tall = (height - bottom - strip) / 2;
  const plotAt = ({ top, height: high, y, last }: Pane): Plot => {
    const x = { from: 0, to: end, name: last ? 'updates' : '', ...(last ? {} : { ticks: 0 }) };
    const spec = { ...updateFrame(width), top, height: high, key: top === 0, x, y };
    return beginPlot(context, spec, palette);
  };
  const drawMarks = (plot: Plot, named: boolean) => {
    if (marker !== undefined) drawMark(plot, 'x', marker, named ? 'marker' : '', palette.muted, 1);
    if (born !== undefined) drawMark(plot, 'x', born, named ? 'skeleton' : '', palette.ink, 2);
    drawMark(plot, 'x', cursor, named ? String(Math.round(cursor)) : '', palette.accent);
  };
  const most = Math.max(1.1, ...known.map(({ largest }) => largest || 0));
  const upper = plotAt({ top: 0, height: tall, y: { from: 0, to: 1.05 * most, name: 'largest |μ|', ticks: 3 } });
  drawMark(upper, 'y', 1, '', palette.muted);
  drawMoments(upper, moments, ({ largest }) => largest);
  drawMarks(upper, true);
  const kinds = SKELETON_KINDS.filter((kind) => known.some((moment) => moment.kind === kind));
  drawKey(
    upper,
    kinds.map((kind) => ({ name: NAMES[kind], colour: COLOURS[kind](palette) })),
  );
  const wells = Math.max(2, ...moments.map((moment) => moment.wells));
  const lower = { from: 0, to: wells + 0.4, name: 'stable points', ticks: Math.min(4, wells) };
  const middle = plotAt({ top: tall, height: tall, y: lower });
  drawMoments(middle, moments, (moment) => moment.wells);
  drawMarks(middle, false);
  drawKinds(plotAt({ top: 2 * tall, height: strip + bottom, y: { from: 0, to: 1, name: '', ticks: 0 }, last: true }), known, end);
}
