import { useMemo } from 'react';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { meanEstimate } from '../../math/statistics';
import { type Simulation, simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { useApp } from '../../ui/context';
import { crossingIn } from '../filmPlan';
import { LivePicture, type Sheet, write } from './LivePicture';
import { drawOrbit, inPart } from './plane';
import { PICTURES } from './text';
import { drawWays, type Ways, waysFrom } from './ways';

/** Futures of each state, and steps of each: those of the residency time (docs/science.md §3.8). */
const FUTURES = 20;
const STEPS = 60;
const LONG = { runs: FUTURES, steps: STEPS };
/** Steps of the run that is searched for the two states. */
const SEARCHED = 1500;
/** Steps of the live run at which the futures of each state begin, one step of them for each of its own. */
const BEGINS = [20, 20 + STEPS + 20] as const;

/** One state, and what becomes of it under noise of its own, again and again. */
interface Futures extends Ways {
  /** Steps until it changes; STEPS where it does not [FUTURES]. */
  lasts: Float64Array;
}

function futuresOf(weights: RnnWeights, { basis }: OrbitSummary, run: Simulation, at: number, seed: number): Futures {
  const { hiddenSize: H } = weights;
  const start = { state: run.states.subarray(at * H, (at + 1) * H), label: run.outputLabels[at]! };
  const ways = waysFrom(weights, basis, start, { ...LONG, seed, firstRun: at * FUTURES });
  const lasts = Float64Array.from({ length: FUTURES }, (_, k) => {
    const own = ways.labels.subarray(k * (STEPS + 1), (k + 1) * (STEPS + 1));
    const changed = own.findIndex((label) => label !== start.label);
    return changed < 0 ? STEPS : changed;
  });
  return { ...ways, lasts };
}

/** Steps from the second state to its crossing. */
const BEFORE = 3;

/** Two states of one run: in the middle of its longest stay, and shortly before a crossing. */
function chosen(labels: Uint8Array): [number, number] {
  const edge = (crossingIn(labels, 100) ?? 100) - BEFORE;
  let [from, to, since] = [0, 0, 0];
  for (let t = 1; t < labels.length; t++) {
    if (labels[t] === labels[t - 1]) continue;
    if (t - since > to - from) [from, to] = [since, t];
    since = t;
  }
  return [Math.floor((from + to) / 2), edge];
}

function drawNumber(sheet: Sheet, name: string, x: number, y: number, radius: number): void {
  const { context, palette } = sheet;
  context.fillStyle = palette.ink;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  write(sheet, name, x, y, { align: 'center', vertical: 'middle' }, { bold: true, colour: palette.panel });
}

/** A row for each future: the favoured output step by step, pale from its first change on; a line where it changes on average. */
function drawFutures(sheet: Sheet, { labels, lasts }: Futures, gone: number, n: number): void {
  const { context, width, height, palette, size } = sheet;
  drawNumber(sheet, String(n + 1), 1.2 * size, 1.4 * size, 1.1 * size);
  write(sheet, PICTURES.starts[n]!, 3 * size, 1.4 * size, { align: 'left', vertical: 'middle' }, { bold: true });
  const top = 3.2 * size;
  const row = (height - top - 2.6 * size) / FUTURES;
  const cell = (width - 8) / STEPS;
  for (let k = 0; k < FUTURES; k++)
    for (let t = 0; t < gone; t++) {
      context.globalAlpha = t + 1 < lasts[k]! || lasts[k] === STEPS ? 1 : 0.25;
      context.fillStyle = palette.outputs[labels[k * (STEPS + 1) + t + 1]!]!;
      context.fillRect(t * cell, top + k * row, cell + 0.4, Math.max(1, row - 1.5));
    }
  context.globalAlpha = 1;
  if (gone < STEPS) return;
  const { value, low, high } = meanEstimate(lasts);
  context.fillStyle = palette.ink;
  context.fillRect(value * cell - 1.5, top - 3, 3, FUTURES * row + 6);
  write(
    sheet,
    PICTURES.lasts(value, low, high, FUTURES),
    0,
    height - 2,
    { align: 'left', vertical: 'bottom' },
    { bold: true, scale: 0.92 },
  );
}

/** Two states of one run and twenty futures of each: how long does the favoured output last? */
export function FuturesOfTwo() {
  const network = useApp((state) => state.network);
  const orbit = useApp((state) => state.orbit);
  const seed = useApp((state) => state.settings.seed);
  const draw = useMemo(() => {
    if (!network || !orbit) return () => {};
    const { weights } = network;
    const run = simulate(weights, { steps: SEARCHED, seed, noiseStream: 'liveNoise', gumbelStream: 'liveGumbel' });
    const both = chosen(run.outputLabels).map((at) => futuresOf(weights, orbit, run, at, seed));
    return (sheet: Sheet, _: unknown, step: number) => {
      const { width, height } = sheet;
      const left = (width > 520 ? 0.56 : 0.44) * width;
      const gone = BEGINS.map((begins) => Math.max(0, Math.min(STEPS, step - begins)));
      inPart(sheet, { x: 0, y: 0, width: left, height }, (part) => {
        const scale = drawOrbit(part, orbit, { cloud: 0.08 });
        both.forEach((one, n) => {
          drawWays(part, scale, one, { ...LONG, gone: gone[n]! });
          drawNumber(part, String(n + 1), scale.x(one.points[0]!), scale.y(one.points[1]!), 1.1 * part.size);
        });
      });
      both.forEach((one, n) => {
        const place = { x: left + 16, y: (n * height) / 2, width: width - left - 16, height: height / 2 - 10 };
        inPart(sheet, place, (part) => drawFutures(part, one, gone[n]!, n));
      });
    };
  }, [network, orbit, seed]);
  return <LivePicture title={PICTURES.titles.futures} draw={draw} />;
}
