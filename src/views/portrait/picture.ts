import type { CanvasFrame } from '../../charts/canvas';
import type { Table } from '../../charts/figure';
import { mixColours, type Palette } from '../../charts/palette';
import { drawPlaneAxes } from '../../charts/planeMarks';
import { approach, type PlaneScale, type PlaneView, planeScale } from '../../charts/planeView';
import { drawCross, drawHead, drawRing, drawTrail } from '../../charts/trail';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { ENSEMBLE_HISTORY, type Ensemble } from '../../state/live/ensemble';
import { HISTORY, type LiveRun, POINT_STRIDE } from '../../state/live/liveRun';
import { lazyModule } from '../../ui/lazyComponent';
import type { createFarReach } from './farReach';
import { createGhost, scaledAbout } from './ghost';
import type { PortraitInput } from './layers';
import { createProjector, homeView, orbitView, type Projector } from './projection';

/** What few pictures need is fetched when it is first drawn; until then they go without. */
const axesInSpace = lazyModule(() => import('../../charts/axes3d'));
const comets = lazyModule(() => import('../../charts/comets'));
const marks = lazyModule(() => import('./marks'));
const farReaches = lazyModule(() => import('./farReach'));

/** Steps of past drawn behind the state, and behind each of many states. */
const TRAIL = 56;
const COMET_TAIL = 14;
/** Steps of a fall that stay drawn as long as there is no noise; by then it is over. */
const FALL = 120;
/** Frames for which the view stays when the noise level changes: the orbit is seen to grow or shrink before the view follows. */
const HOLD = 90;
/** Pixels within which a step counts as pointed at. */
const NEAR = 14;

/** What the last frame was drawn with: pointers are read against it. */
export interface PortraitView {
  view: PlaneView;
  home: PlaneView;
  scale: PlaneScale;
}

export interface PortraitPicture {
  draw(frame: CanvasFrame, input: PortraitInput): PortraitView;
  /** The same picture on any context, all drawn anew: for files. */
  drawOnce(context: CanvasRenderingContext2D, width: number, height: number, input: PortraitInput): void;
  /** The step of the trail nearest to a pixel, if one is near. */
  nearestStep(scale: PlaneScale, px: number, py: number, input: PortraitInput): number | undefined;
}

/** Keeps what may be reused from frame to frame: the view, gliding when the network changes, and the ghost. */
export function createPortraitPicture(): PortraitPicture {
  const projector = createProjector();
  const ghost = createGhost();
  let view: PlaneView | undefined;
  let home: { of: OrbitSummary; key: string; view: PlaneView } | undefined;
  let far: ReturnType<typeof createFarReach> | undefined;
  let level: { of: OrbitSummary; noiseStd: number; hold: number } | undefined;

  /** Whether the view stays where it is for this frame. */
  const holds = ({ orbit, noiseStd, reach }: PortraitInput): boolean => {
    if (level?.of !== orbit) level = { of: orbit, noiseStd, hold: 0 };
    // A locked view does not follow at all.
    if (level.noiseStd !== noiseStd) level = { of: orbit, noiseStd, hold: reach === 1 ? HOLD : 0 };
    return level.hold-- > 0;
  };
  const homeOf = (input: PortraitInput, about: { x: number; y: number }): PlaneView => {
    const { camera, orbit, noiseStd, reach } = input;
    if (reach === 'state') far ??= farReaches()?.createFarReach();
    const extent = Math.max(noiseStd, reach === 'state' ? (far?.reach(input, about, projector) ?? 1) : reach);
    // Turning does not change a 3-D home view.
    const key = [camera.kind === 'plane' ? camera.axes : 'space', extent].join();
    if (home?.of !== orbit || home.key !== key) home = { of: orbit, key, view: homeView(camera, orbit, extent, about) };
    return home.view;
  };
  return {
    draw(frame, input) {
      const { context, width, height } = frame;
      const about = projector.point(input.camera, input.orbit.origin);
      const rest = homeOf(input, about);
      const goal = input.zoomed ?? rest;
      const held = holds(input);
      // A zoom follows the hand at once; a change of network glides, and so does one of the noise level after a while.
      if (input.zoomed || !view) view = goal;
      else if (!held) view = approach(view, goal, 0.15);
      const scale = planeScale(view, width, height);
      context.clearRect(0, 0, width, height);
      ghost.draw(frame, goal, scale, input, projector);
      drawLayers(context, width, height, scale, input, projector);
      return { view, home: rest, scale };
    },
    drawOnce(context, width, height, input) {
      const about = projector.point(input.camera, input.orbit.origin);
      const scale = planeScale(input.zoomed ?? homeOf(input, about), width, height);
      ghost.drawOnce(context, scale, input, projector, width, height);
      drawLayers(context, width, height, scale, input, projector);
    },
    nearestStep: (scale, px, py, input) => nearestStep(projector, scale, px, py, input),
  };
}

