import { rgb } from 'd3';
import type { PlanePoints, PlaneScale } from './planeView';

/** Side of a grid cell in device pixels. */
const CELL = 2;
/** Counts stop here instead of starting again at 0; no opacity is told apart this far up. */
const MAX_COUNT = 65535;
/** Opacity of a cell with one point, and of the fullest ones. */
const FAINTEST = 0.22;
const FULLEST = 0.95;
/** Share of the occupied cells below the count that is drawn as full: a state at rest would otherwise outshine the rest. */
const FULL_QUANTILE = 0.995;
/** Counts from here on are one class in that quantile. */
const COUNT_CLASSES = 4096;

/** Counts of labelled points in cells, row-major from the top left. */
export interface DensityGrid {
  columns: number;
  rows: number;
  nLabels: number;
  /** [rows×columns×nLabels], at most 65535 each. */
  counts: Uint16Array;
  /** [rows×columns] 1 where a cell holds a point. Most hold none, and to find the others here costs little. */
  seen: Uint8Array;
}

/** The map of data to cells: column = x0 + x·dx, row = y0 + y·dy, both rounded down. */
export interface CellMap {
  x0: number;
  dx: number;
  y0: number;
  dy: number;
}

/** The cell map of a scale whose pixels are cut into cells `cellSize` CSS pixels wide. Any scale is affine, so two values tell it. */
export function cellMap(scale: PlaneScale, cellSize: number): CellMap {
  const x0 = scale.x(0) / cellSize;
  const y0 = scale.y(0) / cellSize;
  return { x0, dx: scale.x(1) / cellSize - x0, y0, dy: scale.y(1) / cellSize - y0 };
}

/** An empty grid, in the memory of `old` where that fits. */
export function emptyGrid(columns: number, rows: number, nLabels: number, old?: DensityGrid): DensityGrid {
  if (old?.columns === columns && old.rows === rows && old.nLabels === nLabels) {
    old.counts.fill(0);
    old.seen.fill(0);
    return old;
  }
  const size = columns * rows;
  return {
    columns,
    rows,
    nLabels,
    counts: new Uint16Array(size * nLabels),
    seen: new Uint8Array(size),
  };
}

/**
 * Counts labelled points into the cells of a grid. Points outside it, NaN points, and labels the grid does not know are left out.
 * @param labels [n]; n is its length
 */
export function binPoints(
  grid: DensityGrid,
  { x0, dx, y0, dy }: CellMap,
  { points, stride, axes: [a, b] }: PlanePoints,
  labels: ArrayLike<number>,
): void {
  const { columns, rows, nLabels, counts, seen } = grid;
  const n = labels.length;
  for (let i = 0, at = 0; i < n; i++, at += stride) {
    const column = x0 + points[at + a]! * dx;
    const row = y0 + points[at + b]! * dy;
    const label = labels[i]!;
    // Written so that NaN fails; before rounding, which would bring −0.5 into the grid.
    if (!(column >= 0 && column < columns && row >= 0 && row < rows && label < nLabels)) continue;
    const cell = (row | 0) * columns + (column | 0);
    seen[cell] = 1;
    const place = cell * nLabels + label;
    const count = counts[place]!;
    if (count < MAX_COUNT) counts[place] = count + 1;
  }
}

/** The cells that hold points, in ascending order, and how many points each. */
export function occupiedCells({ nLabels, counts, seen }: DensityGrid): { cells: Uint32Array; totals: Uint32Array } {
  let occupied = 0;
  for (let cell = 0; cell < seen.length; cell++) occupied += seen[cell]!;
  const cells = new Uint32Array(occupied);
  const totals = new Uint32Array(occupied);
  for (let cell = seen.indexOf(1), k = 0; k < occupied; cell++) {
    if (seen[cell] === 0) continue;
    let total = 0;
    for (let label = 0; label < nLabels; label++) total += counts[cell * nLabels + label]!;
    cells[k] = cell;
    totals[k++] = total;
  }
  return { cells, totals };
}

/** The count that is drawn as full, given the counts of the occupied cells; at least 1. */
export function fullCount(totals: Uint32Array): number {
  const classes = new Uint32Array(COUNT_CLASSES);
  for (let k = 0; k < totals.length; k++) {
    const place = Math.min(COUNT_CLASSES - 1, totals[k]!);
    classes[place] = classes[place]! + 1;
  }
  let below = 0;
  for (let count = 1; count < COUNT_CLASSES; count++) {
    below += classes[count]!;
    if (below >= FULL_QUANTILE * totals.length) return count;
  }
  return 1;
}

