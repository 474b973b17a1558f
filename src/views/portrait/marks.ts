import { FONT, type TextAnchor } from '../../charts/canvas';
import { drawHaloText } from '../../charts/marks';
import { mixColours, type Palette } from '../../charts/palette';
import type { PlaneScale } from '../../charts/planeView';
import { drawRing, drawTrail } from '../../charts/trail';
import { fillNormals } from '../../math/random';
import { HISTORY, type LiveRun, POINT_STRIDE } from '../../state/live/liveRun';
import type { Settings } from '../../state/settings/settings';
import type { PortraitInput } from './layers';
import { type Camera, homeView, type Projector } from './projection';

/** What lies over the moving picture only now and then, and the words in it: fetched after the first picture. */

/** Where marks are drawn. Lengths are CSS pixels. */
export interface MarkSheet {
  context: CanvasRenderingContext2D;
  width: number;
  height: number;
  scale: PlaneScale;
  projector: Projector;
  /** Steps of the live run that are shown. */
  to: number;
}

/** Marks under the trail: where many states began, and the twin. @param most steps of the twin's past */
export function drawBelow(sheet: MarkSheet, input: PortraitInput, most: number): void {
  const { context, scale, projector, to } = sheet;
  drawReleased(sheet, input);
  if (input.liveRun.twin) drawTwin(context, scale, input.liveRun, to, most, input.camera, projector, input.palette);
}

/** Marks over the trail, and words. @param tip where the state is, CSS pixels */
export function drawAbove(sheet: MarkSheet, input: PortraitInput, tip: readonly [number, number] | undefined): void {
  if (input.marked) drawStay(sheet, input);
  if (!input.words) return;
  if (input.reach === 'state') drawDistances(sheet, input);
  nameRest(sheet, input);
  ringFork(sheet, input);
  // Beside a twin or many states, an arrow to one of them would say that the noise is its own.
  drawInput(sheet, input, input.words, input.liveRun.twin || input.ensemble ? undefined : tip);
  drawKey(sheet, input, input.words);
}

const MIDDLE: TextAnchor = { align: 'center', vertical: 'bottom' };

/** Width from which on words and what belongs to them grow with the picture, CSS pixels, and how far: a class sees it from afar. */
const WIDE = { from: 1100, most: 1.6 };

const growth = ({ width }: Pick<MarkSheet, 'width'>) => Math.min(WIDE.most, Math.max(1, width / WIDE.from));

/** Writes words into the picture. */
function say(sheet: MarkSheet, palette: Palette, text: string, at: number, y: number, anchor: TextAnchor, ink: string): void {
  const { context, width } = sheet;
  const size = Math.round(13 * Math.sqrt(palette.weight) * growth(sheet));
  context.font = `600 ${size}px ${FONT}`;
  // Words beside a state at the edge stay in the picture.
  const half = context.measureText(text).width / 2 + 4;
  const x = anchor.align === 'center' ? Math.max(half, Math.min(width - half, at)) : at;
  drawHaloText(context, text, x, y, size, anchor, { ink, paper: palette.panel });
}

/** A row of the key: what it is drawn as in the picture, and what it is. */
interface KeyRow {
  /** 'state': the head of the live run; 'twin': that of its twin; 'start': where many states began. */
  mark?: 'state' | 'twin' | 'start';
  words: string;
}

/**
 * What is in the picture only at some steps. It stands in a corner: names beside states that move would run over each other and over the
 * other words in the picture.
 */
function keyOf(sheet: MarkSheet, { liveRun, ensemble, noiseOn, flow, reach }: PortraitInput, words: Settings): KeyRow[] {
  const rows: KeyRow[] = [];
  if (words.moment === 0) rows.push({ words: 'not trained yet: its weights are random' });
  if (liveRun.twin && sheet.to > liveRun.twin.from)
    rows.push({ mark: 'state', words: actionOf(words) }, { mark: 'twin', words: 'same network, untouched' });
  if (ensemble && noiseOn && isFork(ensemble))
    rows.push({ mark: 'start', words: `${ensemble.count + 1} copies started here,` }, { words: 'each with noise of its own' });
  if (ensemble && !ensemble.driven && !noiseOn)
    rows.push({ mark: 'start', words: `${ensemble.count} states are let go here, without noise` });
  if (flow) rows.push({ words: '→ where one step without noise leads' });
  if (reach === 'state' && liveRun.divergent) rows.push({ words: 'stopped: it grows without bound' });
  return rows;
}

/** Where the key begins, CSS pixels: right of the numbers of the axis and below its name. */
const KEY = { left: 58, top: 40, row: 20, mark: 16 };
/** The same in a narrow picture, where the orbit comes close to its corner. */
const NARROW_KEY = { ...KEY, left: 14, top: 22, row: 17 };

