import { useMemo } from 'react';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { project } from '../../math/projection';
import { meanEstimate } from '../../math/statistics';
import { createSampler } from '../../rnn/sampler';
import { type Simulation, simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { POINT_STRIDE } from '../../state/live/liveRun';
import { useApp } from '../../ui/context';
import { crossingIn } from '../filmPlan';
import { LivePicture, type Sheet, write } from './LivePicture';
import { drawOrbit, inPart } from './plane';
import { PICTURES } from './text';

/** Futures of each state, and steps of each: those of the residency time (docs/science.md §3.8). */
const FUTURES = 20;
const STEPS = 60;
/** Steps of the run that is searched for the two states. */
const SEARCHED = 1500;
/** Steps of the live run at which the futures of each state begin, one step of them for each of its own. */
const BEGINS = [20, 20 + STEPS + 20] as const;

/** One state, and what becomes of it under noise of its own, again and again. */
interface Futures {
  /** PC1–PC3 of the start and of each step, run by run [FUTURES×(STEPS+1)×POINT_STRIDE]. */
  points: Float32Array;
  /** Favoured output of the start and of each step [FUTURES×(STEPS+1)]. */
  labels: Uint8Array;
  /** Steps until it changes; STEPS where it does not [FUTURES]. */
  lasts: Float64Array;
}

function futuresOf(weights: RnnWeights, { basis }: OrbitSummary, run: Simulation, at: number, seed: number): Futures {
  const { hiddenSize: H } = weights;
  const start = run.states.subarray(at * H, (at + 1) * H);
  const rows = STEPS + 1;
  const points = new Float32Array(FUTURES * rows * POINT_STRIDE);
  const labels = new Uint8Array(FUTURES * rows);
  const lasts = new Float64Array(FUTURES).fill(STEPS);
  const axes = Math.min(POINT_STRIDE, basis.components.length / H);
  const sampler = createSampler(weights);
  sampler.open(FUTURES);
  for (let k = 0; k < FUTURES; k++) sampler.setState(k, start);
  const made = sampler.advance(STEPS, {
    ...{ seed, noiseStream: 'evaluation', gumbelStream: 'gumbel', update: 0 },
    ...{ firstRun: at * FUTURES, firstStep: 0, noiseStd: 1 },
  });
  for (let k = 0; k < FUTURES; k++) {
    project(basis, start, points, k * rows * POINT_STRIDE, axes, 0);
    labels[k * rows] = run.outputLabels[at]!;
    for (let t = 0; t < STEPS; t++) {
      const row = k * STEPS + t;
      project(basis, made.states, points, (k * rows + t + 1) * POINT_STRIDE, axes, row * made.stride);
      labels[k * rows + t + 1] = made.outputLabels[row]!;
      if (made.outputLabels[row] !== run.outputLabels[at] && lasts[k] === STEPS) lasts[k] = t + 1;
    }
  }
  sampler.dispose();
  return { points, labels, lasts };
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

/** The ways of the futures in the plane, as far as they have gone, and a number where they begin. */
function drawWays(
  sheet: Sheet,
  scale: ReturnType<typeof drawOrbit>,
  { points, labels }: Futures,
  gone: number,
  name: string,
): void {
  const { context, palette, size } = sheet;
  context.lineWidth = 1.5 * palette.weight;
  context.globalAlpha = 0.32;
  for (let k = 0; k < FUTURES; k++)
    for (let t = 1; t <= gone; t++) {
      const row = k * (STEPS + 1) + t;
      const at = (r: number) => [scale.x(points[r * POINT_STRIDE]!), scale.y(points[r * POINT_STRIDE + 1]!)] as const;
      context.strokeStyle = palette.outputs[labels[row]!]!;
      context.beginPath();
      context.moveTo(...at(row - 1));
      context.lineTo(...at(row));
      context.stroke();
    }
  context.globalAlpha = 1;
  drawNumber(sheet, name, scale.x(points[0]!), scale.y(points[1]!), 1.1 * size);
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
          drawWays(part, scale, one, gone[n]!, String(n + 1));
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
