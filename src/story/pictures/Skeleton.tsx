import { useMemo } from 'react';
import { ANALYSIS_SEED } from '../../analyses/choices';
import { drawPoint, type PlacedSkeleton, placeSkeleton, scaledFrom, skeletonFigure } from '../../analyses/skeleton/figure';
import { FONT } from '../../charts/canvas';
import { drawHaloText } from '../../charts/marks';
import { planeScale } from '../../charts/planeView';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { createMeanMap, type MeanMap } from '../../dynamics/skeleton/meanMap';
import { projectStates } from '../../math/projection';
import type { LiveRun } from '../../state/live/liveRun';
import { useApp } from '../../ui/context';
import { useWanted } from './companions';
import { LivePicture, type Sheet, write } from './LivePicture';
import { AXES, drawOrbit, drawState, inPart, viewOf } from './plane';
import { PICTURES } from './text';
import { drawWays, waysFrom } from './ways';

/** Steps of the average that are drawn on from the live state. */
const AHEAD = 60;

/** The skeleton of the network in view on its axes; undefined until it is found. */
function useSkeleton() {
  useWanted('skeleton');
  const network = useApp((state) => state.network);
  const orbit = useApp((state) => state.orbit);
  const report = useApp((state) => state.analyses.skeleton?.value);
  return useMemo(() => {
    // After a change of network its axes and its skeleton come one after the other.
    const units = report?.points[0]?.state.length ?? report?.cycle?.centre.length;
    if (!network || !orbit || !report || units !== network.weights.hiddenSize || units !== orbit.basis.mean.length)
      return undefined;
    return { network, orbit, report, placed: placeSkeleton(report, orbit) };
  }, [network, orbit, report]);
}

const waiting = (sheet: Sheet): void =>
  write(sheet, PICTURES.skeleton.waiting, sheet.width / 2, sheet.height / 2, { align: 'center', vertical: 'middle' });

/** Words over points and lines, above or below a place. */
function nameAt({ context, palette, size }: Sheet, text: string, x: number, y: number, above: boolean): void {
  const pixels = Math.round(1.05 * size);
  const anchor = { align: 'center', vertical: above ? 'bottom' : 'top' } as const;
  context.font = `600 ${pixels}px ${FONT}`;
  drawHaloText(context, text, x, y + (above ? -1 : 1) * 1.2 * size, pixels, anchor, { ink: palette.ink, paper: palette.panel });
}

/** Where the average leads from a state, step by step, on PC1 and PC2 [(AHEAD+1)×2]. */
function averageFrom(state: ArrayLike<number>, map: MeanMap, { basis }: OrbitSummary): Float32Array {
  const now = Float64Array.from(state);
  const path = new Float64Array((AHEAD + 1) * map.size);
  path.set(now);
  for (let t = 1; t <= AHEAD; t++) {
    map.apply(now, now);
    path.set(now, t * map.size);
  }
  return projectStates(path, basis, 2);
}

const DASHES = [5, 4];

function drawDashed({ context, palette }: Sheet, points: readonly (readonly [number, number])[]): void {
  context.strokeStyle = palette.ink;
  context.lineWidth = 1.6 * palette.weight;
  context.setLineDash(DASHES);
  context.beginPath();
  for (const [x, y] of points) context.lineTo(x, y);
  context.stroke();
  context.setLineDash([]);
}

/** Where the key begins, CSS pixels: right of the numbers of the axis. */
const KEY_LEFT = 40;

/** What the dashed line is: below the name of the axis. */
function drawKey(sheet: Sheet): void {
  const { size } = sheet;
  const y = 3.6 * size;
  drawDashed(sheet, [
    [KEY_LEFT, y],
    [KEY_LEFT + 2.6 * size, y],
  ]);
  write(sheet, PICTURES.skeleton.average, KEY_LEFT + 3.2 * size, y, { align: 'left', vertical: 'middle' });
}

/** A mark that is named: its place at σ, and its name. */
interface Named {
  at: ArrayLike<number>;
  text: string;
  above: boolean;
}

/** One name for each kind of mark: a network may have several saddles. At a low level they would lie on each other, and there are none. */
function namesOf({ points, lap }: PlacedSkeleton, origin: ArrayLike<number>, sigma: number): Named[] {
  if (sigma < 0.4) return [];
  const names = new Map<string, Named>();
  const add = (key: string, at: Float32Array, text: string, above: boolean) => {
    if (!names.has(key)) names.set(key, { at: scaledFrom(origin, at, sigma), text, above });
  };
  for (const { at, kind, unstable, label } of points)
    if (unstable === 0) add(`well ${label}`, at, PICTURES.skeleton.well, true);
    else if (kind === 'saddle') add(kind, at, PICTURES.skeleton.saddle, false);
    else add(kind, at, PICTURES.skeleton.left, true);
  if (lap) add('cycle', lap, PICTURES.skeleton.cycle, false);
  return [...names.values()];
}

