import { FONT } from '../../charts/canvas';
import { drawHaloText } from '../../charts/marks';
import { channels, type Palette } from '../../charts/palette';
import type { PlaneScale } from '../../charts/planeView';
import { fillArrowhead, fillRibbon, type Ribbon, type RibbonPlace, ribbonPlaces, strokeChevron } from '../../charts/ribbon';
import type { OrbitCourse } from '../../dynamics/orbit/orbitCourse';
import { memoizeLast } from '../../math/memory';
import { type CourseShape, courseShapes } from './courseShape';

/** Widths, as shares of the size of the course on the screen, CSS pixels at the limits. */
const LEAST = { share: 0.008, low: 2.5, high: 5 };
const MOST = { share: 0.095, low: 14, high: 60 };
/** A smaller loop, CSS pixels, goes without its words. */
const LEGIBLE = 90;
/** Arrows on a loop, and on a path between lobes. */
const ARROWS = { loop: 12, crossing: 2 };
/** Share of the colour of the outputs in that of the ribbon, with noise and without; the rest is the panel's. */
const INK = { driven: 0.45, silent: 0.28 };

const between = ({ share, low, high }: typeof LEAST, size: number) => Math.min(high, Math.max(low, share * size));

const shapesOf = memoizeLast(courseShapes);

const hex = (value: number) => Math.round(value).toString(16).padStart(2, '0');

/** The mean of colours by their shares, thinned with the paper. */
function blend(colours: readonly string[], shares: readonly number[], paper: string, ink: number): string {
  const total = shares.reduce((sum, share) => sum + share, 0) || 1;
  const mean = [0, 0, 0];
  shares.forEach((share, k) => {
    channels(colours[k]!).forEach((channel, c) => {
      mean[c]! += (channel * share) / total;
    });
  });
  return `#${channels(paper)
    .map((channel, c) => hex(channel + ink * (mean[c]! - channel)))
    .join('')}`;
}

/** Indices spread evenly over the length of a course. */
function evenly(places: readonly RibbonPlace[], count: number): number[] {
  let gone = 0;
  const lengths = places.map((place, i) => {
    const before = places[i - 1] ?? place;
    gone += Math.hypot(place.x - before.x, place.y - before.y);
    return gone;
  });
  return Array.from({ length: count }, (_, k) => lengths.findIndex((length) => length >= ((k + 0.5) * gone) / count));
}

export interface CourseInk {
  noiseOn: boolean;
  palette: Palette;
}

/** Size of a course on the screen, CSS pixels: the side of a square as large as the rectangle around it. */
function sizeOf({ xs, ys }: CourseShape, scale: PlaneScale): number {
  const extent = (values: Float64Array, at: (value: number) => number) =>
    Math.abs(at(Math.max(...values)) - at(Math.min(...values)));
  return Math.sqrt(extent(xs, scale.x) * extent(ys, scale.y));
}

function ribbonOf(shape: CourseShape, { noiseOn, palette }: CourseInk, ink: number): Ribbon {
  const colours = noiseOn ? palette.outputs : palette.outputs.map(() => palette.noiseOff);
  return { ...shape, widths: shape.dwell, colours: shape.outputs.map((shares) => blend(colours, shares, palette.panel, ink)) };
}

/** Writes a word outside the loop, at the first of the places where the edge of a small picture does not cut it. */
function writeWord(
  context: CanvasRenderingContext2D,
  text: string,
  places: readonly RibbonPlace[],
  centre: { x: number; y: number },
  { palette }: CourseInk,
  size: number,
): void {
  const font = Math.round(Math.min(19, Math.max(12, size * 0.045)) * Math.sqrt(palette.weight));
  context.font = `italic 600 ${font}px ${FONT}`;
  const { width } = context.measureText(text);
  const spot = places.map((place) => outside(place, centre)).find((word) => isInside(context, word, width, font));
  if (!spot) return;
  const { x, y, align, vertical } = spot;
  drawHaloText(context, text, x, y, font, { align, vertical }, { ink: palette.ink, paper: palette.panel });
}

interface WordPlace {
  x: number;
  y: number;
  align: 'left' | 'center' | 'right';
  vertical: 'top' | 'middle' | 'bottom';
}

/** Where a word stands beside the ribbon, away from the centre of the loop. */
function outside(place: RibbonPlace, centre: { x: number; y: number }): WordPlace {
  const outward = (place.x - centre.x) * -place.dy + (place.y - centre.y) * place.dx > 0 ? 1 : -1;
  const [nx, ny] = [outward * -place.dy, outward * place.dx];
  const reach = Math.max(place.half, 8) + 7;
  return {
    x: place.x + nx * reach,
    y: place.y + ny * reach,
    align: nx > 0.35 ? 'left' : nx < -0.35 ? 'right' : 'center',
    vertical: ny > 0.35 ? 'top' : ny < -0.35 ? 'bottom' : 'middle',
  };
}

