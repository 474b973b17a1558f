import { channels } from '../../../src/charts/palette';

/** Red, green and blue as light, 0 … 1. */
export type Light = readonly [number, number, number];

const toLinear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);

const lightOf = (colour: string): Light => channels(colour).map((c) => toLinear(c / 255)) as unknown as Light;

/** Relative luminance as WCAG 2 defines it. */
const luminance = ([r, g, b]: Light): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;

/** Contrast of two colours as WCAG 2 defines it, 1 … 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(lightOf(a)), luminance(lightOf(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** `share` of a colour over another, as a canvas and a style sheet mix them. */
export function mixOver(colour: string, ground: string, share: number): string {
  const under = channels(ground);
  const mixed = channels(colour).map((c, n) => Math.round(share * c + (1 - share) * under[n]!));
  return `#${mixed.map((c) => c.toString(16).padStart(2, '0')).join('')}`;
}

type Matrix3 = readonly (readonly [number, number, number])[];

/** What eyes without one kind of cone see: Machado, Oliveira and Fernandes 2009, severity 1, on linear light. */
export const VISIONS: Readonly<Record<string, Matrix3>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const seenAs = (light: Light, vision: Matrix3): Light =>
  vision.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, m, n) => sum + m * light[n]!, 0),
      ),
    ),
  ) as unknown as Light;

/** CIE L*a*b* under D65. */
function labOf([r, g, b]: Light): [number, number, number] {
  const curve = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = curve((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = curve(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = curve((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const RADIANS = Math.PI / 180;
const degrees = (y: number, x: number): number => (y === 0 && x === 0 ? 0 : (Math.atan2(y, x) / RADIANS + 360) % 360);

/** Colour difference CIEDE2000 (Sharma, Wu and Dalal 2005); 1 is just seen, side by side. */
export function ciede2000(first: readonly [number, number, number], second: readonly [number, number, number]): number {
  const [l1, a1, b1] = first;
  const [l2, a2, b2] = second;
  const meanChroma = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(meanChroma ** 7 / (meanChroma ** 7 + 25 ** 7)));
  const [p1, p2] = [(1 + g) * a1, (1 + g) * a2];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const [h1, h2] = [degrees(b1, p1), degrees(b2, p2)];
  const grey = c1 * c2 === 0;
  const apart = grey ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const hueDifference = 2 * Math.sqrt(c1 * c2) * Math.sin((apart / 2) * RADIANS);
  const far = Math.abs(h1 - h2) > 180;
  const hue = grey ? h1 + h2 : far ? (h1 + h2 + (h1 + h2 < 360 ? 360 : -360)) / 2 : (h1 + h2) / 2;
  const [lightness, chroma] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const t =
    1 -
    0.17 * Math.cos((hue - 30) * RADIANS) +
    0.24 * Math.cos(2 * hue * RADIANS) +
    0.32 * Math.cos((3 * hue + 6) * RADIANS) -
    0.2 * Math.cos((4 * hue - 63) * RADIANS);
  const squared = (lightness - 50) ** 2;
  const dl = (l2 - l1) / (1 + (0.015 * squared) / Math.sqrt(20 + squared));
  const dc = (c2 - c1) / (1 + 0.045 * chroma);
  const dh = hueDifference / (1 + 0.015 * chroma * t);
  const turn = 30 * Math.exp(-(((hue - 275) / 25) ** 2));
  const rotation = -Math.sin(2 * turn * RADIANS) * 2 * Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7));
  return Math.sqrt(dl ** 2 + dc ** 2 + dh ** 2 + rotation * dc * dh);
}

/** How different two colours look to eyes of a kind. */
export const difference = (a: string, b: string, vision: Matrix3): number =>
  ciede2000(labOf(seenAs(lightOf(a), vision)), labOf(seenAs(lightOf(b), vision)));
