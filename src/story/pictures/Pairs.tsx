import { useMemo } from 'react';
import type { HmmSpec } from '../../hmm/spec';
import { exactStatistics } from '../../hmm/statistics';
import { wilson } from '../../math/statistics';
import { HISTORY, type LiveRun } from '../../state/live/liveRun';
import { useApp } from '../../ui/context';
import { diceRow, modelRow, type StripRow } from '../strips';
import { LivePicture, type Sheet, write } from './LivePicture';
import { PICTURES } from './text';

/** Outputs shown above the counts. */
const SHOWN = 22;

/** Outputs and what was counted of them. */
interface Counted {
  name: string;
  follow: StripRow['follow'];
  /** Pairs [K×K], row by row: what came first, then what followed. */
  pairs: Float64Array;
  /** Steps counted so far. */
  step: number;
}

/** Counts what has come since the last frame. A run that began again is counted anew. */
export function countOn(counted: Counted, labels: Uint8Array, step: number, nOutputs: number): void {
  if (counted.step > step) {
    counted.pairs.fill(0);
    counted.step = 0;
  }
  // What has left the record cannot be counted any more.
  for (let t = Math.max(counted.step, step - HISTORY + 1, 1); t < step; t++)
    counted.pairs[labels[(t - 1) % HISTORY]! * nOutputs + labels[t % HISTORY]!]!++;
  counted.step = step;
}

interface Block {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The newest outputs, with a bracket about the pair that was counted last. */
function drawStream({ context, palette }: Sheet, labels: Uint8Array, step: number, { x, y, width, height }: Block): void {
  const cell = Math.min(width / SHOWN, height);
  const right = x + SHOWN * cell;
  for (let k = 1; k <= Math.min(SHOWN, step); k++) {
    context.fillStyle = palette.outputs[labels[(step - k) % HISTORY]!]!;
    context.fillRect(right - k * cell, y, cell - 2, cell - 2);
  }
  if (step < 2) return;
  context.strokeStyle = palette.ink;
  context.lineWidth = 2.5;
  context.strokeRect(right - 2 * cell - 3, y - 3, 2 * cell + 4, cell + 4);
}

/** A bar for each pair: its share among those that begin alike, with its interval, and a tick where the exact model has it. */
function drawBars(sheet: Sheet, pairs: Float64Array, exact: readonly (readonly number[])[], newest: number, block: Block): void {
  const { context, palette, size } = sheet;
  const K = exact.length;
  const row = block.height / K;
  const side = Math.min(0.8 * row, 1.9 * size);
  const left = block.x + side + 8;
  const span = block.x + block.width - left - 3.6 * size;
  for (let from = 0; from < K; from++) {
    const y = block.y + from * row;
    const n = pairs.subarray(from * K, from * K + K).reduce((sum, count) => sum + count, 0);
    context.fillStyle = palette.outputs[from]!;
    context.fillRect(block.x, y + (row - side) / 2, side, side);
    write(
      sheet,
      `n ${n}`,
      block.x + block.width,
      y + row / 2,
      { align: 'right', vertical: 'middle' },
      { colour: palette.muted, scale: 0.85 },
    );
    for (let to = 0; to < K; to++) {
      const bar = (0.84 * row) / K;
      const top = y + 0.08 * row + to * bar;
      const { value, low, high } = wilson(pairs[from * K + to]!, n);
      context.fillStyle = palette.line;
      context.fillRect(left, top + 0.12 * bar, span, 0.76 * bar);
      if (n > 0) {
        context.fillStyle = palette.outputs[to]!;
        context.fillRect(left, top + 0.12 * bar, value * span, 0.76 * bar);
        context.fillStyle = palette.muted;
        context.fillRect(left + low * span, top + 0.46 * bar, (high - low) * span, Math.max(1, 0.08 * bar));
      }
      context.fillStyle = palette.ink;
      context.fillRect(left + exact[from]![to]! * span - 1.5, top, 3, bar);
      if (from * K + to !== newest) continue;
      context.strokeStyle = palette.ink;
      context.lineWidth = 2;
      context.strokeRect(left - 2, top, span + 4, bar);
    }
  }
}

/** What follows what, counted one by one. @param exact shares of the model: what follows each output [K][K] */
function drawPairs(
  sheet: Sheet,
  all: readonly Counted[],
  exact: readonly (readonly number[])[],
  liveRun: LiveRun,
  step: number,
): void {
  const { width, height, size, palette } = sheet;
  const K = exact.length;
  const gap = 2.2 * size;
  const column = Math.min(46 * size, (width - (all.length - 1) * gap) / all.length);
  const first = (width - all.length * column - (all.length - 1) * gap) / 2;
  all.forEach((counted, n) => {
    const labels = counted.follow(liveRun);
    countOn(counted, labels, step, K);
    const x = first + n * (column + gap);
    write(sheet, counted.name, x, 4, { align: 'left', vertical: 'top' }, { bold: true });
    const stream = { x, y: 2.4 * size, width: column, height: 3 * size };
    drawStream(sheet, labels, step, stream);
    const newest = step > 1 ? labels[(step - 2) % HISTORY]! * K + labels[(step - 1) % HISTORY]! : -1;
    const y = 7.2 * size;
    if (n === 0) write(sheet, PICTURES.follows, x, y, { align: 'left', vertical: 'bottom' }, { colour: palette.muted });
    const block = { x, y: y + 4, width: column, height: height - y - 2.2 * size };
    drawBars(sheet, counted.pairs, exact, newest, block);
  });
  write(sheet, PICTURES.tick, first, height - 2, { align: 'left', vertical: 'bottom' }, { colour: palette.muted, scale: 0.9 });
}

const started = (name: string, follow: StripRow['follow'], hmm: HmmSpec): Counted => ({
  name,
  follow,
  pairs: new Float64Array(hmm.nOutputs ** 2),
  step: 0,
});

function usePairs(title: string, sources: (hmm: HmmSpec, seed: number) => Counted[]) {
  const network = useApp((state) => state.network);
  const seed = useApp((state) => state.settings.seed);
  const sigma = useApp((state) => state.settings.sigma);
  // Other weights, another seed or another level: what was counted belongs to something else.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const draw = useMemo(() => {
    if (!network) return () => {};
    const { hmm } = network;
    const counted = sources(hmm, seed);
    const exact = exactStatistics(hmm).outputTransitionMatrix;
    return (sheet: Sheet, liveRun: LiveRun, step: number) => drawPairs(sheet, counted, exact, liveRun, step);
  }, [network, seed, sigma]);
  return <LivePicture title={title} draw={draw} />;
}

/** The pairs of the network, counted while it runs, beside those of the exact model. */
export const CountedPairs = () =>
  usePairs(PICTURES.titles.counted, (hmm) => [started(PICTURES.network, ({ sampledOutputs }) => sampledOutputs, hmm)]);

/** The pairs of the model, and of dice with the same shares. */
export const PairsAndDice = () =>
  usePairs(PICTURES.titles.dice, (hmm, seed) => [
    started(PICTURES.model, modelRow(PICTURES.model, hmm, seed, 1).follow, hmm),
    started(PICTURES.dice, diceRow(hmm, seed).follow, hmm),
  ]);