/** Whether a word of this size, CSS pixels, lies on the canvas. */
function isInside(context: CanvasRenderingContext2D, { x, y, align, vertical }: WordPlace, long: number, high: number): boolean {
  const { a, d } = context.getTransform();
  const [width, height] = [context.canvas.width / a, context.canvas.height / d];
  const left = x - long * { left: 0, center: 0.5, right: 1 }[align];
  const top = y - high * { top: 0, middle: 0.5, bottom: 1 }[vertical];
  return left >= 2 && left + long <= width - 2 && top >= 2 && top + high <= height - 2;
}

function drawShape(context: CanvasRenderingContext2D, scale: PlaneScale, shape: CourseShape, ink: CourseInk): RibbonPlace[] {
  const { palette } = ink;
  const size = sizeOf(shape, scale);
  const ribbon = ribbonOf(shape, ink, ink.noiseOn ? INK.driven : INK.silent);
  const weight = Math.sqrt(palette.weight);
  const limits = { least: between(LEAST, size) * weight, most: between(MOST, size) * weight };
  const places = ribbonPlaces(scale, ribbon, limits);
  // A rim of the paper lifts the ribbon off the cloud.
  fillRibbon(context, places, { ...ribbon, colours: ribbon.colours.map(() => palette.panel) }, 2.5);
  fillRibbon(context, places, ribbon);
  const strong = ribbonOf(shape, ink, ink.noiseOn ? 1 : 0.55).colours;
  for (const i of evenly(places, shape.closed ? ARROWS.loop : ARROWS.crossing)) {
    const place = places[i]!;
    const wide = 2 * place.half;
    if (wide > 13 * weight) strokeChevron(context, place, wide * 0.52, palette.panel);
    else fillArrowhead(context, place, Math.max(13 * weight, wide * 1.7), strong[i]!);
  }
  return places;
}

/** The places of the ribbon, the one where the state stays longest first, or last. */
const byDwell = (places: readonly RibbonPlace[], dwell: Float64Array, sign: 1 | -1): RibbonPlace[] =>
  places
    .map((place, i) => ({ place, stay: sign * dwell[i]! }))
    .sort((a, b) => b.stay - a.stay)
    .map(({ place }) => place);

/**
 * Draws the course of the run: a ribbon, wide where the state lingers and thin where it flies, with arrows and, on a loop, the two words.
 * @param scale fit to the noise level @param centre the resting point, data units of `scale`
 */
export function drawCourse(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  course: OrbitCourse,
  centre: { x: number; y: number },
  ink: CourseInk,
): void {
  const middle = { x: scale.x(centre.x), y: scale.y(centre.y) };
  shapesOf(course).forEach((shape, n) => {
    const places = drawShape(context, scale, shape, ink);
    if (n > 0 || !course.loop || !ink.noiseOn) return;
    const size = sizeOf(shape, scale);
    if (size < LEGIBLE) return;
    writeWord(context, 'lingers', byDwell(places, shape.dwell, 1), middle, ink, size);
    writeWord(context, 'flies', byDwell(places, shape.dwell, -1), middle, ink, size);
  });
}

/** The course at σ = 1 as a thin dashed line, where the picture is of another noise level. */
export function drawOutline(context: CanvasRenderingContext2D, scale: PlaneScale, course: OrbitCourse, palette: Palette): void {
  context.strokeStyle = palette.muted;
  context.lineWidth = 1.6 * palette.weight;
  context.setLineDash([5, 5]);
  shapesOf(course).forEach(({ xs, ys, closed }, n) => {
    context.beginPath();
    for (let i = 0; i < xs.length; i++) context.lineTo(scale.x(xs[i]!), scale.y(ys[i]!));
    if (closed) context.closePath();
    context.stroke();
    if (n > 0) return;
    const top = ys.indexOf(Math.max(...ys));
    const size = Math.round(12 * Math.sqrt(palette.weight));
    context.font = `${size}px ${FONT}`;
    const anchor = { align: 'center', vertical: 'bottom' } as const;
    drawHaloText(context, 'σ = 1', scale.x(xs[top]!), scale.y(ys[top]!) - 6, size, anchor, {
      ink: palette.muted,
      paper: palette.panel,
    });
  });
  context.setLineDash([]);
}
