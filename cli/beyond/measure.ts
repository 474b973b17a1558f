import { ORBIT_STEPS } from '../../src/analyses/choices';
import { type SkeletonBirth, skeletonBirth, skeletonThroughTraining } from '../../src/analyses/emergence/compute';
import { phaseReport } from '../../src/analyses/phase/compute';
import { type SkeletonGraph, skeletonGraph } from '../../src/analyses/skeleton/compute';
import {
  type GatheredNoise,
  integrationTargets,
  type NoiseIntegrationReport,
  noiseIntegration,
} from '../../src/dynamics/circuit/noiseIntegration';
import { integratingPopulations } from '../../src/dynamics/circuit/populations';
import { checkpointDynamics } from '../../src/dynamics/emergence/checkpointDynamics';
import { bifurcation } from '../../src/dynamics/emergence/emergence';
import { type RankReport, rankCurve } from '../../src/dynamics/emergence/rank';
import { matrixCosine, participationRatio, relativeChange } from '../../src/dynamics/emergence/richness';
import { decodePosterior } from '../../src/dynamics/emissions/posteriorDecoding';
import { type DivergenceRate, divergenceRate, type RatesReport, rates } from '../../src/dynamics/emissions/rates';
import type { KickReport } from '../../src/dynamics/kick/kickNeurons';
import { summariseOrbit } from '../../src/dynamics/orbit/orbit';
import { rotatingPlane } from '../../src/dynamics/orbit/orbitPlanes';
import type { FoundPhase, PhaseVerdict } from '../../src/dynamics/orbit/stochasticPhase';
import { committor, type DirectionOverlap, directionOverlap } from '../../src/dynamics/skeleton/saddles';
import { type Skeleton, type SkeletonKind, skeleton } from '../../src/dynamics/skeleton/skeleton';
import type { HmmSpec } from '../../src/hmm/spec';
import { finish } from '../../src/math/progress';
import type { Estimate } from '../../src/math/statistics';
import type { RnnWeights } from '../../src/rnn/weights';
import type { TrainingHistory } from '../../src/training/history';

/** What is measured of one network beyond the paper (docs/science.md §7.4). */
export interface BeyondRow {
  id: string;
  /** Undefined, with `unbounded` set, when the network grows without bound. */
  skeleton?: SkeletonSummary;
  graph?: SkeletonGraph;
  /** Runs released at each saddle with one unstable direction: share of each output [saddles][K]. */
  committors: Estimate[][];
  /** Overlap of all kick units with the unstable directions: among all units, and among those that fire. */
  overlap?: { all: DirectionOverlap; firing: DirectionOverlap };
  integration?: IntegrationSummary;
  rates?: RatesReport;
  divergence?: DivergenceRate;
  rank?: RankReport;
  /** When the skeleton changed in training, beside the marker of emergence, in updates; undefined without a history. */
  training?: { changed: SkeletonBirth; marker?: number; length: number; kinds: SkeletonKind[] };
  /** How well the exact belief is read from h. */
  belief?: { hidden: Estimate; currentOutput: Estimate; memoryGain: Estimate };
  /** The stochastic asymptotic phase, without its states. */
  phase?: PhaseSummary;
  /** How far training moved W_hh; without a start only its participation ratio is known. */
  richness?: Richness;
  /** What could not be measured, in sentences. */
  notes: string[];
}

/** A phase, and the steps of a round trip of the outputs. */
export interface PhaseSummary extends Partial<Pick<FoundPhase, 'period' | 'quality' | 'memory' | 'error' | 'slower'>> {
  verdict: PhaseVerdict;
  /** NaN without a label change. */
  roundTrip: number;
  turnsPerRoundTrip: number;
}

/** Participation ratio of W_hh; where its start is known ‖ΔW‖/‖W₀‖, cos(W, W₀) and the participation ratio of ΔW. */
export interface Richness {
  weights: number;
  moved?: number;
  cosine?: number;
  change?: number;
}

/** The skeleton without its states. */
export interface SkeletonSummary extends Pick<Skeleton, 'kind' | 'completeness' | 'indexSum' | 'searches' | 'converged'> {
  points: { kind: string; label: number; unstable: number; largest: number; turning: boolean }[];
  cycle?: { turnsPer1000: number; flipsPer1000: number };
}

/** What was gathered, without the averages step by step. */
export interface IntegrationSummary extends Pick<NoiseIntegrationReport, 'scarce'> {
  directions: {
    from: number;
    to: number;
    changes: number;
    populations: Pick<GatheredNoise, 'total' | 'shuffledTotal' | 'halfTime' | 'integrationTime'>;
  }[];
}

