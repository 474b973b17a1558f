import { FONT } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { drawCloud, drawPlaneAxes } from '../../charts/planeMarks';
import { planeScale, viewOfCloud } from '../../charts/planeView';
import { clipped, drawKey, drawLine, type Plot, wholePlot } from '../../charts/plot';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import { CRITICAL_BAND, type Spectrum } from '../../dynamics/spectrum/spectrum';
import type { SpectrumReport } from '../../dynamics/spectrum/spectrumReport';
import type { ResidencyReport } from '../../dynamics/zones/residency';

/** The same scale on both axes: half the height of the frame is `reach` or more. */
function squareFrame(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  palette: Palette,
  reach: number,
  names: { x: string; y: string },
): Plot {
  const ratio = Math.max(0.6, (width - 60) / Math.max(1, height - 50));
  const [x, y] = ratio > 1 ? [reach * ratio, reach] : [reach, reach / ratio];
  return wholePlot(
    context,
    width,
    height,
    { key: true, x: { from: -x, to: x, name: names.x }, y: { from: -y, to: y, name: names.y } },
    palette,
  );
}

function dots(plot: Plot, xs: ArrayLike<number>, ys: ArrayLike<number>, colour: (n: number) => string): void {
  const { context, palette } = plot;
  for (let n = 0; n < xs.length; n++) {
    context.fillStyle = colour(n);
    context.beginPath();
    context.arc(plot.x(xs[n]!), plot.y(ys[n]!), 3.4 * Math.sqrt(palette.weight), 0, 2 * Math.PI);
    context.fill();
  }
}

const isUnstable = ({ re, im }: Spectrum, n: number): boolean => re[n]! ** 2 + im[n]! ** 2 > 1;
const isCritical = ({ mobiusRe, mobiusIm }: Spectrum, n: number): boolean =>
  Math.abs(mobiusRe[n]!) < CRITICAL_BAND.re && Math.abs(mobiusIm[n]!) > CRITICAL_BAND.im;

const table = (spectrum: Spectrum) => ({
  columns: ['Re', 'Im', 'Moebius Re', 'Moebius Im', 'unstable', 'critical'],
  rows: Array.from(spectrum.re, (value, n) => [
    value,
    spectrum.im[n]!,
    spectrum.mobiusRe[n]!,
    spectrum.mobiusIm[n]!,
    Number(isUnstable(spectrum, n)),
    Number(isCritical(spectrum, n)),
  ]),
});

const key = (palette: Palette) => [
  { name: 'unstable', colour: palette.zones[1] },
  { name: 'critical', colour: palette.zones[0] },
  { name: 'other', colour: palette.muted },
];

const shade = (spectrum: Spectrum, palette: Palette) => (n: number) =>
  isUnstable(spectrum, n) ? palette.zones[1] : isCritical(spectrum, n) ? palette.zones[0] : palette.muted;

/** Angles of the unit circle. */
const CIRCLE = Array.from({ length: 129 }, (_, n) => (2 * Math.PI * n) / 128);

/** Eigenvalues of the active block on the complex plane, with the unit circle. */
export function planeFigure(spectrum: Spectrum): Figure {
  return {
    draw(context, width, height, palette) {
      const plot = squareFrame(context, width, height, palette, 1.35, { x: 'Re λ', y: 'Im λ' });
      clipped(plot, () => {
        drawLine(plot, CIRCLE.map(Math.cos), CIRCLE.map(Math.sin), { colour: palette.ink, width: 1.3 });
        dots(plot, spectrum.re, spectrum.im, shade(spectrum, palette));
      });
      drawKey(plot, key(palette));
    },
    table: () => table(spectrum),
  };
}

/** The same after the Möbius map: the unit circle becomes the imaginary axis, what is unstable lies right of it. */
export function mobiusFigure(spectrum: Spectrum): Figure {
  return {
    draw(context, width, height, palette) {
      const plot = squareFrame(context, width, height, palette, 0.9, { x: 'Re μ̂', y: 'Im μ̂' });
      clipped(plot, () => {
        context.fillStyle = palette.zones[0];
        context.globalAlpha = 0.16;
        const left = plot.x(-CRITICAL_BAND.re);
        const wide = plot.x(CRITICAL_BAND.re) - left;
        context.fillRect(left, plot.top, wide, plot.y(CRITICAL_BAND.im) - plot.top);
        context.fillRect(left, plot.y(-CRITICAL_BAND.im), wide, plot.top + plot.height - plot.y(-CRITICAL_BAND.im));
        context.globalAlpha = 1;
        context.strokeStyle = palette.ink;
        context.lineWidth = 1.3 * palette.weight;
        context.beginPath();
        context.moveTo(plot.x(0), plot.top);
        context.lineTo(plot.x(0), plot.top + plot.height);
        context.stroke();
        dots(plot, spectrum.mobiusRe, spectrum.mobiusIm, shade(spectrum, palette));
      });
      drawKey(plot, [...key(palette), { name: 'critical band', colour: palette.zones[0] }]);
    },
    table: () => table(spectrum),
  };
}

export const COUNTS = { unstable: 'unstable eigenvalues', criticalPairs: 'critical pairs' } as const;
export type CountName = keyof typeof COUNTS;

/** States of the run coloured by how many unstable eigenvalues, or critical pairs, they have. */
export function countMap(
  report: ResidencyReport,
  spectra: SpectrumReport,
  axes: readonly [number, number],
  which: CountName,
): Figure {
  const counts = spectra[which];
  return {
    draw(context, width, height, palette) {
      const cloud = { points: report.points, stride: ORBIT_STRIDE, axes };
      const first = { x: report.points[axes[0]]!, y: report.points[axes[1]]! };
      const scale = planeScale(viewOfCloud(cloud, report.states, first), width, height);
      const colours = [palette.zones[3], palette.outputs[1]!, palette.zones[0], palette.zones[1]];
      const groups = Uint8Array.from(counts, (count) => Math.min(3, count));
      drawCloud(context, scale, cloud, groups, colours, report.states, 2.2 * palette.weight, 0.7);
      drawPlaneAxes(context, width, height, scale, { x: `PC${axes[0] + 1}`, y: `PC${axes[1] + 1}` }, palette);
      const size = palette.weight > 1 ? 15 : 12;
      context.font = `600 ${size}px ${FONT}`;
      context.textAlign = 'left';
      context.textBaseline = 'alphabetic';
      colours.forEach((colour, n) => {
        const y = 10 + (n + 1) * size * 1.4;
        context.fillStyle = colour;
        context.fillRect(width - 44, y - size * 0.75, size * 0.75, size * 0.75);
        context.fillStyle = palette.ink;
        context.fillText(n === 3 ? '3+' : String(n), width - 44 + size, y);
      });
    },
    table: () => ({
      columns: ['step', 'PC1', 'PC2', 'PC3', 'active units', 'unstable', 'critical pairs', 'spectral radius'],
      rows: Array.from({ length: report.states }, (_, n) => [
        n,
        ...[0, 1, 2].map((k) => report.points[n * ORBIT_STRIDE + k]!),
        spectra.activeCount[n]!,
        spectra.unstable[n]!,
        spectra.criticalPairs[n]!,
        spectra.radius[n]!,
      ]),
    }),
  };
}
