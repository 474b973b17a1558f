import { type ScaleContinuousNumeric, scaleLinear, scaleLog } from 'd3';
import { drawText, FONT } from './canvas';
import type { Palette } from './palette';

/** One axis of a plot: the values it spans, its name, and how its ticks are written. */
export interface AxisSpec {
  from: number;
  to: number;
  name: string;
  log?: boolean;
  /** About so many ticks; 0 for none. */
  ticks?: number;
  /** Ticks at these values only. */
  at?: readonly number[];
  format?: (value: number) => string;
}

/** A frame with axes on a context, ready to be drawn into. All values are data, all results CSS pixels. */
export interface Plot {
  context: CanvasRenderingContext2D;
  palette: Palette;
  left: number;
  top: number;
  width: number;
  height: number;
  /** Pixels taken by the title, its gap included; 0 without one. */
  titleWidth: number;
  x(value: number): number;
  y(value: number): number;
}

export interface PlotSpec {
  left: number;
  top: number;
  width: number;
  height: number;
  x: AxisSpec;
  y: AxisSpec;
  title?: string;
  /** Leaves room for `drawKey` above the frame. */
  key?: boolean;
  /** Room left of the frame, for plots that stand one above the other; as much as the labels need when left out. */
  leftMargin?: number;
}

const fontSize = (palette: Palette): number => (palette.weight > 1 ? 15 : 11.5);

export const plotFont = (palette: Palette, bold = false): string => `${bold ? '600 ' : ''}${fontSize(palette)}px ${FONT}`;

function makeScale({ from, to, log }: AxisSpec, range: [number, number]): ScaleContinuousNumeric<number, number> {
  return (log ? scaleLog() : scaleLinear()).domain([from, to]).range(range);
}

/** Whole powers of ten, thinned to about `count`: all that fits on a log axis. */
function decades(from: number, to: number, count: number): number[] {
  const low = Math.ceil(Math.log10(from) - 1e-9);
  const high = Math.floor(Math.log10(to) + 1e-9);
  const every = Math.max(1, Math.ceil((high - low + 1) / Math.max(1, count)));
  return Array.from({ length: Math.max(0, Math.floor((high - low) / every) + 1) }, (_, n) => 10 ** (low + n * every));
}

const superscript = (n: number): string => [...String(n)].map((c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)])).join('');

/** 10ⁿ for the decades of a log axis, plain near 1. */
const logLabel = (value: number): string => {
  const exponent = Math.round(Math.log10(value));
  return Math.abs(exponent) <= 2 ? String(Number(value.toPrecision(3))) : `10${superscript(exponent)}`;
};

function tickValues(axis: AxisSpec, scale: ScaleContinuousNumeric<number, number>, fallback: number): number[] {
  if (axis.at) return [...axis.at];
  const count = axis.ticks ?? fallback;
  if (count === 0) return [];
  if (!axis.log) return scale.ticks(count);
  const tens = decades(axis.from, axis.to, count);
  return tens.length > 1 ? tens : scale.ticks(count);
}

function tickLabel(axis: AxisSpec, scale: ScaleContinuousNumeric<number, number>, value: number): string {
  if (axis.format) return axis.format(value);
  if (axis.at) return String(value).replace('-', '−');
  return axis.log ? logLabel(value) : scale.tickFormat(6)(value);
}

