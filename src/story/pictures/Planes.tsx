import { useMemo } from 'react';
import { drawCloud } from '../../charts/planeMarks';
import { planeScale, viewOfCloud } from '../../charts/planeView';
import { drawHead, drawTrail } from '../../charts/trail';
import { meanCrossing } from '../../dynamics/orbit/meanLoop';
import type { OrbitCourse, OutputCrossing } from '../../dynamics/orbit/orbitCourse';
import type { OutputPairSubspaces, PairSubspace } from '../../dynamics/orbit/subspaces';
import type { LiveRun } from '../../state/live/liveRun';
import { useApp } from '../../ui/context';
import { drawCourse } from '../../views/portrait/courseLayer';
import { useWanted } from './companions';
import { LivePicture, type Sheet, write } from './LivePicture';
import { inPart } from './plane';
import { PICTURES } from './text';

/** Columns of a state among the points of a stretch. */
const STRIDE = 3;
/** Steps of past behind the state; steps averaged on either side of a change. */
const TRAIL = 40;
const REACH = { before: 10, after: 10 };
/** With fewer changes their mean path would be chance. */
const FEWEST = 6;

/** Stretches within a pair of outputs, one after the other, on the two axes of the pair that turn most, and the mean paths there and back. */
interface PairPicture {
  pair: PairSubspace;
  points: Float32Array;
  labels: Uint8Array;
  course: OrbitCourse;
}

/** @returns undefined where no stretch of the pair was kept */
function pictureOf(pair: PairSubspace): PairPicture | undefined {
  const { drawn, axes } = pair;
  if (drawn.length === 0) return undefined;
  const labels = Uint8Array.from(drawn.flatMap((stretch) => [...stretch.labels]));
  const points = Float32Array.from(
    drawn.flatMap((stretch) =>
      Array.from(stretch.labels, (_, t) => axes.map((axis) => stretch.points[STRIDE * t + axis]!)).flat(),
    ),
  );
  const [a, b] = pair.outputs;
  const crossings = [
    [a, b],
    [b, a],
  ].flatMap(([from, to]): OutputCrossing[] => {
    const path = meanCrossing(points, 2, labels, [from!, to!], REACH);
    return path && path.crossings >= FEWEST ? [{ ...path, from: from!, to: to! }] : [];
  });
  return { pair, points, labels, course: { turns: undefined, ring: undefined, loop: undefined, crossings } };
}

/** Room for the words above a picture, in sizes of the words. */
const HEAD = 6;

function drawPlane(sheet: Sheet, { pair, points, labels, course }: PairPicture, step: number): void {
  const { context, width, height, palette, size } = sheet;
  const [a, b] = pair.outputs;
  const cloud = { points, stride: 2, axes: [0, 1] as const };
  const top = HEAD * size;
  const box = { width: width - 12, height: height - top - 6 };
  const scale = planeScale(
    viewOfCloud(cloud, labels.length, { x: points[0]!, y: points[1]! }, { outside: 0.015, margin: 1.1 }),
    box.width,
    box.height,
  );
  const side = 1.1 * size;
  [a, b].forEach((output, k) => {
    context.fillStyle = palette.outputs[output]!;
    context.fillRect(6 + k * 2.6 * size, 6, side, side);
  });
  write(sheet, '⇄', 6 + 1.85 * size, 6 + side / 2, { align: 'center', vertical: 'middle' });
  const { value, low, high } = pair.turnsPerRoundTrip;
  const [turns, interval] = PICTURES.turns(value, low, high, pair.turnsPerRoundTrip.n);
  write(sheet, turns, 6, 2.4 * size, { align: 'left', vertical: 'top' }, { bold: true });
  write(sheet, interval, 6, 4 * size, { align: 'left', vertical: 'top' }, { colour: palette.muted, scale: 0.9 });
  context.save();
  context.translate(0, top);
  drawCloud(context, scale, cloud, labels, palette.outputs, 1200, 2 * palette.weight, 0.2);
  drawCourse(context, scale, course, { x: 0, y: 0 }, { noiseOn: true, palette });
  const to = 1 + (step % labels.length);
  const colour = (slot: number) => palette.outputs[labels[slot]!]!;
  const trail = { ...cloud, capacity: labels.length, from: Math.max(0, to - TRAIL), to, colour };
  const tip = drawTrail(context, scale, trail, 2.2 * palette.weight);
  if (tip) drawHead(context, ...tip, colour(to - 1), 5.5 * Math.sqrt(palette.weight), palette.panel);
  context.restore();
}

/** How much wider than high a loop is. */
const SHAPE = 1.5;

/** The number of columns in which the pictures, below their words, come out largest. */
function columnsOf({ width, height, size }: Sheet, count: number): number {
  const sizes = Array.from({ length: count }, (_, n) =>
    Math.min(width / (n + 1) / SHAPE, height / Math.ceil(count / (n + 1)) - HEAD * size),
  );
  return 1 + sizes.indexOf(Math.max(...sizes));
}

const picturesOf = (report: OutputPairSubspaces | undefined): PairPicture[] =>
  report?.pairs.map(pictureOf).filter((one) => one !== undefined) ?? [];

/** The state between two outputs at a time, on axes of each pair's own. */
export function Planes() {
  useWanted('subspaces');
  const report = useApp((state) => state.analyses.subspaces?.value);
  const pictures = useMemo(() => picturesOf(report), [report]);
  const draw = (sheet: Sheet, _: LiveRun, step: number) => {
    if (pictures.length === 0)
      return write(sheet, PICTURES.waiting, sheet.width / 2, sheet.height / 2, { align: 'center', vertical: 'middle' });
    const columns = columnsOf(sheet, pictures.length);
    const rows = Math.ceil(pictures.length / columns);
    const [width, height] = [sheet.width / columns, sheet.height / rows];
    pictures.forEach((one, n) => {
      const place = { x: (n % columns) * width, y: Math.floor(n / columns) * height, width: width - 8, height };
      inPart(sheet, place, (part) => drawPlane(part, one, step));
    });
  };
  return <LivePicture title={PICTURES.titles.planes} draw={draw} complete={pictures.length > 0} />;
}
