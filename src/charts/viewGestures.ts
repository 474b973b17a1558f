import { type PlaneScale, type PlaneView, scaleView } from './planeView';

/** How far out of and into the home view one may go, as factors of its spans. */
export const FARTHEST = 4;
export const DEEPEST = 1 / 200;
/** A brush narrower than this, in CSS pixels, on both sides is a click and changes nothing. */
const SMALLEST_BRUSH = 4;

/** A rectangle on the picture, in CSS pixels; either pair of opposite corners will do. */
export interface PixelRectangle {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** The data point under a pixel: the inverse of `scale`. */
export const dataAt = (scale: PlaneScale, px: number, py: number): { x: number; y: number } => ({
  x: scale.range.left + px / scale.unit,
  y: scale.range.top - py / scale.unit,
});

/** Size of a view beside its home: 1 at home, above it farther out. The larger side counts, for a brush may be a thin strip. */
export const relativeSize = (view: PlaneView, home: PlaneView): number =>
  Math.max(view.spanX / home.spanX, view.spanY / home.spanY);

/**
 * The view `factor` times closer (farther if below 1), with the data point under the pixel where it was.
 * @param scale the scale the picture has with `view`
 * @param home when given, the factor is first cut to what `clampView` allows: at a limit the wheel then does nothing, where
 * clamping afterwards would make the picture drift under the pointer
 */
export function zoomAt(view: PlaneView, scale: PlaneScale, px: number, py: number, factor: number, home?: PlaneView): PlaneView {
  let allowed = factor;
  if (home) {
    const size = relativeSize(view, home);
    allowed = Math.min(Math.max(factor, size / FARTHEST), size / DEEPEST);
  }
  return scaleView(view, 1 / allowed, dataAt(scale, px, py));
}

/** The view moved so that the picture follows a pointer that went (dxPixels, dyPixels), y downwards. */
export const panBy = (view: PlaneView, scale: PlaneScale, dxPixels: number, dyPixels: number): PlaneView => ({
  ...view,
  centreX: view.centreX - dxPixels / scale.unit,
  centreY: view.centreY + dyPixels / scale.unit,
});

/** The view that just holds a brushed rectangle; the same view when the brush is as small as a click. */
export function brushTo(view: PlaneView, scale: PlaneScale, { x0, y0, x1, y1 }: PixelRectangle): PlaneView {
  const width = Math.abs(x1 - x0);
  const height = Math.abs(y1 - y0);
  if (width < SMALLEST_BRUSH && height < SMALLEST_BRUSH) return view;
  const centre = dataAt(scale, (x0 + x1) / 2, (y0 + y1) / 2);
  return {
    centreX: centre.x,
    centreY: centre.y,
    // One pixel at least: a straight brush has no height, and a view must have one.
    spanX: Math.max(1, width) / 2 / scale.unit,
    spanY: Math.max(1, height) / 2 / scale.unit,
  };
}

/**
 * The nearest permitted view: spans between DEEPEST and FARTHEST times those of home, in the proportion they have, and wholly inside
 * the farthest view, so that the picture cannot be lost.
 */
export function clampView(view: PlaneView, home: PlaneView): PlaneView {
  const size = relativeSize(view, home);
  const factor = Math.min(Math.max(size, DEEPEST), FARTHEST) / size;
  const spanX = view.spanX * factor;
  const spanY = view.spanY * factor;
  const within = (centre: number, about: number, room: number) =>
    Math.min(Math.max(centre, about - Math.max(0, room)), about + Math.max(0, room));
  return {
    centreX: within(view.centreX, home.centreX, FARTHEST * home.spanX - spanX),
    centreY: within(view.centreY, home.centreY, FARTHEST * home.spanY - spanY),
    spanX,
    spanY,
  };
}

/** True when two views differ by less than a pixel of any screen: a ten-thousandth of home's spans. */
export function isHome(view: PlaneView, home: PlaneView): boolean {
  const near = (a: number, b: number, span: number) => Math.abs(a - b) <= 1e-4 * span;
  return (
    near(view.centreX, home.centreX, home.spanX) &&
    near(view.centreY, home.centreY, home.spanY) &&
    near(view.spanX, home.spanX, home.spanX) &&
    near(view.spanY, home.spanY, home.spanY)
  );
}

/** CSS pixels that one line and one page of a wheel event stand for (`WheelEvent.deltaMode` 1 and 2). */
const WHEEL_PIXELS = [1, 16, 400];

/** Zoom factor of a wheel event: turning back by as much undoes it exactly. One notch (100 pixels) is a factor of about 1.2. */
export function wheelFactor(deltaY: number, deltaMode: number): number {
  const pixels = Math.min(Math.max(deltaY * (WHEEL_PIXELS[deltaMode] ?? 1), -400), 400);
  return Math.exp(-pixels * 0.0018);
}