function drawKey(sheet: MarkSheet, input: PortraitInput, words: Settings): void {
  const { context, to } = sheet;
  const { palette, liveRun } = input;
  const weight = Math.sqrt(palette.weight) * growth(sheet);
  const key = sheet.width < NARROW ? NARROW_KEY : KEY;
  keyOf(sheet, input, words).forEach((row, n) => {
    const y = key.top + (n + 0.5) * key.row * weight;
    const x = key.left + (row.mark ? key.mark * weight : 0);
    if (row.mark === 'state') {
      context.fillStyle = palette.outputs[liveRun.outputLabels[(to - 1) % HISTORY]!]!;
      context.beginPath();
      context.arc(key.left + 5, y, 5.5 * weight, 0, 2 * Math.PI);
      context.fill();
    } else if (row.mark)
      drawRing(context, key.left + 5, y, 5 * weight, row.mark === 'twin' ? palette.muted : palette.ink, palette.panel);
    say(
      sheet,
      palette,
      row.words,
      x,
      y,
      { align: 'left', vertical: 'middle' },
      row.mark === 'twin' ? palette.muted : palette.ink,
    );
  });
}

/** What is done to the network, in a word. */
function actionOf({ actOn, mu }: Settings): string {
  if (actOn === 'integrators' || actOn === 'control') return mu === 0 ? 'noise cut' : `noise × ${mu}`;
  const units = actOn.startsWith('group-') ? actOn.replace('-', ' ') : actOn === 'random' ? 'random units' : 'units';
  return mu === 0 ? `${units} silenced` : `drive to ${units} × ${mu}`;
}

/** Smaller than this on the screen, CSS pixels, the orbit has one name for all that is in it. */
const SMALL = 60;
const isSmall = (sheet: MarkSheet, input: PortraitInput) => orbitRadius(sheet, input) * sheet.scale.unit < SMALL;

/** How far the orbit reaches at σ = 1, data units. */
const orbitRadius = ({ projector }: MarkSheet, { camera, orbit }: PortraitInput) =>
  homeView(camera, orbit, 1, projector.point(camera, orbit.origin)).spanY;

/** The name of the cross. */
function nameRest(sheet: MarkSheet, input: PortraitInput): void {
  const { camera, orbit, palette, noiseOn, ensemble } = input;
  if (isSmall(sheet, input)) return;
  const { x, y } = sheet.projector.point(camera, orbit.origin);
  const [px, py] = [sheet.scale.x(x), sheet.scale.y(y)];
  const all = ensemble !== undefined && !noiseOn && allAt(ensemble, camera, sheet, [px, py]);
  const words = all ? `all ${ensemble.count} end here` : 'resting point';
  say(sheet, palette, words, px, py + 13, { align: 'center', vertical: 'top' }, palette.ink);
}

/** Pixels within which a state counts as arrived. */
const ARRIVED = 12;

function allAt(
  { points, count, step }: NonNullable<PortraitInput['ensemble']>,
  camera: Camera,
  { scale, projector }: MarkSheet,
  [px, py]: readonly [number, number],
): boolean {
  const row = ((step - 1) % (points.length / count / POINT_STRIDE)) * count;
  for (let k = 0; k < count; k++) {
    const { x, y } = projector.point(camera, points, (row + k) * POINT_STRIDE);
    if (Math.hypot(scale.x(x) - px, scale.y(y) - py) > ARRIVED) return false;
  }
  return true;
}

/** Where many states were let go without noise, and the ways they have gone from there. */
function drawReleased(
  { context, scale, projector }: MarkSheet,
  { ensemble, camera, palette, words, noiseOn }: PortraitInput,
): void {
  if (!words || !ensemble || ensemble.driven || noiseOn) return;
  const { count, beginnings, beginningLabels } = ensemble;
  const steps = Math.min(ensemble.step, beginnings.length / count / POINT_STRIDE);
  context.lineWidth = 1.1 * palette.weight;
  for (let k = 0; k < count; k++) {
    const colour = palette.outputs[beginningLabels[k]!]!;
    context.strokeStyle = context.fillStyle = colour;
    context.globalAlpha = 0.4;
    context.beginPath();
    for (let t = 0; t < steps; t++) {
      const { x, y } = projector.point(camera, beginnings, (t * count + k) * POINT_STRIDE);
      context.lineTo(scale.x(x), scale.y(y));
    }
    context.stroke();
    context.globalAlpha = 1;
    const { x, y } = projector.point(camera, beginnings, k * POINT_STRIDE);
    context.beginPath();
    context.arc(scale.x(x), scale.y(y), 3.4 * Math.sqrt(palette.weight), 0, 2 * Math.PI);
    context.fill();
  }
}