/** The mean of one step: its points of rest, saddles or cycle, with the live run about them and the way the average would take. */
export function Skeleton() {
  const found = useSkeleton();
  const sigma = useApp(({ settings }) => (settings.noise ? settings.sigma : 0));
  const draw = useMemo(() => {
    if (!found) return waiting;
    const { orbit, placed, network } = found;
    const map = sigma > 0 ? createMeanMap(network.weights, sigma) : undefined;
    const view = viewOf(orbit);
    const figure = skeletonFigure(placed, orbit, AXES, sigma, undefined, view);
    const names = namesOf(placed, orbit.origin, sigma);
    let average: { from: Float32Array; points: Float32Array } | undefined;
    return (sheet: Sheet, run: LiveRun, step: number) => {
      const scale = planeScale(view, sheet.width, sheet.height);
      figure.draw(sheet.context, sheet.width, sheet.height, sheet.palette);
      // Of an earlier step the state is not kept, only its place in the plane.
      if (map && step === run.step) {
        if (!average?.from.every((rate, i) => rate === run.state[i]))
          average = { from: run.state.slice(), points: averageFrom(run.state, map, orbit) };
        const { points } = average!;
        drawDashed(
          sheet,
          Array.from({ length: AHEAD + 1 }, (_, t) => [scale.x(points[2 * t]!), scale.y(points[2 * t + 1]!)] as const),
        );
      }
      drawState(sheet, scale, run, step);
      for (const { at, text, above } of names) nameAt(sheet, text, scale.x(at[0]!), scale.y(at[1]!), above);
      if (map) drawKey(sheet);
    };
  }, [found, sigma]);
  return <LivePicture title={PICTURES.titles.skeleton} draw={draw} complete={found !== undefined} />;
}

/** Runs let go at the saddle, steps that are drawn of each, and the step of the live run at which they begin. */
const RELEASED = { runs: 80, steps: 40 };
const BEGINS = 30;

/** Shares of the favoured outputs from step to step: one column a step, the outputs on top of each other. */
function drawShares(sheet: Sheet, labels: Uint8Array, gone: number): void {
  const { context, width, height, palette, size } = sheet;
  const { runs, steps } = RELEASED;
  const [top, bottom] = [2.6 * size, 2.6 * size];
  write(sheet, PICTURES.skeleton.shares(runs), 0, 0.4 * size, { align: 'left', vertical: 'top' }, { bold: true, scale: 0.92 });
  const cell = width / (steps + 1);
  for (let t = 0; t <= gone; t++) {
    let y = top;
    palette.outputs.forEach((colour, output) => {
      let count = 0;
      for (let k = 0; k < runs; k++) if (labels[k * (steps + 1) + t] === output) count++;
      const high = (count / runs) * (height - top - bottom);
      context.fillStyle = colour;
      context.fillRect(t * cell, y, cell + 0.4, high);
      y += high;
    });
  }
  write(sheet, PICTURES.skeleton.steps(steps), 0, height - 4, { align: 'left', vertical: 'bottom' }, { colour: palette.muted });
}

/** Runs from one saddle, each with noise of its own: their ways, and how many favour which output. */
export function Released() {
  const found = useSkeleton();
  const draw = useMemo(() => {
    const saddle = found?.report.points.find(({ unstable }) => unstable === 1);
    if (!found || !saddle) return waiting;
    const { network, orbit } = found;
    const start = { state: saddle.state, label: saddle.label };
    const ways = waysFrom(network.weights, orbit.basis, start, { ...RELEASED, seed: ANALYSIS_SEED, firstRun: 0 });
    return (sheet: Sheet, _: LiveRun, step: number) => {
      const { width, height } = sheet;
      const gone = Math.max(0, Math.min(RELEASED.steps, step - BEGINS));
      const wide = width > 1.2 * height;
      const plane = wide ? { x: 0, y: 0, width: 0.62 * width, height } : { x: 0, y: 0, width, height: 0.62 * height };
      inPart(sheet, plane, (part) => {
        const scale = drawOrbit(part, orbit, { cloud: 0.08, course: false });
        drawWays(part, scale, ways, { ...RELEASED, gone });
        const [x, y] = [scale.x(ways.points[0]!), scale.y(ways.points[1]!)];
        nameAt(part, PICTURES.skeleton.saddle, x, y, false);
        drawPoint(part.context, x, y, saddle, part.palette);
      });
      const rest = wide
        ? { x: plane.width + 20, y: 0.1 * height, width: width - plane.width - 24, height: 0.8 * height }
        : { x: 4, y: plane.height + 8, width: width - 8, height: height - plane.height - 8 };
      inPart(sheet, rest, (part) => drawShares(part, ways.labels, gone));
    };
  }, [found]);
  return <LivePicture title={PICTURES.titles.released} draw={draw} complete={found !== undefined} />;
}
