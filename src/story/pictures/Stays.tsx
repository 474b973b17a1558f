import { useMemo } from 'react';
import type { HmmSpec } from '../../hmm/spec';
import { argmax } from '../../math/distributions';
import type { RnnWeights } from '../../rnn/weights';
import { createLiveRun, HISTORY, type LiveRun } from '../../state/live/liveRun';
import { useApp } from '../../ui/context';
import { LivePicture, type Sheet, write } from './LivePicture';
import { PICTURES } from './text';

/** Steps of the longer run, and those made of it in one frame: it goes ahead of the run in view. */
const STEPS = { all: 60_000, frame: 400 };
/** Lengths of stays: one bar for every so many steps; all beyond the last are counted in it. */
const BIN = 6;
const BINS = 22;

/** Lengths of stays so far. */
interface Stays {
  name: string;
  bins: Float64Array;
  count: number;
  /** The output in view and the step at which its stay began; undefined before the first change. */
  open: { label: number; since: number | undefined } | undefined;
}

export const noStays = (name: string): Stays => ({ name, bins: new Float64Array(BINS), count: 0, open: undefined });

/** Counts one more step. The first stay is cut short by the beginning and does not count. */
export function addStep(stays: Stays, label: number, t: number): void {
  const { open } = stays;
  if (open?.label === label) return;
  if (open?.since !== undefined) {
    stays.bins[Math.min(BINS - 1, Math.floor((t - open.since) / BIN))]!++;
    stays.count++;
  }
  stays.open = { label, since: open ? t : undefined };
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

/** How many stays had which length. */
function drawHistogram(sheet: Sheet, stays: Stays, top: number, height: number, colour: string): void {
  const { context, width, palette, size } = sheet;
  const left = 7 * size;
  const bar = (width - left - size) / BINS;
  const most = Math.max(1e-9, ...stays.bins) / Math.max(1, stays.count);
  const base = top + height;
  write(sheet, stays.name, 4, top + 0.4 * height, { align: 'left', vertical: 'middle' }, { bold: true });
  write(
    sheet,
    `n ${stays.count}`,
    4,
    top + 0.4 * height + 1.7 * size,
    { align: 'left', vertical: 'middle' },
    { colour: palette.muted },
  );
  stays.bins.forEach((count, k) => {
    const share = count / Math.max(1, stays.count) / most;
    context.fillStyle = colour;
    context.fillRect(left + k * bar + 1, base - share * (height - 4), bar - 2, share * (height - 4));
  });
  context.fillStyle = palette.muted;
  context.fillRect(left, base, BINS * bar, 1.5);
  for (let k = 0; k < BINS; k += 5)
    write(
      sheet,
      `${k * BIN}`,
      left + k * bar,
      base + 4,
      { align: 'center', vertical: 'top' },
      { colour: palette.muted, scale: 0.9 },
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