/** A network and the files beside it. */
export interface BeyondInput {
  id: string;
  weights: RnnWeights;
  hmm: HmmSpec;
  kick: KickReport | undefined;
  /** W_hh before training. */
  start: Float32Array | undefined;
  /** Its training, and the factor on W_hh it began with. */
  training?: { history: TrainingHistory; startGain: number } | undefined;
}

const FIRES = 0.05;

/** As in the panel. */
const BELIEF_RUNS = { runs: 40, steps: 1000 };

/** A part of a row: it is measured, kept and made again by itself. */
export interface BeyondPart {
  /** Raise it when what is measured changes: parts that were kept are then made again. */
  definition: number;
  /** What is said to be missing where it cannot be measured. */
  about: string;
  /** Takes longest: left out with `--quick`. */
  slow?: true;
  measure(input: BeyondInput, seed: number): Partial<BeyondRow>;
}

/** The parts of a row, in the order in which they are measured. */
export const BEYOND_PARTS = {
  skeleton: { definition: 1, about: 'Skeleton', measure: skeletonPart },
  integration: {
    definition: 1,
    about: 'Noise before switches',
    measure: ({ weights, kick }, seed) => known({ integration: integrationOf(weights, kick, seed) }),
  },
  rates: {
    definition: 1,
    about: 'Rates',
    measure: ({ weights, hmm }, seed) => known({ rates: ifBounded(finish(rates(weights, hmm, { seed }))) }),
  },
  rank: {
    definition: 1,
    about: 'Rank',
    measure: ({ weights, hmm, start }, seed) => ({
      rank: finish(rankCurve(weights, hmm, { seed, ...(start ? { start } : {}) })),
    }),
  },
  richness: { definition: 1, about: 'Richness', measure: ({ weights, start }) => ({ richness: richnessOf(weights, start) }) },
  belief: {
    definition: 1,
    about: 'Belief',
    measure: ({ weights, hmm }, seed) => {
      const found = finish(decodePosterior(weights, hmm, { seed, ...BELIEF_RUNS }));
      if (!found.bounded) return {};
      const { hidden, currentOutput, memoryGain } = found;
      return { belief: { hidden: hidden.overall, currentOutput: currentOutput.overall, memoryGain } };
    },
  },
  phase: { definition: 1, about: 'Phase', measure: ({ weights }, seed) => ({ phase: phaseOf(weights, seed) }) },
  divergence: {
    definition: 1,
    about: 'Divergence rate',
    slow: true,
    measure: ({ weights, hmm }, seed) => known({ divergence: ifBounded(finish(divergenceRate(weights, hmm, { seed }))) }),
  },
  training: {
    definition: 1,
    about: 'Skeleton through training',
    slow: true,
    measure: ({ training }, seed) => known({ training: training && trainingOf(training, seed) }),
  },
} as const satisfies Record<string, BeyondPart>;
export type BeyondPartId = keyof typeof BEYOND_PARTS;

/** Hands back a part that was made before, or makes it. */
export type KeepPart = (id: BeyondPartId, make: () => Partial<BeyondRow>) => Partial<BeyondRow>;

/**
 * Measures everything of one network, part by part.
 * @param quick without the parts that take longest
 */
export function measureBeyond(input: BeyondInput, seed: number, quick: boolean, keep: KeepPart = (_, make) => make()): BeyondRow {
  const row: BeyondRow = { id: input.id, committors: [], notes: [] };
  for (const [id, part] of Object.entries<BeyondPart>(BEYOND_PARTS)) {
    if (quick && part.slow) continue;
    const { notes = [], ...found } = keep(id as BeyondPartId, () => attempt(part, input, seed));
    Object.assign(row, found);
    row.notes.push(...notes);
  }
  return row;
}

/** A part; where a network cannot be analysed, a note that says so. */
function attempt({ about, measure }: BeyondPart, input: BeyondInput, seed: number): Partial<BeyondRow> {
  try {
    return measure(input, seed);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { notes: [`${about}: ${error.message}.`] };
  }
}

/** The entries that are defined. */
const known = (part: { [K in keyof BeyondRow]?: BeyondRow[K] | undefined }): Partial<BeyondRow> =>
  Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));

const ifBounded = <T extends { bounded: boolean }>(found: T): Extract<T, { bounded: true }> | undefined =>
  found.bounded ? (found as Extract<T, { bounded: true }>) : undefined;