/** Whether all states of an ensemble were started from one. */
function isFork({ beginnings, count }: NonNullable<PortraitInput['ensemble']>): boolean {
  const last = (count - 1) * POINT_STRIDE;
  return count > 1 && beginnings[0] === beginnings[last] && beginnings[1] === beginnings[last + 1];
}

/** Rings the place where many states were started from one. */
function ringFork({ context, scale, projector }: MarkSheet, { ensemble, camera, palette, noiseOn }: PortraitInput): void {
  if (!ensemble || !noiseOn || !isFork(ensemble)) return;
  const { x, y } = projector.point(camera, ensemble.beginnings, 0);
  drawRing(context, scale.x(x), scale.y(y), 13 * Math.sqrt(palette.weight), palette.ink, palette.panel);
}

/** Multiples of the size of the orbit at which circles show how far a state has run away. */
const FAR = [10, 100, 1000, 10_000] as const;

/** Circles about the resting point: so many times as far out as the orbit. */
function drawDistances(sheet: MarkSheet, input: PortraitInput): void {
  const { camera, orbit, palette } = input;
  const { context, width, scale, projector } = sheet;
  const about = projector.point(camera, orbit.origin);
  const reach = orbitRadius(sheet, input);
  const [x, y] = [scale.x(about.x), scale.y(about.y)];
  for (const factor of FAR) {
    const radius = factor * reach * scale.unit;
    if (radius < SMALL || radius > width) continue;
    context.strokeStyle = palette.muted;
    context.lineWidth = palette.weight;
    context.setLineDash([4, 5]);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
    context.setLineDash([]);
    const words = `${factor.toLocaleString('en-GB')} times as far out as the orbit`;
    say(sheet, palette, words, x, y - radius - 3, MIDDLE, palette.muted);
  }
  if (isSmall(sheet, input)) say(sheet, palette, 'the orbit', x, y - reach * scale.unit - 12, MIDDLE, palette.ink);
}

/** Steps of the input shown, and its height. */
const INPUT = { steps: 90, width: 190, height: 40 };
/** Room that the rest of the picture needs beside it. */
const NARROW = 430;

/** One input of the network over the last steps, by live run: each with the noise level it had. */
const inputs = new WeakMap<LiveRun, { step: number; last: number | undefined; values: Float32Array }>();

/** The first of the noise inputs, step by step, as the live run was driven by it. */
function inputOf(liveRun: LiveRun, { seed, sigma }: Settings): Float32Array {
  let known = inputs.get(liveRun);
  /** Where the run was at a step: elsewhere than before, once it has begun again. */
  const placeAt = (step: number) => liveRun.points[((step + HISTORY - 1) % HISTORY) * POINT_STRIDE];
  if (!known || known.step > liveRun.step || placeAt(known.step) !== known.last)
    known = { step: 0, last: undefined, values: new Float32Array(HISTORY) };
  const draw = new Float32Array(1);
  for (let step = Math.max(known.step, liveRun.step - HISTORY); step < liveRun.step; step++) {
    fillNormals(draw, 0, 1, { seed, stream: 'liveNoise', update: 0, sequence: 0, step });
    known.values[step % HISTORY] = liveRun.driven[step % HISTORY] ? sigma * draw[0]! : 0;
  }
  known.step = liveRun.step;
  known.last = placeAt(liveRun.step);
  inputs.set(liveRun, known);
  return known.values;
}

/** What is said of the noise where an intervention takes it from some of the units. */
const CUT: Readonly<Record<string, string>> = {
  integrators: 'noise: cut at both populations',
  control: 'noise: cut at other units',
  'projection-A': 'noise: cut at the drivers of A',
  'projection-B': 'noise: cut at the drivers of B',
};

