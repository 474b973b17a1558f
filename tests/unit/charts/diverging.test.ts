import { rgb } from 'd3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  divergingIndex,
  divergingKeyHeight,
  divergingScale,
  divergingSteps,
  drawDivergingKey,
  neutralColour,
} from '../../../src/charts/diverging';
import { PALETTES, PROFILES } from '../../../src/charts/palette';
import { recordingContext } from './recordingContext';

/** Contrast as WCAG 2 defines it. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const { r, g, b: blue } = rgb(colour);
    const [x, y, z] = [r, g, blue].map((c) => (c <= 10 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x! + 0.7152 * y! + 0.0722 * z!;
  };
  const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q);
  return (high! + 0.05) / (low! + 0.05);
}

describe.each(PROFILES)('signed colours of profile %s', (profile) => {
  const palette = PALETTES[profile];
  const scale = divergingScale(palette, 2);
  it('are neutral at 0, the ends at the limits and beyond, and muted where there is no value', () => {
    expect(scale(0)).toBe(neutralColour(palette));
    expect(scale(-0)).toBe(neutralColour(palette));
    expect(rgb(scale(-2)).formatHex()).toBe(palette.negative);
    expect(rgb(scale(2)).formatHex()).toBe(palette.positive);
    expect(scale(-1e9)).toBe(scale(-2));
    expect(scale(Number.POSITIVE_INFINITY)).toBe(scale(2));
    expect(scale(Number.NaN)).toBe(palette.muted);
    expect(divergingScale(palette, 0)(0)).toBe(neutralColour(palette));
  });
  it('go as far towards one end as towards the other', () => {
    const swapped = divergingScale({ ...palette, negative: palette.positive, positive: palette.negative }, 2);
    fc.assert(fc.property(fc.double({ min: -3, max: 3, noNaN: true }), (value) => swapped(-value) === scale(value)));
  });
  it('come in steps from end to end with the neutral in the middle', () => {
    const steps = divergingSteps(palette, 9);
    expect([steps[0], steps[4], steps[8]]).toEqual([scale(-2), neutralColour(palette), scale(2)]);
    expect(new Set(steps).size).toBe(9);
    steps.forEach((colour, n) => {
      expect(colour).toBe(scale(-2 + n / 2));
    });
  });
  it('and group colours are seen on the panel', () => {
    expect(palette.groups).toHaveLength(6);
    for (const colour of [...palette.groups, palette.negative, palette.positive])
      expect(contrast(colour, palette.panel)).toBeGreaterThanOrEqual(3);
    for (const k of [0, 1] as const)
      expect(contrast(palette.populations[k], palette.panel)).toBeLessThan(contrast(palette.groups[k]!, palette.panel));
  });
});

describe('the step of a value', () => {
  const value = fc.double({ min: -5, max: 5, noNaN: true });
  it('mirrors with the sign, is the middle at 0 and never leaves the steps', () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 0, max: 20 }), (v, half) => {
        const count = 2 * half + 1;
        const index = divergingIndex(v, 2, count);
        expect(index + divergingIndex(-v, 2, count)).toBe(count - 1);
        expect(index).toBeGreaterThanOrEqual(0);
        expect(index).toBeLessThan(count);
      }),
    );
    expect(divergingIndex(0, 0, 7)).toBe(3);
    expect(divergingIndex(Number.NaN, 2, 7)).toBe(7);
    expect([-9, -2, 2, 9].map((v) => divergingIndex(v, 2, 8))).toEqual([0, 0, 7, 7]);
  });
  it('rises with the value', () => {
    fc.assert(
      fc.property(value, value, fc.integer({ min: 1, max: 30 }), (a, b, count) => {
        expect(divergingIndex(Math.min(a, b), 2, count)).toBeLessThanOrEqual(divergingIndex(Math.max(a, b), 2, count));
      }),
    );
  });
});

describe('the key', () => {
  it('fills its width with colours, stays inside and names its limits', () => {
    const { context, painted } = recordingContext();
    drawDivergingKey(context, 10, 20, 123, 0.26, 'drive', PALETTES.screen);
    const xs = painted.filter(({ kind }) => kind === 'rect').flatMap(({ paths }) => paths[0]!.map(({ x }) => x));
    expect(Math.min(...xs)).toBe(10);
    expect(Math.max(...xs)).toBeCloseTo(133, 9);
    expect(painted.flatMap(({ text }) => text ?? [])).toEqual(['drive', '−0.26', '0', '0.26']);
    for (const { y } of painted.flatMap(({ paths }) => paths.flat())) {
      expect(y).toBeGreaterThan(20);
      expect(y).toBeLessThan(20 + divergingKeyHeight(PALETTES.screen));
    }
  });
});
