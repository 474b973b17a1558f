import { quantile } from '../math/statistics';

/** Points of which two coordinates are drawn. */
export interface PlanePoints {
  /** Row-major [n×stride]. */
  points: ArrayLike<number>;
  stride: number;
  /** Columns drawn along x and y. */
  axes: readonly [number, number];
}

/** The part of a plane that a square-scaled picture shows. Data units; `halfWidth` is along x, y follows from the aspect. */
export interface PlaneView {
  centreX: number;
  centreY: number;
  /** Half the extents that must be visible. */
  spanX: number;
  spanY: number;
}

/** Maps data to CSS pixels with one scale on both axes, y upwards. */
export interface PlaneScale {
  x(value: number): number;
  y(value: number): number;
  /** Pixels per data unit. */
  unit: number;
  /** Visible data range. */
  range: { left: number; right: number; bottom: number; top: number };
}

/** The view that holds `also` and all but the outermost states of a cloud, with a margin. @param outside share left out on each side */
export function viewOfCloud(
  { points, stride, axes }: PlanePoints,
  count: number,
  also: { x: number; y: number },
  { outside = 0.003, margin = 1.12 }: { outside?: number; margin?: number } = {},
): PlaneView {
  const xs = new Float64Array(count);
  const ys = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    xs[i] = points[i * stride + axes[0]]!;
    ys[i] = points[i * stride + axes[1]]!;
  }
  const left = Math.min(quantile(xs, outside), also.x);
  const right = Math.max(quantile(xs, 1 - outside), also.x);
  const bottom = Math.min(quantile(ys, outside), also.y);
  const top = Math.max(quantile(ys, 1 - outside), also.y);
  return {
    centreX: (left + right) / 2,
    centreY: (bottom + top) / 2,
    spanX: Math.max(1e-9, ((right - left) / 2) * margin),
    spanY: Math.max(1e-9, ((top - bottom) / 2) * margin),
  };
}

/**
 * The view scaled by `factor` about a fixed point (noise scales every picture about the projection of h = 0, docs/science.md
 * §3.7).
 */
export const scaleView = (view: PlaneView, factor: number, about: { x: number; y: number }): PlaneView => ({
  centreX: about.x + (view.centreX - about.x) * factor,
  centreY: about.y + (view.centreY - about.y) * factor,
  spanX: view.spanX * factor,
  spanY: view.spanY * factor,
});

/** A step from one view towards another, for pictures whose network changes while they are watched. */
export function approach(from: PlaneView | undefined, to: PlaneView, amount: number): PlaneView {
  if (!from) return to;
  const mix = (a: number, b: number) => (Math.abs(b - a) < 1e-4 * Math.abs(to.spanX) ? b : a + (b - a) * amount);
  return {
    centreX: mix(from.centreX, to.centreX),
    centreY: mix(from.centreY, to.centreY),
    spanX: mix(from.spanX, to.spanX),
    spanY: mix(from.spanY, to.spanY),
  };
}

export function planeScale(view: PlaneView, width: number, height: number): PlaneScale {
  const unit = Math.min(width / (2 * view.spanX), height / (2 * view.spanY));
  return {
    unit,
    x: (value) => width / 2 + (value - view.centreX) * unit,
    y: (value) => height / 2 - (value - view.centreY) * unit,
    range: {
      left: view.centreX - width / 2 / unit,
      right: view.centreX + width / 2 / unit,
      bottom: view.centreY - height / 2 / unit,
      top: view.centreY + height / 2 / unit,
    },
  };
}
