import { describe, expect, it } from 'vitest';
import { PALETTES } from '../../../src/charts/palette';
import { planeScale } from '../../../src/charts/planeView';
import { LOOP_BINS, type MeanLoop } from '../../../src/dynamics/orbit/meanLoop';
import type { OrbitCourse } from '../../../src/dynamics/orbit/orbitCourse';
import { drawCourse } from '../../../src/views/portrait/courseLayer';
import { recordingContext } from '../charts/recordingContext';

/** A circle on which the state stays longest at one angle. */
function circle(stays: number): OrbitCourse {
  const angles = Array.from({ length: LOOP_BINS }, (_, i) => ((i + 0.5) / LOOP_BINS - 0.5) * 2 * Math.PI);
  const share = angles.map((angle) => Math.exp(2 * Math.cos(angle - stays)));
  const total = share.reduce((sum, one) => sum + one, 0);
  const loop: MeanLoop = {
    points: Float64Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)])),
    speed: Float64Array.from(share, (one) => 0.001 / one),
    share: Float64Array.from(share, (one) => one / total),
    labelShare: new Float64Array(LOOP_BINS).fill(1),
    sense: 1,
    closed: true,
  };
  return { turns: { value: 1, low: 0.95, high: 1.05, n: 20 }, ring: undefined, loop, crossings: [] };
}

/** Where each word stands on a canvas, pixels from its left edge to its right. */
function words(stays: number, width: number, height: number) {
  const { context, painted, state } = recordingContext({ width, height });
  const view = { centreX: 0, centreY: 0, spanX: 1.15, spanY: 1.15 };
  const spans: Record<string, [number, number]> = {};
  const write = context.fillText.bind(context);
  context.fillText = (text: string, x: number, y: number) => {
    const long = context.measureText(text).width;
    const left = x - long * { left: 0, center: 0.5, right: 1 }[state.textAlign as 'left' | 'center' | 'right'];
    spans[text] = [left, left + long];
    write(text, x, y);
  };
  drawCourse(
    context,
    planeScale(view, width, height),
    circle(stays),
    { x: 0, y: 0 },
    { noiseOn: true, palette: PALETTES.screen },
  );
  expect(painted.length).toBeGreaterThan(2);
  return spans;
}

describe('the two words on the ribbon', () => {
  it.each([0, Math.PI / 2, Math.PI, -Math.PI / 2, 2.5])(
    'stand whole on a narrow picture, wherever the state stays (%f)',
    (stays) => {
      for (const [width, height] of [
        [240, 220],
        [340, 240],
        [900, 500],
      ] as const) {
        const spans = words(stays, width, height);
        expect(Object.keys(spans).sort()).toEqual(['flies', 'lingers']);
        for (const [from, to] of Object.values(spans)) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThanOrEqual(width);
        }
      }
    },
  );
});
