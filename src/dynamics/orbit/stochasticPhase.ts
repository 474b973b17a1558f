import { bootstrapEstimates } from '../../math/bootstrap';
import type { Work } from '../../math/progress';
import type { Estimate } from '../../math/statistics';
import {
  type Complex,
  type CoordinateRuns,
  createDictionary,
  type Dictionary,
  type Eigenfunction,
  eigenfunctionOf,
  evaluate,
  koopmanMatrix,
  spectrumOf,
} from './koopman';

/** Correlation of φ with itself some steps later, on held-out runs, beside what an eigenfunction must have. */
export interface PhaseCorrelation {
  steps: number;
  /** Real and imaginary part of E[φ(later)·φ*(now)]/E|φ|². */
  re: Estimate;
  im: Estimate;
  /** The eigenvalue to the power of these steps. */
  expected: Complex;
}

/** A rotation of the phase, as found and as checked. */
export interface FoundPhase {
  /** Steps between the pairs of states it was fitted to. */
  lag: number;
  /** Steps of a turn of the phase, and its quality |ω/μ| (Thomas and Lindner 2014), on held-out runs. */
  period: Estimate;
  quality: Estimate;
  /** Steps after which the phase is forgotten to 1/e: 1/|μ|. */
  memory: Estimate;
  /** Largest distance of `correlations` from what is expected. */
  error: Estimate;
  correlations: PhaseCorrelation[];
  /** Steps to 1/e of the slowest real mode, where that decays more slowly than the phase. */
  slower?: number;
}

/**
 * 'phase': the function turns as its eigenvalue says; 'unconfirmed': on held-out runs it does not, or that it turns cannot be told; 'none': no
 * eigenvalue turns, or only such as are forgotten before that could be checked.
 */
export type PhaseVerdict = 'phase' | 'unconfirmed' | 'none';

/** The stochastic asymptotic phase of a system, if it has one (docs/science.md §7.9). */
export interface StochasticPhase {
  verdict: PhaseVerdict;
  /** undefined with 'none'. */
  found?: FoundPhase;
  /** arg φ at a state, in turns 0 … 1, and |φ| there relative to its mean square. undefined with 'none'. */
  phaseOf?: (coordinates: ArrayLike<number>) => { turn: number; size: number }[];
}

/** Steps between the pairs of states that are tried: a short one sees fast turns, a long one averages over what four axes do not hold. */
const LAGS = [1, 2, 4, 8] as const;
/** An eigenvalue whose angle is a smaller share of its decay is a real one that rounding has split. */
export const LEAST_QUALITY = 0.25;
/** A correlation that is gone within three lags leaves nothing to check. */
const LEAST_MODULUS = 0.1 ** (1 / 3);
/** What counts as the slowest mode: slower ones are the constant. */
const CONSTANT = 0.9995;
/** Correlations are compared while the expected one is above this, at so many places. */
const LEAST_CORRELATION = 0.1;
const PLACES = 16;
/** A correlation so far from the expected one refutes the eigenfunction. */
export const LARGEST_ERROR = 0.15;

/** Runs for the fit, for the choice of the lag, and held out from both. */
export interface PhaseRuns {
  fitted: CoordinateRuns;
  choosing: CoordinateRuns;
  held: CoordinateRuns;
}

interface Candidate {
  lag: number;
  phi: Eigenfunction;
  slower: number | undefined;
  error: number;
}

/**
 * The slowest-decaying complex eigenfunction of the Koopman operator, by extended dynamic mode decomposition, and whether it holds on held-out
 * runs: a true one has E[φ(later)·φ*(now)] = λ^steps·E|φ|². Yields progress 0 … 1.
 * @param axes coordinates of a state
 * @throws RangeError where a coordinate does not vary
 */
