import { type BirthFrame, type BirthMoment, birthAt } from '../../analyses/birth/compute';
import { commonView } from '../../analyses/emergence/figures';
import { drawLabelStrip } from '../../charts/labelStrip';
import type { Palette } from '../../charts/palette';
import { drawCloud, drawPlaneAxes } from '../../charts/planeMarks';
import { type PlaneView, planeScale } from '../../charts/planeView';
import { drawCross, drawHead, drawTrail } from '../../charts/trail';
import { memoizeLast } from '../../math/memory';
import type { TimelineKey } from '../../state/page/slice';
import { drawCourse } from '../../views/portrait/courseLayer';

/** Columns of a state among the points. */
const STRIDE = 3;
/** Steps of past drawn behind the state. */
const TRAIL = 56;
/** States of the cloud that are drawn. */
const CLOUD = 1500;
/** Steps of outputs shown. */
const COLUMNS = 300;
/** Step of the recorded runs at which the film begins: the row of outputs is full by then. */
const FIRST = COLUMNS;

/** The update that a film shows at a step of the live run. */
export function updateAtStep(keys: readonly TimelineKey[], step: number): number {
  const next = keys.findIndex((key) => key.step > step);
  if (next <= 0) return keys[next < 0 ? keys.length - 1 : 0]!.update;
  const [a, b] = [keys[next - 1]!, keys[next]!];
  return a.update + ((step - a.step) / (b.step - a.step)) * (b.update - a.update);
}

/** The view is so many times as wide as the last frame needs: checkpoints on the way to growing without bound may leave it. */
const ROOM = 1.1;

/** The view that holds the last frame of a training; it stays. */
const viewOf = memoizeLast((frames: readonly BirthFrame[]): PlaneView => {
  const view = commonView({ drawn: frames.slice(-1).map((aligned) => ({ aligned })) });
  return { ...view, spanX: ROOM * view.spanX, spanY: ROOM * view.spanY };
});

/** Where the film is. */
interface BirthScene extends BirthMoment {
  /** Step of the recorded runs. */
  step: number;
}

/**
 * What is to be drawn of a training. All frames are driven by the same noise, so the state goes on while the network changes.
 * @param gone steps since the film began @param out receives the states, as long as those of a frame
 */
export function sceneAt(frames: readonly BirthFrame[], update: number, gone: number, out: Float32Array): BirthScene {
  const { length } = frames[0]!.labels;
  return { ...birthAt(frames, update, out), step: FIRST + (gone % Math.max(1, length - FIRST)) };
}

interface Size {
  width: number;
  height: number;
}

/** The state on axes that all checkpoints share, with its ribbon where the nearest checkpoint has one. */
export function drawBirth(
  context: CanvasRenderingContext2D,
  { width, height }: Size,
  frames: readonly BirthFrame[],
  { points, nearest, step }: BirthScene,
  palette: Palette,
): void {
  const scale = planeScale(viewOf(frames), width, height);
  const cloud = { points, stride: STRIDE, axes: [0, 1] as const };
  const { labels, course } = nearest;
  drawCloud(context, scale, cloud, labels, palette.outputs, CLOUD, 2.2 * palette.weight, 0.16);
  drawCourse(context, scale, course, { x: 0, y: 0 }, { noiseOn: true, palette });
  drawPlaneAxes(context, width, height, scale, { x: 'axis 1', y: 'axis 2' }, palette);
  const colour = (slot: number) => palette.outputs[labels[slot]!]!;
  const from = Math.max(0, step - TRAIL);
  const tip = drawTrail(context, scale, { ...cloud, capacity: labels.length, from, to: step, colour }, 2.6 * palette.weight);
  if (tip) drawHead(context, ...tip, colour(step - 1), 6.5 * Math.sqrt(palette.weight), palette.panel);
  drawCross(context, scale.x(0), scale.y(0), 8 * Math.sqrt(palette.weight), palette.ink, palette.panel);
}

/** The favoured outputs of the nearest checkpoint up to the step. */
export function drawBirthOutputs(
  context: CanvasRenderingContext2D,
  { width, height }: Size,
  { nearest: { labels }, step }: BirthScene,
  nOutputs: number,
  palette: Palette,
): void {
  const data = { labels, capacity: labels.length, step, columns: COLUMNS, nOutputs };
  drawLabelStrip(context, data, { x: 0, y: 0, width, height }, palette.outputs, palette.line);
}
