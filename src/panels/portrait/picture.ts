import type { CanvasFrame } from '../../charts/canvas';
import { drawCloud } from '../../charts/cloud';
import type { Palette } from '../../charts/palette';
import { drawPlaneAxes } from '../../charts/planeAxes';
import { approach, type PlaneScale, type PlaneView, planeScale, scaleView, viewOfCloud } from '../../charts/planeView';
import { drawCross, drawHead, drawTrail } from '../../charts/trail';
import { ORBIT_STRIDE, type OrbitSummary } from '../../dynamics/orbit';
import { HISTORY, type Player, POINT_STRIDE } from '../../state/player';

/** Steps of past drawn behind the state. */
const TRAIL = 260;
/** Points of the ghost cloud. */
const CLOUD_POINTS = 5000;

export interface PortraitInput {
  player: Player;
  orbit: OrbitSummary;
  noiseStd: number;
  noiseOn: boolean;
  /** 0…1 of the way from the last step to the next, at speeds where single steps are seen. */
  fraction: number;
  palette: Palette;
}

/** Keeps what may be reused from frame to frame: the view, gliding when the network changes, and the ghost cloud. */
export function createPortraitPicture() {
  let view: PlaneView | undefined;
  let target: PlaneView | undefined;
  let targetOf: OrbitSummary | undefined;
  let cloud: HTMLCanvasElement | undefined;
  let cloudKey = '';

  const ghost = (frame: CanvasFrame, scale: PlaneScale, { orbit, palette, noiseStd, noiseOn }: PortraitInput) => {
    const { left, right, top } = scale.range;
    const key = [frame.width, frame.height, frame.ratio, left, right, top, noiseStd, noiseOn, palette.background].join();
    if (cloud && key === cloudKey && targetOf === orbit) return cloud;
    cloud ??= document.createElement('canvas');
    cloud.width = Math.round(frame.width * frame.ratio);
    cloud.height = Math.round(frame.height * frame.ratio);
    const context = cloud.getContext('2d')!;
    context.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
    const { x: x0, y: y0 } = { x: orbit.origin[0]!, y: orbit.origin[1]! };
    // The cloud was recorded at σ = 1; at any other σ it is the same cloud scaled about the origin's projection (science §0.1).
    const scaled: PlaneScale = {
      ...scale,
      x: (value) => scale.x(x0 + (value - x0) * noiseStd),
      y: (value) => scale.y(y0 + (value - y0) * noiseStd),
    };
    const alpha = noiseOn ? 0.16 : 0.09;
    const colours = noiseOn ? palette.outputs : palette.outputs.map(() => palette.noiseOff);
    drawCloud(context, scaled, orbit.points, ORBIT_STRIDE, orbit.labels, colours, CLOUD_POINTS, 2.4 * palette.weight, alpha);
    cloudKey = key;
    return cloud;
  };

  return (frame: CanvasFrame, input: PortraitInput): void => {
    const { context, width, height } = frame;
    const { player, orbit, palette, noiseStd } = input;
    const about = { x: orbit.origin[0]!, y: orbit.origin[1]! };
    if (targetOf !== orbit) {
      target = viewOfCloud(orbit.points, ORBIT_STRIDE, orbit.labels.length, about);
      cloudKey = '';
      targetOf = orbit;
    }
    // Smaller noise shrinks the orbit in a fixed frame; larger noise zooms out, with the ticks to tell.
    view = approach(view, scaleView(target!, Math.max(1, noiseStd), about), 0.15);
    const scale = planeScale(view, width, height);
    context.clearRect(0, 0, width, height);
    context.drawImage(ghost(frame, scale, input), 0, 0, width, height);
    const percent = (k: number) => `${Math.round(100 * orbit.basis.explained[k]!)} %`;
    drawPlaneAxes(context, width, height, scale, { x: `PC1 (${percent(0)})`, y: `PC2 (${percent(1)})` }, palette);
    drawPath(context, scale, player, input);
    drawCross(context, scale.x(about.x), scale.y(about.y), 6 * Math.sqrt(palette.weight), palette.ink, palette.panel);
    drawNow(context, scale, player, input);
  };
}

const segmentColour = (player: Player, palette: Palette) => (slot: number) =>
  player.driven[slot] ? palette.outputs[player.outputLabels[slot]!]! : palette.noiseOff;

function drawPath(context: CanvasRenderingContext2D, scale: PlaneScale, player: Player, { palette }: PortraitInput): void {
  drawTrail(
    context,
    scale,
    {
      points: player.points,
      stride: POINT_STRIDE,
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
  { palette, fraction }: PortraitInput,
): void {
  if (player.step === 0) return;
  const slot = (player.step - 1) % HISTORY;
  const before = (Math.max(player.step, 2) - 2) % HISTORY;
  const mix = (axis: number) => {
    const a = player.points[before * POINT_STRIDE + axis]!;
    const b = player.points[slot * POINT_STRIDE + axis]!;
    return a + (b - a) * fraction;
  };
  drawHead(context, scale.x(mix(0)), scale.y(mix(1)), segmentColour(player, palette)(slot), 5 * Math.sqrt(palette.weight));
}