/** What comes in: a trace of the noise, flat where there is none, and a dotted arrow from its newest value to the state that it drives. */
function drawInput(
  sheet: MarkSheet,
  { liveRun, palette, noiseOn }: PortraitInput,
  settings: Settings,
  tip: readonly [number, number] | undefined,
): void {
  const { context, width, to } = sheet;
  if (width < NARROW) return;
  const values = inputOf(liveRun, settings);
  const large = growth(sheet);
  const [long, tall] = [large * INPUT.width, large * INPUT.height];
  const [left, top] = [width - long - 14, 26 * large];
  const middle = top + tall / 2;
  const each = long / INPUT.steps;
  context.fillStyle = palette.panel;
  context.globalAlpha = 0.8;
  context.fillRect(left - 6, 4, long + 14, tall + 26 * large);
  context.globalAlpha = 1;
  const words = noiseOn ? (CUT[settings.mu === 0 ? settings.actOn : ''] ?? 'its only input: noise') : 'noise off: no input';
  say(sheet, palette, words, width - 14, 22 * large, { align: 'right', vertical: 'bottom' }, palette.ink);
  context.strokeStyle = palette.muted;
  context.lineWidth = 1.3 * palette.weight;
  context.beginPath();
  for (let step = Math.max(0, to - INPUT.steps); step < to; step++) {
    const x = left + (step - to + INPUT.steps) * each;
    const y = middle - Math.max(-1, Math.min(1, values[step % HISTORY]! / 6)) * (tall / 2);
    context.lineTo(x, y);
  }
  context.stroke();
  if (noiseOn && tip && !liveRun.divergent) drawArrival(sheet, palette, [width - 14, top + tall + 4], tip);
}

/** Pixels between the end of the arrow and the state. */
const GAP = 16;

/** A dotted arrow from the input to the state; left out where the two lie close together. */
function drawArrival(
  { context }: MarkSheet,
  palette: Palette,
  from: readonly [number, number],
  to: readonly [number, number],
): void {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (length < 3 * GAP) return;
  const [dx, dy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
  const [x, y] = [to[0] - GAP * dx, to[1] - GAP * dy];
  context.strokeStyle = context.fillStyle = palette.muted;
  context.globalAlpha = 0.6;
  context.lineWidth = 1.5 * palette.weight;
  context.setLineDash([2, 5]);
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(x, y);
  context.stroke();
  context.setLineDash([]);
  context.beginPath();
  context.moveTo(x, y);
  for (const side of [-0.5, 0.5]) {
    const angle = Math.atan2(dy, dx) + side;
    context.lineTo(x - 9 * Math.cos(angle), y - 9 * Math.sin(angle));
  }
  context.fill();
  context.globalAlpha = 1;
}

/** The un-intervened twin of the live run: a pale path with an open head. @param to steps drawn up to; @param most of them */
function drawTwin(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  { twin, step }: LiveRun,
  to: number,
  most: number,
  camera: Camera,
  projector: Projector,
  palette: Palette,
): void {
  if (!twin || to <= twin.from) return;
  const points = projector.points(camera, twin.points, POINT_STRIDE, HISTORY, 'twin');
  const pale = mixColours(palette.muted, palette.panel, 0.4);
  drawTrail(
    context,
    scale,
    {
      ...points,
      capacity: HISTORY,
      from: Math.max(0, twin.from - 1, step - HISTORY + 1, to - most),
      to,
      colour: () => pale,
    },
    1.2 * palette.weight,
  );
  const { x, y } = projector.point(camera, twin.points, ((to - 1) % HISTORY) * POINT_STRIDE);
  drawRing(context, scale.x(x), scale.y(y), 6 * Math.sqrt(palette.weight), pale, palette.panel);
}

/** Steps whose mean is the place where the state stays. */
const STAY = 80;

/** Marks the place where the state has stayed of late: a dashed ring, twice the spread of the last steps about their mean. */
function drawStay(
  { context, scale, height, to, projector }: MarkSheet,
  { liveRun: { points, step }, camera, palette }: PortraitInput,
): void {
  const from = Math.max(0, step - HISTORY + 1, to - STAY);
  const n = to - from;
  if (n < STAY) return;
  const sums = [0, 0, 0];
  for (let t = from; t < to; t++) {
    const { x, y } = projector.point(camera, points, (t % HISTORY) * POINT_STRIDE);
    sums[0]! += x / n;
    sums[1]! += y / n;
    sums[2]! += (x * x + y * y) / n;
  }
  const [x, y] = [sums[0]!, sums[1]!];
  const radius = Math.max(16, 2 * scale.unit * Math.sqrt(Math.max(0, sums[2]! - x * x - y * y) / 2));
  context.strokeStyle = palette.accent;
  context.lineWidth = 2.4 * palette.weight;
  context.setLineDash([7, 6]);
  context.beginPath();
  context.arc(scale.x(x), scale.y(y), radius, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);
  const size = Math.round(14 * Math.sqrt(palette.weight));
  context.font = `italic 600 ${size}px ${FONT}`;
  // Where the picture ends below the ring, the words stand inside it.
  const below = scale.y(y) + radius + 5;
  const fits = below + 2 * size < height;
  const words = { align: 'center', vertical: fits ? 'top' : 'bottom' } as const;
  drawHaloText(context, 'stays here', scale.x(x), fits ? below : below - 12, size, words, {
    ink: palette.ink,
    paper: palette.panel,
  });
}
