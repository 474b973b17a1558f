import { useMemo } from 'react';
import { drawLabelStrip } from '../../charts/labelStrip';
import { PAPER_HMMS, type PaperHmmId } from '../../hmm/models';
import { createHmmStepper } from '../../hmm/sample';
import type { HmmSpec } from '../../hmm/spec';
import { exactStatistics } from '../../hmm/statistics';
import { createLiveRun, HISTORY, type LiveRun } from '../../state/live/liveRun';
import type { NetworkInView } from '../../state/networks/slice';
import { useApp } from '../../ui/context';
import { diceOf } from '../strips';
import { LivePicture, type Sheet, write } from './LivePicture';
import { PICTURES } from './text';

/** Steps shown, steps counted, and those counted in one frame: counting goes ahead of the picture. */
const STEPS = { shown: 260, counted: 20_000, frame: 400 };

/** Outputs that come one after the other. */
interface Source {
  /** Ring buffer; the slot of step t is t mod HISTORY. */
  labels: Uint8Array;
  step: number;
  advance(steps: number): void;
}

/** What was counted of some outputs. */
interface Counts {
  shares: Float64Array;
  /** Stretches of one output that have ended: how many, and the sums of their lengths and of the squares of these. */
  stretches: number;
  sum: number;
  squares: number;
  open: { label: number; since: number | undefined } | undefined;
}

interface Row {
  name: string;
  /** A row of the model itself: its numbers are exact. */
  exact: ReturnType<typeof exactStatistics> | undefined;
  shown: Source;
  ahead: Source;
  counts: Counts;
}

export const noCounts = (outputs: number): Counts => ({
  shares: new Float64Array(outputs),
  stretches: 0,
  sum: 0,
  squares: 0,
  open: undefined,
});

/** Counts one more output. The first stretch is cut short by the beginning and does not count. */
export function countOutput(counts: Counts, label: number, t: number): void {
  counts.shares[label]!++;
  const { open } = counts;
  if (open?.label === label) return;
  if (open?.since !== undefined) {
    counts.stretches++;
    counts.sum += t - open.since;
    counts.squares += (t - open.since) ** 2;
  }
  counts.open = { label, since: open ? t : undefined };
}

function modelSource(hmm: HmmSpec, seed: number, sequence: number): Source {
  const stepper = createHmmStepper(hmm, seed, 'liveHmm', sequence);
  const source: Source = {
    labels: new Uint8Array(HISTORY),
    step: 0,
    advance(steps) {
      for (let n = 0; n < steps; n++) source.labels[source.step++ % HISTORY] = stepper.next();
    },
  };
  return source;
}

function networkSource({ weights, hmm }: NetworkInView, seed: number, sigma: number): Source {
  const run = createLiveRun(weights, hmm, seed);
  return {
    labels: run.sampledOutputs,
    get step() {
      return run.step;
    },
    advance: (steps) => run.advance(steps, true, sigma),
  };
}

/** @param make the same outputs twice: one run is shown, the other one counted ahead */
const rowOf = (name: string, outputs: number, make: () => Source, exact?: Row['exact']): Row => ({
  ...{ name, exact, shown: make(), ahead: make() },
  counts: noCounts(outputs),
});

const modelOf = (name: string, hmm: HmmSpec, seed: number, sequence: number): Row =>
  rowOf(name, hmm.nOutputs, () => modelSource(hmm, seed, sequence), exactStatistics(hmm));

const networkOf = (name: string, network: NetworkInView, seed: number, sigma: number): Row =>
  rowOf(name, network.hmm.nOutputs, () => networkSource(network, seed, sigma));

/** Shows the outputs up to a step of the live run, and counts a little further ahead. */
function follow({ exact, shown, ahead, counts }: Row, step: number): void {
  shown.advance(Math.max(0, Math.min(STEPS.frame, step - shown.step)));
  if (exact || ahead.step >= STEPS.counted) return;
  const from = ahead.step;
  ahead.advance(STEPS.frame);
  for (let t = from; t < ahead.step; t++) countOutput(counts, ahead.labels[t % HISTORY]!, t);
}

/** Mean length of a stretch of one output, in steps, with its interval; undefined while there are too few. */
function stretchOf({ exact, counts: { stretches: n, sum, squares } }: Row) {
  if (exact) return { value: 1 / exact.changeRate, half: undefined, n: undefined };
  if (n < 20) return undefined;
  const value = sum / n;
  return { value, half: (1.96 * Math.sqrt(Math.max(0, squares / n - value ** 2))) / Math.sqrt(n), n };
}

/** Where the columns of the picture stand. */
const columnsOf = ({ width, size }: Sheet) => {
  const names = Math.min(0.24 * width, 15 * size);
  const stretch = Math.min(0.24 * width, 15 * size);
  const shares = Math.min(0.18 * width, 11 * size);
  const gap = 1.6 * size;
  const strip = width - names - stretch - shares - 3 * gap;
  return {
    strip: { x: names + gap, width: strip },
    shares: { x: names + strip + 2 * gap, width: shares },
    stretch: { x: names + strip + shares + 3 * gap, width: stretch - 4 },
  };
};