/** Everything above the ghost, from back to front. */
function drawLayers(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  scale: PlaneScale,
  input: PortraitInput,
  projector: Projector,
): void {
  const { orbit, camera, palette, liveRun } = input;
  input.flow?.(context, scale, palette.ink, (input.words ? 1.6 : 1) * palette.weight);
  const about = projector.point(camera, orbit.origin);
  if (input.unit) {
    input.unit(context, height, scaledAbout(scale, about, input.noiseStd), camera, projector);
  }
  drawNames(context, width, height, scale, input);
  if (input.ensemble) drawEnsemble(context, scale, input, input.ensemble, projector);
  const trail = projector.points(camera, liveRun.points, POINT_STRIDE, HISTORY, 'trail');
  const to = liveRun.step - input.historyOffset;
  const sheet = { context, width, height, scale, projector, to };
  marks()?.drawBelow(sheet, input, TRAIL);
  const colourOf = segmentColour(liveRun, palette);
  const cut = cutBefore(liveRun, to);
  if (cut < to) {
    const falling = mixColours(palette.noiseOff, palette.ink, 0.55);
    const fall = {
      ...trail,
      capacity: HISTORY,
      from: Math.max(0, cut - 1),
      to: Math.min(to, cut + FALL),
      colour: () => falling,
    };
    drawTrail(context, scale, { ...fall, faintest: 0.9 }, 3 * palette.weight, to <= cut + FALL ? input.fraction : 1);
  }
  const tip = drawTrail(
    context,
    scale,
    {
      ...trail,
      capacity: HISTORY,
      from: Math.max(0, liveRun.step - HISTORY + 1, to - TRAIL),
      to,
      colour: colourOf,
    },
    2.6 * palette.weight,
    input.historyOffset > 0 ? 1 : input.fraction,
  );
  if (tip) drawHead(context, ...tip, colourOf((to - 1) % HISTORY), 6.5 * Math.sqrt(palette.weight), palette.panel);
  // Above the state, so that one that has fallen is seen to lie on it.
  drawCross(context, scale.x(about.x), scale.y(about.y), 8 * Math.sqrt(palette.weight), palette.ink, palette.panel);
  marks()?.drawAbove(sheet, input, tip);
  const at = (slot: number) => projector.point(camera, liveRun.points, slot * POINT_STRIDE);
  const { pointedStep, highlight } = input;
  if (highlight === 'cross') drawRing(context, scale.x(about.x), scale.y(about.y), 18, palette.accent, palette.panel);
  if (pointedStep === undefined || pointedStep < liveRun.step - HISTORY || pointedStep >= liveRun.step) return;
  const { x, y } = at(pointedStep % HISTORY);
  drawRing(context, scale.x(x), scale.y(y), 8 * Math.sqrt(palette.weight), palette.ink, palette.panel);
}

