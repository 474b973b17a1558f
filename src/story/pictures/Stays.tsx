import { useMemo } from 'react';
import type { HmmSpec } from '../../hmm/spec';
import { argmax } from '../../math/distributions';
import { quantile } from '../../math/statistics';
import type { RnnWeights } from '../../rnn/weights';
import { createLiveRun, HISTORY, type LiveRun } from '../../state/live/liveRun';
import { useApp } from '../../ui/context';
import { LivePicture, type Sheet, write } from './LivePicture';
import { PICTURES } from './text';

/** Steps of the longer run, and those made of it in one frame: it goes ahead of the run in view. */
const STEPS = { all: 60_000, frame: 400 };
/** The axis: stays as parts of the mean stay of their row, so that rows of different speed can be compared. All beyond its end are in the last bar. */
const AXIS = { to: 4, bins: 24 };

/** Lengths of stays so far. */
interface Stays {
  name: string;
  /** Of the stays that began and ended, in steps. */
  lengths: number[];
  /** The output in view and the step at which its stay began; undefined before the first change. */
  open: { label: number; since: number | undefined } | undefined;
}

export const noStays = (name: string): Stays => ({ name, lengths: [], open: undefined });

/** Counts one more step. The first stay is cut short by the beginning and does not count. */
export function addStep(stays: Stays, label: number, t: number): void {
  const { open } = stays;
  if (open?.label === label) return;
  if (open?.since !== undefined) stays.lengths.push(t - open.since);
  stays.open = { label, since: open ? t : undefined };
}

/** How stays are spread: their mean in steps, the middle half of them and the share in each bar, both in units of the mean. */
export function spreadOf(lengths: readonly number[]): { mean: number; middle: [number, number]; bars: number[] } {
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const bars = Array<number>(AXIS.bins).fill(0);
  const width = AXIS.to / AXIS.bins;
  for (const length of lengths) bars[Math.min(AXIS.bins - 1, Math.floor(length / mean / width))]! += 1 / lengths.length;
  return { mean, middle: [quantile(lengths, 0.25) / mean, quantile(lengths, 0.75) / mean], bars };
}

/** Runs model and network ahead, and counts how long each of their favoured outputs stays. */
function createCounter(weights: RnnWeights, hmm: HmmSpec, seed: number) {
  const run = createLiveRun(weights, hmm, seed);
  const favourite = hmm.emissionMatrix.map((row) => argmax(row));
  const all = [noStays(PICTURES.model), noStays(PICTURES.network)];
  return {
    all,
    advance() {
      if (run.step >= STEPS.all) return;
      const from = run.step;
      run.advance(STEPS.frame, true, 1);
      for (let t = from; t < run.step; t++) {
        addStep(all[0]!, favourite[run.hmmStates[t % HISTORY]!]!, t);
        addStep(all[1]!, run.outputLabels[t % HISTORY]!, t);
      }
    },
  };
}

/** How stays are spread about their mean, with the middle half of them shaded. */
function drawHistogram(sheet: Sheet, { name, lengths }: Stays, top: number, height: number, colour: string): void {
  const { context, width, palette, size } = sheet;
  const left = 11 * size;
  const room = width - left - size;
  const base = top + height;
  const x = (means: number) => left + (Math.min(AXIS.to, means) / AXIS.to) * room;
  const side = { align: 'left', vertical: 'middle' } as const;
  write(sheet, name, 4, top + 0.4 * height, side, { bold: true });
  context.fillStyle = palette.muted;
  context.fillRect(left, base, room, 1.5);
  for (let mean = 0; mean <= AXIS.to; mean++)
    write(sheet, `${mean}`, x(mean), base + 4, { align: 'center', vertical: 'top' }, { colour: palette.muted, scale: 0.9 });
  if (lengths.length < 2) return;
  const { mean, middle, bars } = spreadOf(lengths);
  const most = Math.max(...bars);
  write(sheet, PICTURES.mean(mean, lengths.length), 4, top + 0.4 * height + 1.7 * size, side, {
    colour: palette.muted,
    scale: 0.9,
  });
  context.fillStyle = colour;
  context.globalAlpha = 0.18;
  context.fillRect(x(middle[0]), top, x(middle[1]) - x(middle[0]), height);
  context.globalAlpha = 1;
  const bar = room / AXIS.bins;
  bars.forEach((share, k) => {
    const tall = (share / most) * (height - 2.4 * size);
    context.fillRect(left + k * bar + 1, base - tall, bar - 2, tall);
  });
  write(
    sheet,
    PICTURES.middle(middle),
    x(middle[1]) + 0.6 * size,
    top + 0.2 * size,
    { align: 'left', vertical: 'top' },
    { bold: true, colour },
  );
}

/** How even the lengths of stays are: those of the model above, those of the network below. */
export function Stays() {
  const network = useApp((state) => state.network);
  const seed = useApp((state) => state.settings.seed);
  const draw = useMemo(() => {
    if (!network) return () => {};
    const counter = createCounter(network.weights, network.hmm, seed);
    return (sheet: Sheet, _: LiveRun) => {
      counter.advance();
      const { height, width, size, palette } = sheet;
      const each = (height - 6.5 * size) / 2;
      write(sheet, PICTURES.lengths, width / 2, 4, { align: 'center', vertical: 'top' }, { colour: palette.muted });
      counter.all.forEach((stays, n) => {
        drawHistogram(sheet, stays, 2 * size + n * (each + 2 * size), each, n === 0 ? palette.muted : palette.accent);
      });
      write(sheet, PICTURES.steps, width - size, height - 2, { align: 'right', vertical: 'bottom' }, { colour: palette.muted });
    };
  }, [network, seed]);
  return <LivePicture title={PICTURES.titles.stays} draw={draw} />;
}