function skeletonPart({ weights, hmm, kick }: BeyondInput, seed: number): Partial<BeyondRow> {
  const found = finish(skeleton(weights, { seed }));
  const saddles = found.points.filter(({ unstable }) => unstable === 1);
  const units = kick?.groups.filter(({ meetsBar }) => meetsBar).flatMap((group) => group.units) ?? [];
  const firing = kick?.activeShare.flatMap((share, unit) => (share >= FIRES ? [unit] : [])) ?? [];
  const overlapAmong = (among?: readonly number[]) => directionOverlap(found.points, units, weights.hiddenSize, among);
  return {
    skeleton: summaryOf(found),
    graph: skeletonGraph(found, hmm),
    committors: saddles.map(({ state }) => committor(weights, state, { seed })),
    ...(units.length > 0 && saddles.length > 0 ? { overlap: { all: overlapAmong(), firing: overlapAmong(firing) } } : {}),
  };
}

function summaryOf({ kind, completeness, indexSum, searches, converged, points, cycle }: Skeleton): SkeletonSummary {
  return {
    kind,
    completeness,
    indexSum,
    searches,
    converged,
    points: points.map(({ kind: of, label, unstable, multipliers: [first] }) => ({
      kind: of,
      label,
      unstable,
      largest: Math.hypot(first!.re, first!.im),
      turning: first!.im > 0,
    })),
    ...(cycle ? { cycle: { turnsPer1000: cycle.turnsPer1000, flipsPer1000: cycle.flipsPer1000 } } : {}),
  };
}

/** Noise before the changes that the first two kick groups start; undefined where there are fewer. */
function integrationOf(weights: RnnWeights, kick: KickReport | undefined, seed: number): IntegrationSummary | undefined {
  const groups = kick?.groups.filter(({ meetsBar }) => meetsBar) ?? [];
  const [first, second] = groups;
  if (!first || !second) return undefined;
  const exclude = groups.flatMap(({ units }) => units);
  const { populations } = integratingPopulations(weights, [first.units, second.units], { exclude });
  const report = finish(noiseIntegration(weights, integrationTargets([first, second], populations), { seed }));
  return {
    scarce: report.scarce,
    directions: report.directions.map(
      ({ from, to, changes, populations: { total, shuffledTotal, halfTime, integrationTime } }) => ({
        from,
        to,
        changes,
        populations: { total, shuffledTotal, halfTime, integrationTime },
      }),
    ),
  };
}

/** The skeleton of every checkpoint, and the marker that the panel on emergence shows. */
function trainingOf(
  { history, startGain }: NonNullable<BeyondInput['training']>,
  seed: number,
): NonNullable<BeyondRow['training']> {
  const { checkpoints, losses, landmarks } = history;
  const moments = finish(skeletonThroughTraining(checkpoints, { seed }));
  const spectra = checkpoints.map(({ update, weights }) => {
    const { unstable, critical } = finish(checkpointDynamics(weights, { seed }));
    return { update, unstable: unstable.value, critical: critical.value };
  });
  const { update: marker } = bifurcation({ losses, landmarks, checkpoints: spectra }, { startGain });
  return {
    changed: skeletonBirth(moments),
    ...(marker === undefined ? {} : { marker }),
    length: Math.max(losses.length, checkpoints.at(-1)?.update ?? 0),
    // What comes after one another, each once.
    kinds: moments.flatMap(({ kind }) => (kind ? [kind] : [])).filter((kind, n, all) => kind !== all[n - 1]),
  };
}

/** The phase, beside the round trips of the run that the portrait shows. */
function phaseOf(weights: RnnWeights, seed: number): PhaseSummary {
  const orbit = summariseOrbit(weights, { steps: ORBIT_STEPS, seed });
  const { verdict, found } = finish(phaseReport(weights, orbit.basis, { seed }));
  const { flips, turnsPerRoundTrip } = rotatingPlane(orbit).rotation;
  return {
    verdict,
    ...(found && { period: found.period, quality: found.quality, memory: found.memory, error: found.error }),
    ...(found?.slower === undefined ? {} : { slower: found.slower }),
    roundTrip: flips > 0 ? (2 * orbit.steps) / flips : Number.NaN,
    turnsPerRoundTrip: Math.abs(turnsPerRoundTrip),
  };
}

function richnessOf({ hiddenSize: H, recurrentWeights }: RnnWeights, start: Float32Array | undefined): Richness {
  const weights = participationRatio(recurrentWeights, H);
  if (!start) return { weights };
  return {
    weights,
    moved: relativeChange(recurrentWeights, start),
    cosine: matrixCosine(recurrentWeights, start),
    change: participationRatio(
      recurrentWeights.map((value, at) => value - start[at]!),
      H,
    ),
  };
}