/** The step of the trail nearest to a pixel, if one is near. */
function nearestStep(
  projector: Projector,
  scale: PlaneScale,
  px: number,
  py: number,
  { liveRun, camera, historyOffset }: PortraitInput,
): number | undefined {
  let best: number | undefined;
  let least = NEAR * NEAR;
  const to = liveRun.step - historyOffset;
  for (let step = Math.max(0, liveRun.step - HISTORY + 1, to - TRAIL); step < to; step++) {
    const { x, y } = projector.point(camera, liveRun.points, (step % HISTORY) * POINT_STRIDE);
    const distance = (scale.x(x) - px) ** 2 + (scale.y(y) - py) ** 2;
    if (distance >= least) continue;
    least = distance;
    best = step;
  }
  return best;
}

const share = ({ basis }: OrbitSummary, axis: number) =>
  `PC${axis + 1}: ${Math.round(100 * (basis.explained[axis] ?? 0))} % of the variation`;

function drawNames(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  scale: PlaneScale,
  input: PortraitInput,
): void {
  const { orbit, camera, palette, noiseStd } = input;
  if (camera.kind === 'plane') {
    drawPlaneAxes(context, width, height, scale, { x: share(orbit, camera.axes[0]), y: share(orbit, camera.axes[1]) }, palette);
    return;
  }
  const drawing = axesInSpace();
  if (!drawing) return;
  const view = orbitView(camera);
  const reach = 0.34 * Math.min(width, height) * Math.max(1, noiseStd);
  const [x, y, z] = [orbit.origin[0]!, orbit.origin[1]!, orbit.origin[2]!];
  const length = reach / scale.unit / Math.max(1, noiseStd);
  drawing.drawPlane3d(context, scale, view, { middle: { x: 0, y: 0, z: 0 }, halfX: length, halfY: length * 0.72 }, palette);
  drawing.drawAxes3d(context, scale, view, length, [share(orbit, 0), share(orbit, 1), share(orbit, 2)], palette, { x, y, z });
}

/** The first of the steps without noise that lead up to `to`; `to` itself while the run is driven. */
function cutBefore({ driven, step }: LiveRun, to: number): number {
  const oldest = Math.max(0, step - HISTORY + 1);
  let cut = to;
  while (cut > oldest && driven[(cut - 1) % HISTORY] === 0) cut--;
  return cut;
}

const segmentColour = (liveRun: LiveRun, palette: Palette) => (slot: number) =>
  liveRun.driven[slot] ? palette.outputs[liveRun.outputLabels[slot]!]! : palette.noiseOff;

function drawEnsemble(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  { camera, palette, fraction, noiseOn }: PortraitInput,
  ensemble: Ensemble,
  projector: ReturnType<typeof createProjector>,
): void {
  comets()?.drawComets(context, scale, {
    ...projector.points(camera, ensemble.points, POINT_STRIDE, ENSEMBLE_HISTORY * ensemble.count, 'ensemble'),
    capacity: ENSEMBLE_HISTORY,
    particles: ensemble.count,
    first: 0,
    to: ensemble.step,
    tail: COMET_TAIL,
    labels: ensemble.labels,
    colours: noiseOn ? palette.outputs : palette.outputs.map(() => palette.noiseOff),
    width: 1.1 * palette.weight,
    radius: 2.6 * Math.sqrt(palette.weight),
    fraction,
  });
}

/** The remembered steps of the live run: what the trail is drawn from. */
export function trajectoryTable(input: PortraitInput | undefined): Table {
  const columns = ['step', 'PC1', 'PC2', 'PC3', 'label', 'sampled output', 'driven by noise'];
  if (!input) return { columns, rows: [] };
  const { liveRun, historyOffset } = input;
  const to = liveRun.step - historyOffset;
  const from = Math.max(0, liveRun.step - HISTORY);
  const rows = Array.from({ length: Math.max(0, to - from) }, (_, n) => {
    const slot = (from + n) % HISTORY;
    const point = Array.from({ length: POINT_STRIDE }, (_, k) => liveRun.points[slot * POINT_STRIDE + k]!);
    return [from + n + 1, ...point, liveRun.outputLabels[slot]!, liveRun.sampledOutputs[slot]!, liveRun.driven[slot]!];
  });
  return { columns, rows };
}
