// Shape and addresses shared by the kernels; set once per batch by the caller.

/** Hidden units, and the same padded to a multiple of 16 (padding stays zero everywhere). */
export let H: i32 = 0;
export let HP: i32 = 0;
/** Inputs, their stride in the noise buffer, and the stride of ∂W_in; both multiples of 16. */
export let D: i32 = 0;
export let DP: i32 = 0;
export let D16: i32 = 0;
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
/** Sequences that go through time together. */
export const TILE: i32 = 8;
/** Scratch: per sequence of a tile three lists of `listBytes` (row offsets, values, offsets in ∂W_in); then counts, carries, dℓ. */
export let scratch: usize = 0;
export let listBytes: usize = 0;
export let tileCounts: usize = 0;
export let tileCarry: usize = 0;
export let tileLogits: usize = 0;

/** [H×D16], [H×HP], [K×HP] float32, added to. */
export let inputGradient: usize = 0;
export let recurrentGradient: usize = 0;
export let readoutGradient: usize = 0;

export function setShape(h: i32, hp: i32, d: i32, dp: i32, k: i32, kp: i32): void {
  H = h;
  HP = hp;
  D = d;
  DP = dp;
  D16 = dp;
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
  listBytes = ((<usize>(H + 4)) & ~3) << 2;
  tileCounts = scratch + <usize>TILE * 3 * listBytes;
  tileCarry = tileCounts + ((<usize>TILE) << 2);
  tileLogits = tileCarry + ((<usize>(TILE * HP)) << 2);
}

export function setGradients(inputAt: usize, recurrentAt: usize, readoutAt: usize): void {
  inputGradient = inputAt;
  recurrentGradient = recurrentAt;
  readoutGradient = readoutAt;
}
