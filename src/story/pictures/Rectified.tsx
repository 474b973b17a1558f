import { useMemo } from 'react';
import { fillNormals } from '../../math/random';
import { useApp } from '../../ui/context';
import { LivePicture, type Sheet, write } from './LivePicture';
import { inPart } from './plane';
import { PICTURES } from './text';

/** Draws that are counted at most, and those of one frame that are still falling. */
const DRAWS = 3000;
/** The bins: from −REACH to REACH standard deviations, so many in all. */
const REACH = 3.2;
const BINS = 32;

const binOf = (value: number): number => Math.max(0, Math.min(BINS - 1, Math.floor(((value + REACH) / (2 * REACH)) * BINS)));

interface Counted {
  /** [BINS] */
  counts: Float64Array;
  mean: number;
  /** The last of the values; undefined where there is none. */
  newest: number | undefined;
}

/** What is known of the first n values. @param passed whether nothing below zero is passed on */
function counted(values: Float64Array, n: number, passed: boolean): Counted {
  const counts = new Float64Array(BINS);
  let sum = 0;
  for (let k = 0; k < n; k++) {
    const value = passed ? Math.max(0, values[k]!) : values[k]!;
    counts[binOf(value)]!++;
    sum += value;
  }
  const last = values[n - 1];
  return { counts, mean: n > 0 ? sum / n : 0, newest: last !== undefined && passed ? Math.max(0, last) : last };
}

/** A histogram that grows from the bottom, the newest draw as a dot above it, zero and the mean as lines. */
function drawHistogram(sheet: Sheet, { counts, mean, newest }: Counted, passed: boolean, most: number): void {
  const { context, width, height, palette, size } = sheet;
  const [top, bottom] = [4.6 * size, 3.4 * size];
  const base = height - bottom;
  const x = (value: number) => ((value + REACH) / (2 * REACH)) * width;
  const cell = width / BINS;
  counts.forEach((count, bin) => {
    // All draws below zero end in the bin of zero: it is taller than the picture, and cut.
    const high = Math.min(base - top, (count / Math.max(1, most)) * (base - top));
    context.fillStyle = bin >= BINS / 2 ? palette.accent : palette.muted;
    context.globalAlpha = 0.75;
    context.fillRect(bin * cell + 1, base - high, cell - 2, high);
    context.globalAlpha = 1;
  });
  context.fillStyle = palette.ink;
  context.fillRect(0, base, width, 1.5);
  context.fillRect(x(0) - 0.75, base - 0.3 * (base - top), 1.5, 0.3 * (base - top) + 6);
  write(sheet, '0', x(0), base + 8, { align: 'center', vertical: 'top' });
  if (newest !== undefined) {
    context.fillStyle = palette.ink;
    context.beginPath();
    context.arc(x(newest), top - 0.9 * size, 0.45 * size, 0, 2 * Math.PI);
    context.fill();
    context.fillRect(x(mean) - 1.5, top - 0.2 * size, 3, base - top + 0.2 * size + 6);
    write(
      sheet,
      PICTURES.rectified.mean(mean),
      x(mean) + 8,
      top + 0.2 * size,
      { align: 'left', vertical: 'top' },
      { bold: true },
    );
  }
  if (passed)
    write(
      sheet,
      PICTURES.rectified.nothing,
      x(-REACH / 2),
      (top + base) / 2,
      { align: 'center', vertical: 'middle' },
      { colour: palette.muted },
    );
  const title = passed ? PICTURES.rectified.passed : PICTURES.rectified.noise;
  write(sheet, title, width / 2, 0.6 * size, { align: 'center', vertical: 'top' }, { bold: true });
}

/** What noise comes into a unit at the cross, and what the unit passes on: nothing below zero. */
export function Rectified() {
  const seed = useApp((state) => state.settings.seed);
  const values = useMemo(() => {
    const made = new Float64Array(DRAWS);
    fillNormals(made, 0, DRAWS, { seed, stream: 'evaluation', update: 0, sequence: 0, step: 0 });
    return made;
  }, [seed]);
  const draw = useMemo(
    () => (sheet: Sheet, _: unknown, step: number) => {
      const { width, height } = sheet;
      const n = Math.max(0, Math.min(DRAWS, step));
      const both = [counted(values, n, false), counted(values, n, true)];
      const most = Math.max(6, 1.15 * Math.max(...both[0]!.counts));
      const wide = width > 1.1 * height;
      both.forEach((one, k) => {
        const place = wide
          ? { x: 8 + (k * width) / 2, y: 0.08 * height, width: width / 2 - 24, height: 0.84 * height }
          : { x: 8, y: (k * height) / 2, width: width - 16, height: height / 2 - 8 };
        inPart(sheet, place, (part) => drawHistogram(part, one, k === 1, most));
      });
    },
    [values],
  );
  return <LivePicture title={PICTURES.titles.rectified} draw={draw} />;
}
