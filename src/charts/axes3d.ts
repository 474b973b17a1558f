import { FONT } from './canvas';
import { arrowBetween, traceHead, traceShaft } from './marks';
import { type OrbitView, type Point3, projectPoint } from './orbitView';
import type { Palette } from './palette';
import type { PlaneScale } from './planeView';

const toPixel = (scale: PlaneScale, view: OrbitView, { x, y, z }: Point3) => {
  const seen = projectPoint(view, x, y, z);
  return { x: scale.x(seen.x), y: scale.y(seen.y), depth: seen.depth };
};

export interface Arrow3dStyle {
  colour: string;
  /** Behind the label, so that it is read on any ground. */
  paper: string;
  label?: string;
  /** Line width, CSS pixels. */
  width: number;
  fontSize: number;
}

/** An arrow from one point to another with its label beyond the tip; seen end-on it is a dot, and the label stands beside it. */
export function drawArrow3d(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  view: OrbitView,
  from: Point3,
  to: Point3,
  { colour, paper, label, width, fontSize }: Arrow3dStyle,
): void {
  const tail = toPixel(scale, view, from);
  const tip = toPixel(scale, view, to);
  const arrow = arrowBetween(tail.x, tail.y, tip.x, tip.y, 5 + 3 * width);
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = width;
  context.lineCap = 'round';
  context.beginPath();
  traceShaft(context, arrow);
  context.stroke();
  context.beginPath();
  traceHead(context, arrow);
  context.fill();
  if (!label) return;
  const away = fontSize * 0.8 + 2;
  const aside = arrow.length > 1 ? { x: (tip.x - tail.x) / arrow.length, y: (tip.y - tail.y) / arrow.length } : { x: 1, y: 0 };
  context.font = `600 ${fontSize}px ${FONT}`;
  context.textBaseline = 'middle';
  context.textAlign = aside.x > 0.35 ? 'left' : aside.x < -0.35 ? 'right' : 'center';
  // Text that runs away from the arrow needs less of a gap than text centred over it.
  const gap = context.textAlign === 'center' ? away : away * 0.5;
  context.lineWidth = 4;
  context.lineJoin = 'round';
  context.strokeStyle = paper;
  context.strokeText(label, tip.x + aside.x * gap, tip.y + aside.y * away);
  context.fillText(label, tip.x + aside.x * gap, tip.y + aside.y * away);
}

/**
 * The three axes, `length` data units each, from the far one to the near one.
 * @param origin where they meet; the view's centre when left out
 */
export function drawAxes3d(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  view: OrbitView,
  length: number,
  names: readonly [string, string, string],
  palette: Palette,
  origin: Point3 = view.centre,
): void {
  const tips = [
    { ...origin, x: origin.x + length },
    { ...origin, y: origin.y + length },
    { ...origin, z: origin.z + length },
  ].map((tip, k) => ({ tip, name: names[k]!, depth: toPixel(scale, view, tip).depth }));
  tips.sort((a, b) => a.depth - b.depth);
  const style = { paper: palette.panel, width: 1.1 * palette.weight, fontSize: Math.round(11 + 4 * (palette.weight - 1)) };
  for (const { tip, name } of tips)
    drawArrow3d(context, scale, view, origin, tip, { ...style, colour: palette.muted, label: name });
}

/** The PC1–PC2 plane through `middle` as a translucent rectangle of half extents (`halfX`, `halfY`), data units. */
export function drawPlane3d(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  view: OrbitView,
  { middle, halfX, halfY }: { middle: Point3; halfX: number; halfY: number },
  palette: Palette,
): void {
  const corners = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ].map(([a, b]) => toPixel(scale, view, { x: middle.x + a! * halfX, y: middle.y + b! * halfY, z: middle.z }));
  context.beginPath();
  context.moveTo(corners[0]!.x, corners[0]!.y);
  for (const corner of corners.slice(1)) context.lineTo(corner.x, corner.y);
  context.closePath();
  context.fillStyle = palette.accent;
  context.globalAlpha = 0.07;
  context.fill();
  context.strokeStyle = palette.muted;
  context.lineWidth = palette.weight;
  context.globalAlpha = 0.4;
  context.stroke();
  context.globalAlpha = 1;
}