export function* stochasticPhase(runs: PhaseRuns, axes: number, seed: number): Work<StochasticPhase> {
  const dictionary = createDictionary(runs.fitted, axes);
  const candidates: Candidate[] = [];
  for (const [n, lag] of LAGS.entries()) {
    const found = candidateAt(dictionary, runs, lag);
    if (found) candidates.push(found);
    yield (0.8 * (n + 1)) / LAGS.length;
  }
  const best = candidates.sort((a, b) => a.error - b.error)[0];
  if (!best) return { verdict: 'none' };
  const found = judgeOn(dictionary, best, runs.held, seed);
  const turns = Number.isFinite(found.period.high) && found.quality.low >= LEAST_QUALITY;
  const size = meanSquare(best.phi, dictionary, runs.fitted);
  return {
    verdict: turns && found.error.value <= LARGEST_ERROR ? 'phase' : 'unconfirmed',
    found,
    phaseOf: (coordinates) => {
      const values = evaluate(best.phi, dictionary, coordinates);
      return Array.from({ length: values.length / 2 }, (_, t) => {
        const angle = Math.atan2(values[2 * t + 1]!, values[2 * t]!) / (2 * Math.PI);
        return { turn: angle < 0 ? angle + 1 : angle, size: Math.hypot(values[2 * t]!, values[2 * t + 1]!) / size };
      });
    },
  };
}

const modulus = ({ re, im }: Complex): number => Math.hypot(re, im);
/** |ω/μ| of an eigenvalue. */
const qualityOf = (one: Complex): number => Math.atan2(one.im, one.re) / Math.abs(Math.log(modulus(one)));

/** The slowest eigenvalue that turns, at one lag; undefined where none does. */
function candidateAt(dictionary: Dictionary, { fitted, choosing }: PhaseRuns, lag: number): Candidate | undefined {
  const matrix = koopmanMatrix(dictionary, fitted, lag);
  const spectrum = spectrumOf(matrix, dictionary.size).filter((one) => modulus(one) < CONSTANT ** lag);
  const eigenvalue = spectrum.find((one) => one.im > 0 && modulus(one) >= LEAST_MODULUS && qualityOf(one) >= LEAST_QUALITY);
  if (!eigenvalue) return undefined;
  const before = spectrum.find((one) => one.im === 0 && one.re > modulus(eigenvalue));
  const phi = eigenfunctionOf(matrix, dictionary.size, eigenvalue);
  const slower = before && -lag / Math.log(before.re);
  const { sums, stride, places } = correlationSums({ dictionary, phi, lag }, choosing);
  const totals = new Float64Array(stride);
  sums.forEach((value, at) => {
    totals[at % stride]! += value;
  });
  return { lag, phi, slower, error: largestError(totals, places, expectedAt(phi.eigenvalue, lag)) };
}

/** λ of a lag to the power of some steps. */
const expectedAt = (eigenvalue: Complex, lag: number) => {
  const [decay, angle] = [Math.log(modulus(eigenvalue)) / lag, Math.atan2(eigenvalue.im, eigenvalue.re) / lag];
  return (steps: number): Complex => {
    const size = Math.exp(decay * steps);
    return { re: size * Math.cos(angle * steps), im: size * Math.sin(angle * steps) };
  };
};

/** Steps at which correlations are compared: multiples of the lag, up to one turn, while the expected correlation is not small. */
function placesOf({ eigenvalue }: Eigenfunction, lag: number): number[] {
  const angle = Math.atan2(eigenvalue.im, eigenvalue.re);
  const until = Math.min((2 * Math.PI) / angle, Math.log(LEAST_CORRELATION) / Math.log(modulus(eigenvalue)));
  const last = Math.max(2, Math.floor(until));
  const every = Math.max(1, Math.ceil(last / PLACES));
  // The lag itself first: it tells the eigenvalue.
  return [...new Set([lag, ...Array.from({ length: Math.floor(last / every) }, (_, n) => (n + 1) * every * lag)])];
}

