import type { CanvasFrame } from '../../charts/canvas';
import type { Palette } from '../../charts/palette';
import { drawPlaneAxes } from '../../charts/planeAxes';
import { approach, type PlaneScale, type PlaneView, planeScale, scaleView, viewOfCloud } from '../../charts/planeView';
import { drawCross, drawHead, drawTrail } from '../../charts/trail';
import { ORBIT_STRIDE, type OrbitSummary } from '../../dynamics/orbit';
import { HISTORY, type Player, POINT_STRIDE } from '../../state/player';
import { createGhost } from './ghost';

/** Steps of past drawn behind the state. */
const TRAIL = 260;
export interface PortraitInput {
  player: Player;
  orbit: OrbitSummary;
  /** Principal axes drawn along x and y. */
  axes: readonly [number, number];
  noiseStd: number;
  noiseOn: boolean;
  /** 0…1 of the way from the last step to the next, at speeds where single steps are seen. */
  fraction: number;
  palette: Palette;
}

/** Keeps what may be reused from frame to frame: the view, gliding when the network changes, and the ghost. */
export function createPortraitPicture() {
  let view: PlaneView | undefined;
  let target: PlaneView | undefined;
  let targetOf: OrbitSummary | undefined;
  let targetAxes: readonly [number, number] | undefined;

  const ghost = createGhost();

  return (frame: CanvasFrame, input: PortraitInput): void => {
    const { context, width, height } = frame;
    const { player, orbit, axes, palette, noiseStd } = input;
    const about = { x: orbit.origin[axes[0]]!, y: orbit.origin[axes[1]]! };
    if (targetOf !== orbit || targetAxes !== axes) {
      target = viewOfCloud({ points: orbit.points, stride: ORBIT_STRIDE, axes }, orbit.labels.length, about);
      targetOf = orbit;
      targetAxes = axes;
    }
    // Smaller noise shrinks the orbit in a fixed frame; larger noise zooms out, with the ticks to tell.
    const goal = scaleView(target!, Math.max(1, noiseStd), about);
    view = approach(view, goal, 0.15);
    const scale = planeScale(view, width, height);
    context.clearRect(0, 0, width, height);
    ghost(frame, goal, scale, input);
    const axisName = (k: 0 | 1) => `PC${axes[k] + 1} (${Math.round(100 * orbit.basis.explained[axes[k]]!)} %)`;
    drawPlaneAxes(context, width, height, scale, { x: axisName(0), y: axisName(1) }, palette);
    drawPath(context, scale, player, input);
    drawCross(context, scale.x(about.x), scale.y(about.y), 6 * Math.sqrt(palette.weight), palette.ink, palette.panel);
    drawNow(context, scale, player, input);
  };
}

const segmentColour = (player: Player, palette: Palette) => (slot: number) =>
  player.driven[slot] ? palette.outputs[player.outputLabels[slot]!]! : palette.noiseOff;

function drawPath(context: CanvasRenderingContext2D, scale: PlaneScale, player: Player, { palette, axes }: PortraitInput): void {
  drawTrail(
    context,
    scale,
    {
      points: player.points,
      stride: POINT_STRIDE,
      axes,
      capacity: HISTORY,
      from: Math.max(0, player.step - TRAIL),
      to: player.step,
      colour: segmentColour(player, palette),
    },
    1.5 * palette.weight,
  );
}

function drawNow(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  player: Player,
  { palette, fraction, axes }: PortraitInput,
): void {
  if (player.step === 0) return;
  const slot = (player.step - 1) % HISTORY;
  const before = (Math.max(player.step, 2) - 2) % HISTORY;
  const mix = (axis: number) => {
    const a = player.points[before * POINT_STRIDE + axis]!;
    const b = player.points[slot * POINT_STRIDE + axis]!;
    return a + (b - a) * fraction;
  };
  drawHead(
    context,
    scale.x(mix(axes[0])),
    scale.y(mix(axes[1])),
    segmentColour(player, palette)(slot),
    5 * Math.sqrt(palette.weight),
  );
}