/** Draws frame, ticks and names, and gives back the mapping. `left`, `top`, `width`, `height` are of the whole plot, names included. */
export function beginPlot(context: CanvasRenderingContext2D, spec: PlotSpec, palette: Palette): Plot {
  const size = fontSize(palette);
  context.font = plotFont(palette);
  const yScale = makeScale(spec.y, [0, 0]);
  const yLabels = tickValues(spec.y, yScale, 5).map((value) => context.measureText(tickLabel(spec.y, yScale, value)).width);
  const margin = {
    left: spec.leftMargin ?? Math.max(10, ...yLabels) + size * 2.2,
    // The last tick label is centred on the edge.
    right: Math.max(size * 1.2, lastTickWidth(context, spec.x) / 2 + 2),
    top: size * (spec.title || spec.key ? 2.2 : 0.9),
    // An axis without ticks and name needs no room.
    bottom: size * (spec.x.ticks === 0 ? 0.5 : spec.x.name ? 3.2 : 1.9),
  };
  const left = spec.left + margin.left;
  const top = spec.top + margin.top;
  const width = Math.max(1, spec.width - margin.left - margin.right);
  const height = Math.max(1, spec.height - margin.top - margin.bottom);
  const x = makeScale(spec.x, [left, left + width]);
  const y = makeScale(spec.y, [top + height, top]);
  context.font = plotFont(palette, true);
  const titleWidth = spec.title ? context.measureText(spec.title).width + size : 0;
  const plot: Plot = { context, palette, left, top, width, height, titleWidth, x: (value) => x(value), y: (value) => y(value) };
  drawTicks(plot, spec, x, y);
  context.fillStyle = palette.ink;
  context.font = plotFont(palette, true);
  drawText(context, spec.x.name, left + width / 2, spec.top + spec.height - 2, fontSize(palette), {
    align: 'center',
    vertical: 'bottom',
  });
  if (spec.title) {
    drawText(context, spec.title, left, top - size * 0.95, fontSize(palette), { align: 'left', vertical: 'middle' });
  }
  context.save();
  context.translate(spec.left + size * 0.5, top + height / 2);
  context.rotate(-Math.PI / 2);
  drawText(context, spec.y.name, 0, size * 0.3, fontSize(palette), { align: 'center', vertical: 'middle' });
  context.restore();
  return plot;
}

/** A plot that takes the whole of a picture. */
export const wholePlot = (
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  spec: Omit<PlotSpec, 'left' | 'top' | 'width' | 'height'>,
  palette: Palette,
): Plot => beginPlot(context, { left: 0, top: 0, width, height, ...spec }, palette);

/** A line through estimates with their intervals as a band; those that could not be made are left out. */
export function drawEstimates(
  plot: Plot,
  points: readonly { x: number; value: number; low: number; high: number }[],
  { colour, width = 2, alpha = 0.18 }: { colour: string; width?: number; alpha?: number },
): void {
  const known = points.filter(({ value, low, high }) => Number.isFinite(value + low + high));
  const xs = known.map(({ x }) => x);
  drawBand(
    plot,
    xs,
    known.map(({ low }) => low),
    known.map(({ high }) => high),
    colour,
    alpha,
  );
  drawLine(
    plot,
    xs,
    known.map(({ value }) => value),
    { colour, width },
  );
}

function lastTickWidth(context: CanvasRenderingContext2D, axis: AxisSpec): number {
  const scale = makeScale(axis, [0, 0]);
  const last = tickValues(axis, scale, 5).at(-1);
  return last === undefined ? 0 : context.measureText(tickLabel(axis, scale, last)).width;
}

function drawTicks(
  { context, palette, left, top, width, height }: Plot,
  spec: PlotSpec,
  x: ScaleContinuousNumeric<number, number>,
  y: ScaleContinuousNumeric<number, number>,
): void {
  context.font = plotFont(palette);
  context.fillStyle = palette.muted;
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  const widest = Math.max(1, Math.floor(width / (fontSize(palette) * 5)));
  for (const value of tickValues(spec.x, x, Math.min(7, widest))) {
    stroke(context, x(value), top, x(value), top + height + 4);
    drawText(context, tickLabel(spec.x, x, value), x(value), top + height + 6, fontSize(palette), {
      align: 'center',
      vertical: 'top',
    });
  }
  for (const value of tickValues(spec.y, y, Math.max(2, Math.min(5, Math.floor(height / 34))))) {
    stroke(context, left - 4, y(value), left + width, y(value));
    drawText(context, tickLabel(spec.y, y, value), left - 7, y(value), fontSize(palette), { align: 'right', vertical: 'middle' });
  }
}