/** Opacities (0 … 255) of the counts 0 … full. */
function opacities(full: number): Float32Array {
  return Float32Array.from({ length: full + 1 }, (_, count) => {
    if (count === 0) return 0;
    const share = full === 1 ? 0.5 : Math.log(count) / Math.log(full);
    return 255 * (FAINTEST + (FULLEST - FAINTEST) * share);
  });
}

/**
 * Colours the grid: the mean colour of a cell's points, more opaque the more there are (by logarithm). Colours are mixed as squares,
 * which stand in for light (display gamma is about 2): a mixture of two colours is then as bright as they are.
 * @param colours CSS colours, one per label
 * @param pixels RGBA [rows×columns×4], as in ImageData
 */
export function shadeGrid(grid: DensityGrid, colours: readonly string[], pixels: Uint8ClampedArray): void {
  const { nLabels, counts } = grid;
  const channels = colours.map((colour) => rgb(colour));
  const [reds, greens, blues] = (['r', 'g', 'b'] as const).map((channel) =>
    Float64Array.from(channels, (colour) => colour[channel] ** 2),
  ) as [Float64Array, Float64Array, Float64Array];
  const { cells, totals } = occupiedCells(grid);
  const full = fullCount(totals);
  const alphas = opacities(full);
  pixels.fill(0);
  for (let k = 0; k < totals.length; k++) {
    const cell = cells[k]!;
    const total = totals[k]!;
    const at = 4 * cell;
    pixels[at + 3] = alphas[Math.min(full, total)]!;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let label = 0; label < nLabels; label++) {
      const count = counts[cell * nLabels + label]!;
      if (count === 0) continue;
      red += count * reds[label]!;
      green += count * greens[label]!;
      blue += count * blues[label]!;
    }
    pixels[at] = Math.sqrt(red / total);
    pixels[at + 1] = Math.sqrt(green / total);
    pixels[at + 2] = Math.sqrt(blue / total);
  }
}

type Layer = HTMLCanvasElement | OffscreenCanvas;

const createLayer = (): Layer =>
  typeof OffscreenCanvas === 'undefined' ? document.createElement('canvas') : new OffscreenCanvas(1, 1);

/** Paints a density; see `createDensityLayer`. */
export type DrawDensity = (
  context: CanvasRenderingContext2D,
  /** Whatever the points depend on besides the arguments below; the layer is made again when it changes. */
  key: string,
  scale: PlaneScale,
  points: PlanePoints,
  labels: ArrayLike<number>,
  colours: readonly string[],
  /** CSS pixels of the picture, and device pixels per CSS pixel. */
  width: number,
  height: number,
  ratio: number,
) => void;

/**
 * Keeps the picture of a large labelled cloud: cells of two device pixels, counted once per view and shown as one image. The points are
 * counted again only when the view, the size, the colours, the key, or the identity of an array changes; points rewritten in place need
 * a new key.
 */
export function createDensityLayer(): DrawDensity {
  let layer: Layer | undefined;
  let image: ImageData | undefined;
  let grid: DensityGrid | undefined;
  let made: { key: string; points: ArrayLike<number>; labels: ArrayLike<number> } | undefined;

  return (context, key, scale, points, labels, colours, width, height, ratio) => {
    const cellSize = CELL / ratio;
    const map = cellMap(scale, cellSize);
    const columns = Math.max(1, Math.ceil(width / cellSize));
    const rows = Math.max(1, Math.ceil(height / cellSize));
    const { x0, dx, y0, dy } = map;
    const whole = [key, columns, rows, ratio, x0, dx, y0, dy, points.stride, points.axes, colours].join();
    layer ??= createLayer();
    if (made?.key !== whole || made.points !== points.points || made.labels !== labels) {
      grid = emptyGrid(columns, rows, colours.length, grid);
      binPoints(grid, map, points, labels);
      if (layer.width !== columns || layer.height !== rows) {
        layer.width = columns;
        layer.height = rows;
      }
      const surface = layer.getContext('2d') as CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;
      if (image?.width !== columns || image.height !== rows) image = surface.createImageData(columns, rows);
      shadeGrid(grid, colours, image.data);
      surface.putImageData(image, 0, 0);
      made = { key: whole, points: points.points, labels };
    }
    const smoothing = context.imageSmoothingEnabled;
    // A cell is a whole number of device pixels: smoothing would only blur it.
    context.imageSmoothingEnabled = false;
    context.drawImage(layer, 0, 0, columns * cellSize, rows * cellSize);
    context.imageSmoothingEnabled = smoothing;
  };
}