/** Additive components of each run: for each place Σ Re and Σ Im of φ(later)φ*(now) and Σ|φ|² over the same pairs. */
function correlationSums(
  { dictionary, phi, lag }: { dictionary: Dictionary; phi: Eigenfunction; lag: number },
  runs: CoordinateRuns,
): { sums: Float64Array; stride: number; places: number[] } {
  const places = placesOf(phi, lag);
  const stride = 3 * places.length;
  const sums = new Float64Array(runs.length * stride);
  runs.forEach((run, r) => {
    const values = evaluate(phi, dictionary, run);
    const steps = values.length / 2;
    places.forEach((ahead, n) => {
      const at = r * stride + 3 * n;
      for (let t = 0; t + ahead < steps; t++) {
        const [a, b] = [values[2 * t]!, values[2 * t + 1]!];
        const [c, d] = [values[2 * (t + ahead)]!, values[2 * (t + ahead) + 1]!];
        sums[at] = sums[at]! + c * a + d * b;
        sums[at + 1] = sums[at + 1]! + d * a - c * b;
        sums[at + 2] = sums[at + 2]! + (a * a + b * b + c * c + d * d) / 2;
      }
    });
  });
  return { sums, stride, places };
}

const correlationAt = (totals: Float64Array, n: number): Complex => ({
  re: totals[3 * n]! / totals[3 * n + 2]!,
  im: totals[3 * n + 1]! / totals[3 * n + 2]!,
});

function largestError(totals: Float64Array, places: readonly number[], expected: (steps: number) => Complex): number {
  return Math.max(
    ...places.map((steps, n) => {
      const [found, wanted] = [correlationAt(totals, n), expected(steps)];
      return Math.hypot(found.re - wanted.re, found.im - wanted.im);
    }),
  );
}

/** Period, quality and correlations on held-out runs, with intervals over runs. */
function judgeOn(dictionary: Dictionary, { lag, phi, slower }: Candidate, held: CoordinateRuns, seed: number): FoundPhase {
  const expected = expectedAt(phi.eigenvalue, lag);
  const { sums, stride, places } = correlationSums({ dictionary, phi, lag }, held);
  const statistics = (totals: Float64Array): number[] => {
    // The first place is the lag itself: the eigenvalue as the held-out runs have it.
    const first = correlationAt(totals, 0);
    const [decay, angle] = [-Math.log(modulus(first)) / lag, Math.atan2(first.im, first.re) / lag];
    const correlations = places.flatMap((_, n) => {
      const { re, im } = correlationAt(totals, n);
      return [re, im];
    });
    return [angle, angle / decay, 1 / decay, largestError(totals, places, expected), ...correlations];
  };
  const [angle, quality, memory, error, ...correlations] = bootstrapEstimates(sums, stride, statistics, seed) as [
    Estimate,
    Estimate,
    Estimate,
    Estimate,
    ...Estimate[],
  ];
  const turn = 2 * Math.PI;
  return {
    lag,
    // The slowest turn is the longest period. An angle that may be 0 has a period without end.
    period: {
      value: turn / angle.value,
      low: turn / angle.high,
      high: angle.low > 0 ? turn / angle.low : Number.POSITIVE_INFINITY,
      n: angle.n,
    },
    quality,
    memory,
    error,
    correlations: places.map((steps, n) => ({
      steps,
      re: correlations[2 * n]!,
      im: correlations[2 * n + 1]!,
      expected: expected(steps),
    })),
    ...(slower === undefined ? {} : { slower }),
  };
}

/** √E|φ|² over runs. */
function meanSquare(phi: Eigenfunction, dictionary: Dictionary, runs: CoordinateRuns): number {
  let [sum, count] = [0, 0];
  for (const run of runs) {
    const values = evaluate(phi, dictionary, run);
    for (const value of values) sum += value * value;
    count += values.length / 2;
  }
  return Math.sqrt(sum / count);
}