function stroke(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/** Draws only inside the frame. */
export function clipped(plot: Plot, draw: () => void): void {
  const { context } = plot;
  context.save();
  context.beginPath();
  context.rect(plot.left, plot.top, plot.width, plot.height);
  context.clip();
  draw();
  context.restore();
}

export interface LineStyle {
  colour: string;
  width?: number;
  dash?: number[];
  alpha?: number;
}

function path(plot: Plot, xs: ArrayLike<number>, ys: ArrayLike<number>): void {
  const { context } = plot;
  context.beginPath();
  let open = false;
  for (let n = 0; n < xs.length; n++) {
    const y = plot.y(ys[n]!);
    // A gap where there is nothing: log of zero, a value that could not be estimated.
    if (!Number.isFinite(y)) {
      open = false;
      continue;
    }
    if (open) context.lineTo(plot.x(xs[n]!), y);
    else context.moveTo(plot.x(xs[n]!), y);
    open = true;
  }
}

export function drawLine(
  plot: Plot,
  xs: ArrayLike<number>,
  ys: ArrayLike<number>,
  { colour, width = 1.8, dash = [], alpha = 1 }: LineStyle,
): void {
  const { context } = plot;
  context.strokeStyle = colour;
  context.lineWidth = width * plot.palette.weight;
  context.lineJoin = 'round';
  context.globalAlpha = alpha;
  context.setLineDash(dash);
  path(plot, xs, ys);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** The area between two curves. */
export function drawBand(
  plot: Plot,
  xs: ArrayLike<number>,
  low: ArrayLike<number>,
  high: ArrayLike<number>,
  colour: string,
  alpha = 0.18,
): void {
  const { context } = plot;
  context.beginPath();
  for (let n = 0; n < xs.length; n++) {
    if (n === 0) context.moveTo(plot.x(xs[n]!), plot.y(high[n]!));
    else context.lineTo(plot.x(xs[n]!), plot.y(high[n]!));
  }
  for (let n = xs.length - 1; n >= 0; n--) context.lineTo(plot.x(xs[n]!), plot.y(low[n]!));
  context.closePath();
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
}

/** A disc with its interval as a whisker. */
export function drawEstimate(
  plot: Plot,
  x: number,
  { value, low, high }: { value: number; low: number; high: number },
  colour: string,
  radius = 3.2,
): void {
  const { context, palette } = plot;
  if (!Number.isFinite(value)) return;
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = 1.5 * palette.weight;
  stroke(context, plot.x(x), plot.y(low), plot.x(x), plot.y(high));
  context.beginPath();
  context.arc(plot.x(x), plot.y(value), radius * Math.sqrt(palette.weight), 0, 2 * Math.PI);
  context.fill();
}

/** A dashed vertical or horizontal line with words beside it. @param row lines of text further down, past other words */
export function drawMark(plot: Plot, along: 'x' | 'y', value: number, label: string, colour?: string, row = 0): void {
  const { context, palette } = plot;
  context.strokeStyle = colour ?? palette.ink;
  context.lineWidth = 1.3 * palette.weight;
  context.setLineDash([5, 4]);
  if (along === 'x') stroke(context, plot.x(value), plot.top, plot.x(value), plot.top + plot.height);
  else stroke(context, plot.left, plot.y(value), plot.left + plot.width, plot.y(value));
  context.setLineDash([]);
  context.font = plotFont(palette);
  context.fillStyle = colour ?? palette.ink;
  if (along === 'x') {
    // Words stand on the side where there is room for them; where both have, on the right.
    const beyond = plot.left + plot.width - plot.x(value);
    const right = beyond > context.measureText(label).width + 5 || beyond > plot.width / 2;
    drawText(context, label, plot.x(value) + (right ? 5 : -5), plot.top + 3 + row * 1.4 * fontSize(palette), fontSize(palette), {
      align: right ? 'left' : 'right',
      vertical: 'top',
    });
  } else {
    drawText(context, label, plot.left + plot.width - 4, plot.y(value) - 2, fontSize(palette), {
      align: 'right',
      vertical: 'bottom',
    });
  }
}

/** Names of lines in a row above the frame, each with a stroke of its colour; they begin right of the title if there is one. */
export function drawKey(plot: Plot, entries: readonly { name: string; colour: string; dash?: number[] }[]): void {
  const { context, palette } = plot;
  context.font = plotFont(palette);
  const room = plot.width - plot.titleWidth;
  const needed = entries.reduce((sum, { name }) => sum + context.measureText(name).width + 34, 0);
  // Where there is no room for all of it, everything gets smaller, down to what can still be read.
  const share = Math.max(0.6, Math.min(1, room / needed));
  const size = share * fontSize(palette);
  context.font = `${size}px ${FONT}`;
  let x = plot.left + plot.titleWidth;
  const y = plot.top - fontSize(palette) * 0.95;
  for (const { name, colour, dash = [] } of entries) {
    context.strokeStyle = colour;
    context.lineWidth = 2.4 * palette.weight;
    context.setLineDash(dash);
    stroke(context, x, y, x + 16 * share, y);
    context.setLineDash([]);
    context.fillStyle = palette.ink;
    drawText(context, name, x + 20 * share, y, size, { align: 'left', vertical: 'middle' });
    x += context.measureText(name).width + 34 * share;
  }
}
