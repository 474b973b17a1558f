import { norm, type RnnStepper } from '../../rnn/step';

/** Outside 2^±RESCALE the state is brought back near 1. */
const RESCALE = 200;
/** The slowest block is looked for on this many steps of a path … */
const LAST_STEPS = 50;
/** … that end where the path passes this share of the driven mean: further down only the same few blocks return. */
const FLOOR = 1e-9;

/**
 * Follows one state without noise. The state is rescaled by powers of two on the way, which changes no digit (positive homogeneity,
 * docs/science.md §0.1), so that the norm can be followed as far as a float64 reaches; growth beyond that stays at the largest
 * float64.
 * @param start h [H]; not changed
 * @param norms receives ‖h‖ after 0, 1, … steps; its length says how many
 * @param activity receives 1 where a unit is active, row-major [norms.length×H]
 */
export function followPath(stepper: RnnStepper, start: ArrayLike<number>, norms: Float64Array, activity: Uint8Array): void {
  const H = stepper.hiddenSize;
  const h = Float64Array.from(start);
  let exponent = 0;
  for (let t = 0; t < norms.length; t++) {
    if (t > 0) stepper.step(h, null, 0, 0);
    for (let i = 0; i < H; i++) activity[t * H + i] = h[i]! > 0 ? 1 : 0;
    const length = norm(h);
    norms[t] = Math.min(Number.MAX_VALUE, length * 2 ** exponent);
    if (length > 0 && Math.abs(Math.log2(length)) > RESCALE) {
      const shift = Math.round(Math.log2(length));
      for (let i = 0; i < H; i++) h[i]! *= 2 ** -shift;
      exponent += shift;
    }
  }
}

/** Adds the distinct active sets of a path's last 50 steps above 1e-9 of the driven mean to `sets`. Arrays as left by `followPath`. */
export function activeSetsNearEnd(
  norms: Float64Array,
  activity: Uint8Array,
  drivenNorm: number,
  sets: Map<string, Int32Array>,
): void {
  const H = activity.length / norms.length;
  const end = norms.findLastIndex((length) => length > FLOOR * drivenNorm);
  for (let t = Math.max(0, end - LAST_STEPS + 1); t <= end; t++) {
    const row = activity.subarray(t * H, (t + 1) * H);
    const key = String.fromCharCode(...row);
    if (sets.has(key)) continue;
    const active: number[] = [];
    for (let i = 0; i < H; i++) if (row[i] === 1) active.push(i);
    sets.set(key, Int32Array.from(active));
  }
}