function drawRow(sheet: Sheet, row: Row, y: number, height: number, longest: number): void {
  const { context, palette, size } = sheet;
  const { strip, shares, stretch } = columnsOf(sheet);
  const middle = y + height / 2;
  write(sheet, row.name, 4, middle, { align: 'left', vertical: 'middle' }, { bold: true });
  const high = Math.min(0.74 * height, 6 * size);
  drawLabelStrip(
    context,
    { ...row.shown, capacity: HISTORY, columns: STEPS.shown, nOutputs: row.counts.shares.length },
    { x: strip.x, y: middle - high / 2, width: strip.width, height: high },
    palette.outputs,
    palette.line,
  );
  const bar = Math.min(0.4 * height, 2.2 * size);
  const total = row.exact ? 1 : row.counts.shares.reduce((sum, count) => sum + count, 0);
  let from = shares.x;
  for (const [k, share] of [...(row.exact?.frequency ?? row.counts.shares)].entries()) {
    context.fillStyle = palette.outputs[k]!;
    context.fillRect(from, middle - bar / 2, (share / Math.max(1, total)) * shares.width, bar);
    from += (share / Math.max(1, total)) * shares.width;
  }
  const found = stretchOf(row);
  if (!found) return;
  context.fillStyle = palette.muted;
  const wide = (found.value / longest) * stretch.width;
  context.fillRect(stretch.x, middle - bar / 2, Math.max(2, wide), bar);
  const words = PICTURES.stretch(found.value, found.half, found.n);
  write(sheet, words, stretch.x, middle + bar / 2 + 3, { align: 'left', vertical: 'top' }, { scale: 0.88 });
}

function drawRows(sheet: Sheet, rows: readonly Row[], step: number): void {
  const { width, height, size, palette } = sheet;
  const { strip, shares, stretch } = columnsOf(sheet);
  const head = 3.4 * size;
  const each = (height - head) / rows.length;
  const heading = (text: string, x: number) =>
    write(sheet, text, x, 6, { align: 'left', vertical: 'top' }, { colour: palette.muted });
  if (width > 460) {
    heading(PICTURES.outputs, strip.x);
    heading(PICTURES.shares, shares.x);
    heading(PICTURES.stretches, stretch.x);
  }
  for (const row of rows) follow(row, step);
  const longest = Math.max(1, ...rows.map((row) => stretchOf(row)?.value ?? 0));
  rows.forEach((row, n) => {
    drawRow(sheet, row, head + n * each, each, longest);
  });
}

const CHAINS: readonly PaperHmmId[] = ['chain-2', 'chain-3', 'chain-4', 'chain-5'];

function useRows(title: string, rowsOf: (network: NetworkInView, seed: number, sigma: number) => Row[]) {
  const network = useApp((state) => state.network);
  const seed = useApp((state) => state.settings.seed);
  const sigma = useApp((state) => state.settings.sigma);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what makes the rows stays the same
  const draw = useMemo(() => {
    let rows: Row[] = [];
    let last = 0;
    return (sheet: Sheet, _: LiveRun, step: number) => {
      if (!network) return;
      // A run that begins again brings its rows back to their beginning.
      if (rows.length === 0 || step < last) rows = rowsOf(network, seed, sigma);
      last = step;
      drawRows(sheet, rows, step);
    };
  }, [network, seed, sigma]);
  return <LivePicture title={title} draw={draw} />;
}

/** Four models in a row: their outputs, the shares of these, and how long a stretch lasts. */
export const ComparedModels = () =>
  useRows(PICTURES.titles.rows, (_, seed) =>
    CHAINS.map((id, n) => modelOf(PICTURES.models[id] ?? id, PAPER_HMMS[id], seed, n + 1)),
  );

/** The model, dice with its shares, and the network as it is at the moment of its training that is in view. */
export const ComparedMoment = () =>
  useRows(PICTURES.titles.plateau, (network, seed, sigma) => [
    modelOf(PICTURES.model, network.hmm, seed, 1),
    networkOf(PICTURES.networkAt(network.update), network, seed, sigma),
    modelOf(PICTURES.dice, diceOf(network.hmm), seed, 2),
  ]);

/** Noise levels that are compared whatever the level in view. */
const LEVELS = [0.25, 1, 4] as const;

/** The model, and the network at several noise levels. */
export const ComparedLevels = () =>
  useRows(PICTURES.titles.levels, (network, seed, sigma) => [
    modelOf(PICTURES.model, network.hmm, seed, 1),
    ...[...new Set([...LEVELS, sigma])]
      .sort((a, b) => a - b)
      .map((level) => networkOf(PICTURES.level(level), network, seed, level)),
  ]);
