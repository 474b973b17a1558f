import type { PlanePoints, PlaneScale } from './planeView';

/** A cloud of labelled points, faint, as the ghost behind a moving picture. */
export function drawCloud(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  { points, stride, axes }: PlanePoints,
  labels: ArrayLike<number>,
  colours: readonly string[],
  limit: number,
  size: number,
  alpha: number,
): void {
  const step = Math.max(1, Math.floor(labels.length / limit));
  context.globalAlpha = alpha;
  for (let label = 0; label < colours.length; label++) {
    context.fillStyle = colours[label]!;
    for (let i = 0; i < labels.length; i += step) {
      if (labels[i] !== label) continue;
      context.fillRect(
        scale.x(points[i * stride + axes[0]]!) - size / 2,
        scale.y(points[i * stride + axes[1]]!) - size / 2,
        size,
        size,
      );
    }
  }
  context.globalAlpha = 1;
}
