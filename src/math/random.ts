/**
 * The only source of random numbers: Threefry-4x32-20 (Salmon et al., SC 2011), a counter-based generator. A draw is a pure
 * function of its address (seed, stream, update, sequence, step, unit). So every engine, any number of workers and the GPU draw
 * the same number, and a draw can be repeated without replaying the ones before it. It only adds, rotates and XORs, which is fast
 * in WebAssembly and WGSL.
 */

/** Named streams. Draws of one stream never depend on how much was drawn from another. */
export const STREAMS = {
  weights: 1,
  data: 2,
  noise: 3,
  gumbel: 4,
  evaluation: 5,
  liveNoise: 6,
  liveGumbel: 7,
  liveHmm: 8,
  bootstrap: 9,
  evaluationData: 10,
  evaluationGumbel: 11,
  rollout: 12,
  groups: 13,
  intervention: 14,
  fit: 15,
} as const;
export type Stream = keyof typeof STREAMS;

/** The address of a block of four draws. All entries are unsigned 32-bit integers. */
export interface DrawAddress {
  seed: number;
  stream: Stream;
  update: number;
  sequence: number;
  step: number;
}

const PARITY = 0x1bd11bda;
const ROTATIONS = [10, 26, 11, 21, 13, 27, 23, 5, 6, 20, 17, 11, 25, 10, 18, 20];
const keySchedule = new Int32Array(5);

/**
 * Computes one Threefry-4x32-20 block: four 32-bit words from a 128-bit key and a 128-bit counter, written to `out`. Words are
 * 32-bit patterns; signed and unsigned numbers are treated alike.
 */
export function threefry4x32(
  k0: number,
  k1: number,
  k2: number,
  k3: number,
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  out: Uint32Array,
): void {
  keySchedule[0] = k0;
  keySchedule[1] = k1;
  keySchedule[2] = k2;
  keySchedule[3] = k3;
  keySchedule[4] = PARITY ^ k0 ^ k1 ^ k2 ^ k3;
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  let x2 = (c2 + k2) | 0;
  let x3 = (c3 + k3) | 0;
  for (let group = 0; group < 5; group++) {
    const base = (group & 1) << 3;
    for (let round = 0; round < 4; round++) {
      const ra = ROTATIONS[base + 2 * round]!;
      const rb = ROTATIONS[base + 2 * round + 1]!;
      if ((round & 1) === 0) {
        x0 = (x0 + x1) | 0;
        x1 = ((x1 << ra) | (x1 >>> (32 - ra))) ^ x0;
        x2 = (x2 + x3) | 0;
        x3 = ((x3 << rb) | (x3 >>> (32 - rb))) ^ x2;
      } else {
        x0 = (x0 + x3) | 0;
        x3 = ((x3 << ra) | (x3 >>> (32 - ra))) ^ x0;
        x2 = (x2 + x1) | 0;
        x1 = ((x1 << rb) | (x1 >>> (32 - rb))) ^ x2;
      }
    }
    const turn = group + 1;
    x0 = (x0 + keySchedule[turn % 5]!) | 0;
    x1 = (x1 + keySchedule[(turn + 1) % 5]!) | 0;
    x2 = (x2 + keySchedule[(turn + 2) % 5]!) | 0;
    x3 = (x3 + keySchedule[(turn + 3) % 5]! + turn) | 0;
  }
  out[0] = x0;
  out[1] = x1;
  out[2] = x2;
  out[3] = x3;
}

const words = new Uint32Array(4);

function block(at: DrawAddress, unitBlock: number): void {
  threefry4x32(at.seed | 0, STREAMS[at.stream], at.update | 0, 0, unitBlock | 0, at.step | 0, at.sequence | 0, 0, words);
}

/**
 * Turns a word into a uniform draw in (0, 1): its top 23 bits plus one half. This is exact in float32 too, so engines in single
 * precision see the same number, and it is never 0 or 1.
 */
export const toUniform = (word: number): number => ((word >>> 9) + 0.5) * 1.1920928955078125e-7;

/** Fills `out[offset … offset+count)` with uniform draws in (0, 1) for units 0 … count−1 of the address. */
export function fillUniforms(out: Float32Array | Float64Array, offset: number, count: number, at: DrawAddress): void {
  for (let unit = 0; unit < count; unit += 4) {
    block(at, unit >>> 2);
    const end = Math.min(4, count - unit);
    for (let k = 0; k < end; k++) out[offset + unit + k] = toUniform(words[k]!);
  }
}

/** Fills `out[offset … offset+count)` with standard normal draws (Box–Muller on pairs of words; |x| ≤ 5.8). */
export function fillNormals(out: Float32Array | Float64Array, offset: number, count: number, at: DrawAddress): void {
  for (let unit = 0; unit < count; unit += 4) {
    block(at, unit >>> 2);
    for (let pair = 0; pair < 4 && unit + pair < count; pair += 2) {
      const radius = Math.sqrt(-2 * Math.log(toUniform(words[pair]!)));
      const angle = 2 * Math.PI * toUniform(words[pair + 1]!);
      out[offset + unit + pair] = radius * Math.cos(angle);
      if (unit + pair + 1 < count) out[offset + unit + pair + 1] = radius * Math.sin(angle);
    }
  }
}

/** Fills `out[offset … offset+count)` with standard Gumbel draws −ln(−ln u). */
export function fillGumbels(out: Float32Array | Float64Array, offset: number, count: number, at: DrawAddress): void {
  fillUniforms(out, offset, count, at);
  for (let k = offset; k < offset + count; k++) out[k] = -Math.log(-Math.log(out[k]!));
}

/** Reads draws one after the other from one address, for code that needs "the next draw" (bootstrap, shuffles, tests). */
export interface RandomSequence {
  /** Next uniform draw in (0, 1). */
  uniform(): number;
  /** Next standard normal draw. */
  normal(): number;
  /** Next integer in 0 … n−1. */
  integer(n: number): number;
}

/** A sequential generator on the given stream; two with the same arguments give the same draws. */
export function randomSequence(seed: number, stream: Stream, update = 0, sequence = 0): RandomSequence {
  const at: DrawAddress = { seed, stream, update, sequence, step: 0 };
  const buffer = new Float64Array(4);
  let used = 4;
  const uniform = (): number => {
    if (used === 4) {
      fillUniforms(buffer, 0, 4, at);
      at.step++;
      used = 0;
    }
    return buffer[used++]!;
  };
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
    integer: (n) => Math.min(n - 1, Math.floor(uniform() * n)),
  };
}

/** A list whose entries can be exchanged: an array or a typed array. */
interface Places<T> {
  readonly length: number;
  [index: number]: T;
}

/**
 * Shuffles a list in place (Fisher–Yates); every order is equally likely.
 * @returns the list
 */
export function shuffle<T, L extends Places<T>>(list: L & Places<T>, random: RandomSequence): L {
  for (let n = list.length - 1; n > 0; n--) {
    const other = random.integer(n + 1);
    [list[n], list[other]] = [list[other]!, list[n]!];
  }
  return list;
}
