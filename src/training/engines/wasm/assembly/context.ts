// Shape and addresses shared by the kernels; set once per batch by the caller.

/** Hidden units, and the same padded to a multiple of 16 (padding stays zero everywhere). */
export let H: i32 = 0;
export let HP: i32 = 0;
/** Inputs, their stride in the noise buffer, and their number rounded up to a multiple of 4. */
export let D: i32 = 0;
export let DP: i32 = 0;
export let D4: i32 = 0;
/** Outputs and the stride of Gumbel draws and soft outputs. */
export let K: i32 = 0;
export let KP: i32 = 0;

/** [(H+D)×HP] columns of W_hh, then of W_in; [H×HP] rows of W_hh; [K×HP] rows of W_out. */
export let columns: usize = 0;
export let rows: usize = 0;
export let readout: usize = 0;

/** [B×T×HP], [B×T×DP], [B×TP×KP], [B×T×KP] float32; [B×T] bytes; [B×T×K] float64. */
export let hidden: usize = 0;
export let noise: usize = 0;
export let gumbels: usize = 0;
export let soft: usize = 0;
export let outputs: usize = 0;
export let outputGradient: usize = 0;
/** Scratch: three lists of H+D words, then vectors; HP and H+D words are kept multiples of 16 bytes by the caller. */
export let scratch: usize = 0;

/** [H×D4], [H×HP], [K×HP] float32, added to. */
export let inputGradient: usize = 0;
export let recurrentGradient: usize = 0;
export let readoutGradient: usize = 0;

export function setShape(h: i32, hp: i32, d: i32, dp: i32, k: i32, kp: i32): void {
  H = h;
  HP = hp;
  D = d;
  DP = dp;
  D4 = (d + 3) & ~3;
  K = k;
  KP = kp;
}

export function setWeights(columnsAt: usize, rowsAt: usize, readoutAt: usize): void {
  columns = columnsAt;
  rows = rowsAt;
  readout = readoutAt;
}

export function setBuffers(hiddenAt: usize, noiseAt: usize, gumbelsAt: usize, softAt: usize, outputsAt: usize, outputGradientAt: usize, scratchAt: usize): void {
  hidden = hiddenAt;
  noise = noiseAt;
  gumbels = gumbelsAt;
  soft = softAt;
  outputs = outputsAt;
  outputGradient = outputGradientAt;
  scratch = scratchAt;
}

export function setGradients(inputAt: usize, recurrentAt: usize, readoutAt: usize): void {
  inputGradient = inputAt;
  recurrentGradient = recurrentAt;
  readoutGradient = readoutAt;
}
