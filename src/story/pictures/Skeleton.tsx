import { useMemo } from 'react';
import { ANALYSIS_SEED } from '../../analyses/choices';
import { placeSkeleton, skeletonFigure } from '../../analyses/skeleton/figure';
import { FONT } from '../../charts/canvas';
import { drawHaloText } from '../../charts/marks';
import { type PlaneScale, planeScale } from '../../charts/planeView';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { createMeanMap, type MeanMap } from '../../dynamics/skeleton/meanMap';
import type { Skeleton as SkeletonReport } from '../../dynamics/skeleton/skeleton';
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

/** Where the average leads from a state, step by step: a thin line. */
function drawAverage(
  { context, palette }: Sheet,
  scale: PlaneScale,
  map: MeanMap,
  orbit: OrbitSummary,
  from: ArrayLike<number>,
): void {
  const path = new Float64Array((AHEAD + 1) * map.size);
  const state = Float64Array.from(from);
  path.set(state);
  for (let t = 1; t <= AHEAD; t++) {
    map.apply(state, state);
    path.set(state, t * map.size);
  }
  const points = projectStates(path, orbit.basis, 2);
  context.strokeStyle = palette.ink;
  context.lineWidth = 1.6 * palette.weight;
  context.setLineDash([5, 4]);
  context.beginPath();
  for (let t = 0; t <= AHEAD; t++) context.lineTo(scale.x(points[2 * t]!), scale.y(points[2 * t + 1]!));
  context.stroke();
  context.setLineDash([]);
}

/** Names of the marks, each beside its own; at a low level they would lie on each other and are left out. */
function nameMarks(sheet: Sheet, scale: PlaneScale, { points, cycle }: SkeletonReport, orbit: OrbitSummary, sigma: number): void {
  if (sigma < 0.4) return;
  const { context, palette, size } = sheet;
  const pixels = Math.round(1.05 * size);
  context.font = `600 ${pixels}px ${FONT}`;
  const name = (state: ArrayLike<number>, text: string, above: boolean) => {
    const at = projectStates(state, orbit.basis, 2);
    const [x, y] = [0, 1].map((k) => orbit.origin[k]! + sigma * (at[k]! - orbit.origin[k]!)) as [number, number];
    const lead = (above ? -1 : 1) * 1.2 * size;
    const anchor = { align: 'center', vertical: above ? 'bottom' : 'top' } as const;
    drawHaloText(context, text, scale.x(x), scale.y(y) + lead, pixels, anchor, { ink: palette.ink, paper: palette.panel });
  };
  const named = new Set<string>();
  for (const { state, unstable, kind, label } of points) {
    const key = unstable === 0 ? `well ${label}` : kind;
    // One name for each kind of mark: a network may have several saddles.
    if (named.has(key)) continue;
    named.add(key);
    name(
      state,
      unstable === 0 ? PICTURES.skeleton.well : PICTURES.skeleton[kind === 'saddle' ? 'saddle' : 'left'],
      kind !== 'saddle',
    );
  }
  if (cycle) name(cycle.lap, PICTURES.skeleton.cycle, false);
}

/** The mean of one step: its points of rest, saddles or cycle, with the live run about them and the way the average would take. */
export function Skeleton() {
  const found = useSkeleton();
  const sigma = useApp(({ settings }) => (settings.noise ? settings.sigma : 0));
  const map = useMemo(() => (found && sigma > 0 ? createMeanMap(found.network.weights, sigma) : undefined), [found, sigma]);
  const draw = useMemo(() => {
    if (!found) return waiting;
    const { orbit, placed, report } = found;
    const view = viewOf(orbit);
    const figure = skeletonFigure(placed, orbit, AXES, sigma, undefined, view);
    return (sheet: Sheet, run: LiveRun, step: number) => {
      const scale = planeScale(view, sheet.width, sheet.height);
      figure.draw(sheet.context, sheet.width, sheet.height, sheet.palette);
      if (map) drawAverage(sheet, scale, map, orbit, run.state);
      drawState(sheet, scale, run, step);
      nameMarks(sheet, scale, report, orbit, sigma);
    };
  }, [found, map, sigma]);
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
        const ink = { ink: part.palette.ink, paper: part.palette.panel };
        const pixels = Math.round(1.05 * part.size);
        part.context.font = `600 ${pixels}px ${FONT}`;
        drawHaloText(
          part.context,
          PICTURES.skeleton.saddle,
          x,
          y + 1.2 * part.size,
          pixels,
          { align: 'center', vertical: 'top' },
          ink,
        );
        part.context.fillStyle = part.palette.ink;
        part.context.beginPath();
        for (const [dx, dy] of [
          [0, -8],
          [8, 0],
          [0, 8],
          [-8, 0],
        ] as const)
          part.context.lineTo(x + dx, y + dy);
        part.context.fill();
      });
      const rest = wide
        ? { x: plane.width + 20, y: 0.1 * height, width: width - plane.width - 24, height: 0.8 * height }
        : { x: 4, y: plane.height + 8, width: width - 8, height: height - plane.height - 8 };
      inPart(sheet, rest, (part) => drawShares(part, ways.labels, gone));
    };
  }, [found]);
  return <LivePicture title={PICTURES.titles.released} draw={draw} complete={found !== undefined} />;
}
