import { runClaims } from '../../claims';
import type { ClaimResult } from '../../claims/claim';
import type { ClaimInput } from '../../claims/context';
import { groupActivity, type UnitGroup } from '../../dynamics/circuit/groupActivity';
import { unitActivityMap } from '../../dynamics/circuit/unitActivityMap';
import {
  type LeadingParts,
  NO_POPULATIONS,
  populationVerdict,
  tripletVerdict,
  type WeightBlocks,
  type WeightParts,
  weightBlocks,
} from '../../dynamics/circuit/weightBlocks';
import { collapseReport } from '../../dynamics/collapse/collapse';
import { type CheckpointDynamics, checkpointDynamics } from '../../dynamics/emergence/checkpointDynamics';
import { type SecondOrder, secondOrder } from '../../dynamics/emergence/secondOrder';
import { emissionReport } from '../../dynamics/emissions/emissionReport';
import { exitHazard } from '../../dynamics/emissions/exitHazard';
import { distanceReport } from '../../dynamics/emissions/matchedDistanceReport';
import { noiseSweep } from '../../dynamics/emissions/noiseSweep';
import { decodePosterior } from '../../dynamics/emissions/posteriorDecoding';
import { chooseSharedCopy } from '../../dynamics/emissions/sharedCopy';
import { type ExperimentId, interventionExperiment } from '../../dynamics/interventions/interventionExperiment';
import { interventionSweep } from '../../dynamics/interventions/interventionSweep';
import type { InterventionTarget } from '../../dynamics/interventions/interventionTargets';
import { resonance } from '../../dynamics/interventions/resonance';
import type { Judgement } from '../../dynamics/judge';
import type { KickGroup } from '../../dynamics/kick/kickGroups';
import { type KickReport, type KickScore, kickNeurons, scoreKickGroup } from '../../dynamics/kick/kickNeurons';
import { rotationReport } from '../../dynamics/orbit/rotationReport';
import { outputPairSubspaces } from '../../dynamics/orbit/subspaces';
import { type SpectrumReport, spectrumReport } from '../../dynamics/spectrum/spectrumReport';
import { type SpectrumByZone, spectrumByZone } from '../../dynamics/spectrum/spectrumZones';
import { type ResidencyReport, residencyReport } from '../../dynamics/zones/residency';
import { type NoiseSensitivity, noiseSensitivity } from '../../dynamics/zones/sensitivity';
import { type NoiseMixing, recordedNoise } from '../../dynamics/zones/sensitivityFan';
import { type SensitivityByZone, sensitivityByZone } from '../../dynamics/zones/sensitivityZones';
import { type ZoneCuts, zonesOf } from '../../dynamics/zones/zones';
import { type ZoneReport, zoneReport } from '../../dynamics/zones/zonesReport';
import { baumWelch } from '../../hmm/baumWelch';
import type { SequenceSet } from '../../hmm/forwardBackward';
import { type FitCurvePoint, fitCurve } from '../../hmm/modelSelection';
import type { HmmSpec } from '../../hmm/spec';
import { exactStatistics } from '../../hmm/statistics';
import type { PcaBasis } from '../../math/basis';
import { within } from '../../math/progress';
import { WeightFileError } from '../../rnn/safetensors';
import { sampleRuns, simulate } from '../../rnn/simulate';
import { readWeightFileInSteps, type WeightFile } from '../../rnn/weightFiles';
import type { RnnWeights } from '../../rnn/weights';
import { type LossLandmarks, lossLandmarks } from '../../training/landmarks';
import { recipeForModel } from '../../training/recipes';
import { orbit } from './orbit';

interface OnNetwork {
  weights: RnnWeights;
  seed: number;
}
interface OnBasis extends OnNetwork {
  basis: PcaBasis;
}
interface InPlane extends OnBasis {
  axes: readonly [number, number];
}
type Populations = readonly [readonly number[], readonly number[]];
interface OfModel extends OnNetwork {
  hmm: HmmSpec;
}
interface Sequences extends OfModel {
  sequences: number;
  seqLen: number;
}

/** Runs of the decoding analysis: half are fitted, half held out. */
const DECODING = { runs: 60, steps: 500 };

/** Zones have a bootstrap to make but no simulation: one step. */
function* zones({
  report,
  cuts,
  seed,
}: {
  report: ResidencyReport;
  cuts: ZoneCuts;
  seed: number;
}): Generator<number, ZoneReport, void> {
  yield 0;
  return zoneReport(report, cuts, seed);
}

/** Steps before the residency run is recorded (docs/science.md §3.8). */
const WARM_UP = 20;

/** Spectra along the very run the residency times belong to: the same seed makes the same states. */
function* spectrum({ weights, states, seed }: OnNetwork & { states: number }): Generator<number, SpectrumReport, void> {
  const run = simulate(weights, { steps: states, seed, warmUp: WARM_UP });
  yield 0.02;
  return yield* spectrumReport(weights, run.states);
}

interface SpectraAndZones {
  spectra: SpectrumReport;
  report: ResidencyReport;
  cuts: ZoneCuts;
  seed: number;
}

function* spectrumZones({ spectra, report, cuts, seed }: SpectraAndZones): Generator<number, SpectrumByZone, void> {
  yield 0;
  return spectrumByZone(spectra, zonesOf(report, cuts), seed);
}

/** Steps of a fan: the claims are about the first five, the rest shows where it goes. */
const FAN_STEPS = 15;

interface FanInput extends OnBasis {
  states: number;
  anchor: number;
  mixing: NoiseMixing;
}

/** Futures of one state of the residency run. The replay starts with the noise that follows the state (quirk Q9). */
function* fan({ weights, basis, seed, states, anchor, mixing }: FanInput): Generator<number, NoiseSensitivity, void> {
  const run = simulate(weights, { steps: states, seed, warmUp: WARM_UP });
  yield 0.1;
  const { hiddenSize: H, inputDim } = weights;
  const state = run.states.slice(anchor * H, (anchor + 1) * H);
  const nextNoise = recordedNoise({ seed }, WARM_UP + anchor + 1, FAN_STEPS, inputDim);
  return yield* noiseSensitivity(weights, { seed, anchor: { state, nextNoise }, steps: FAN_STEPS, basis, mixing });
}

interface SensitivityInput extends OnNetwork {
  report: ResidencyReport;
  cuts: ZoneCuts;
  mixing: NoiseMixing;
}

function* sensitivity({ weights, seed, report, cuts, mixing }: SensitivityInput): Generator<number, SensitivityByZone, void> {
  const run = { seed, warmUp: WARM_UP, states: report.states };
  return yield* sensitivityByZone(weights, run, zonesOf(report, cuts), { seed, mixing });
}

/** The blocks of W_hh with their verdicts; claim C11 is judged on the strongest units of both groups' directions. */
export interface JudgedBlocks extends WeightBlocks {
  leaders: WeightBlocks;
  verdicts: { triplets: Judgement; populations: Judgement };
}

function* blocks({
  weights,
  parts,
  leaders: leading,
  seed,
}: OnNetwork & { parts: WeightParts; leaders: LeadingParts }): Generator<number, JudgedBlocks, void> {
  yield 0;
  const found = weightBlocks(weights, parts, seed);
  yield 0.5;
  const leaders = weightBlocks(weights, { ...leading, populations: NO_POPULATIONS }, seed);
  return { ...found, leaders, verdicts: { triplets: tripletVerdict(leaders), populations: populationVerdict(found) } };
}

interface OnTarget extends OnNetwork {
  target: InterventionTarget;
  groups: readonly KickGroup[];
  activeShare: ArrayLike<number>;
}

/** A group changed by hand, scored in each of its directions. */
export interface EditedScore {
  from: number;
  to: number;
  score: KickScore;
}

function* kickScore({
  weights,
  report,
  edits,
}: {
  weights: RnnWeights;
  report: KickReport;
  edits: { from: number; to: number; units: number[] }[];
}): Generator<number, EditedScore[], void> {
  const scores: EditedScore[] = [];
  for (const [n, { from, to, units }] of edits.entries()) {
    const score = yield* within(scoreKickGroup(weights, report, { from, to }, units), n / edits.length, (n + 1) / edits.length);
    scores.push({ from, to, score });
  }
  return scores;
}

/** Size at which floor and plateau of a model are compared. */
const LEARNABLE_BATCH = 256;
const LEARNABLE_DRAWS = 4;

/** Floor and plateau of a model that need not be in use. */
function* learnable(hmm: HmmSpec, seed: number): Generator<number, LossLandmarks, void> {
  yield 0;
  const { seqLen } = recipeForModel(exactStatistics(hmm).changeRate).phases[0]!;
  return lossLandmarks(hmm, LEARNABLE_BATCH, seqLen, seed, LEARNABLE_DRAWS);
}

/** Sequences of a network that models are fitted to. */
const REFITTED = { runs: 200, steps: 100 };

const outputsOf = (weights: RnnWeights, seed: number): SequenceSet => {
  const { runs, steps } = REFITTED;
  const made = sampleRuns(weights, { runs, steps, seed, update: 7 });
  return {
    labels: made.outputs.slice(0, made.runs * steps),
    lengths: new Array<number>(made.runs).fill(steps),
    nOutputs: weights.nOutputs,
  };
};

/** A model with so many states for a network whose own is not known. */
function* fitNetwork({ weights, nStates, seed }: OnNetwork & { nStates: number }): Generator<number, HmmSpec, void> {
  const {
    name,
    topology,
    nStates: states,
    nOutputs,
    startProb,
    transitionMatrix,
    emissionMatrix,
  } = yield* baumWelch(outputsOf(weights, seed), nStates, { seed });
  return { name, topology, nStates: states, nOutputs, startProb, transitionMatrix, emissionMatrix };
}

/** Models with 2 … 10 states fitted to the network's own outputs. */
function* refit({ weights, seed }: OfModel): Generator<number, FitCurvePoint[], void> {
  return yield* fitCurve(outputsOf(weights, seed), 2, 10, { seed, restarts: 4, iterations: 40 });
}

/** What is found of one checkpoint of a training run. */
export interface CheckpointAnalysis {
  dynamics: CheckpointDynamics;
  /** undefined for a checkpoint that grows without bound. */
  secondOrder: SecondOrder | undefined;
}

function* checkpoint({ weights, seed }: OnNetwork): Generator<number, CheckpointAnalysis, void> {
  const dynamics = yield* within(checkpointDynamics(weights, { seed }), 0, 0.8);
  return { dynamics, secondOrder: dynamics.divergent ? undefined : secondOrder(weights, { seed }) };
}

/** All claims on a network: each result is told as it is found. */
function* claims(input: ClaimInput): Generator<number | ClaimResult, void, void> {
  for (const { progress, result } of runClaims(input)) {
    if (result) yield result;
    yield progress;
  }
}

/** A weight file, or what is wrong with it: a sentence. */
export type ReadWeights = { ok: true; file: WeightFile } | { ok: false; message: string };

function* readWeights({ name, bytes }: { name: string; bytes: Uint8Array }): Generator<number, ReadWeights, void> {
  try {
    return { ok: true, file: yield* readWeightFileInSteps(name, bytes) };
  } catch (error) {
    if (error instanceof WeightFileError) return { ok: false, message: error.message };
    throw error;
  }
}

/** Everything that runs in the background on request. A new analysis is a row here and a row in state/analyses/inputs.ts. */
export const JOBS = {
  orbit,
  claims,
  collapse: ({ weights, seed }: OnNetwork) => collapseReport(weights, { seed }),
  noise: ({ weights, basis, axes, hmm, bandwidth, seed }: InPlane & { hmm: HmmSpec; bandwidth: number }) =>
    noiseSweep(weights, basis, exactStatistics(hmm), { seed, axes, bandwidth }),
  rotation: ({ weights, basis, axes, seed }: InPlane) => rotationReport(weights, basis, { seed, axes }),
  emissions: ({ weights, hmm, sequences, seqLen, seed }: Sequences) => emissionReport(weights, hmm, { sequences, seqLen, seed }),
  distance: ({ weights, hmm, sequences, seqLen, seed }: Sequences) => distanceReport(weights, hmm, { sequences, seqLen, seed }),
  decoding: ({ weights, hmm, seed }: OfModel) => decodePosterior(weights, hmm, { seed, ...DECODING }),
  residency: ({ weights, basis, seed }: OnBasis) => residencyReport(weights, basis, { seed, warmUp: WARM_UP }),
  spectrum,
  spectrumZones,
  hazard: ({ weights, hmm, seed }: OfModel) => exitHazard(weights, hmm, { seed }),
  fan,
  sensitivity,
  zones,
  kick: ({ weights, seed, size }: OnNetwork & { size: number }) => kickNeurons(weights, { seed, size }),
  kickScore,
  wall: ({ weights, basis, seed }: OnBasis) => unitActivityMap(weights, basis, { seed }),
  blocks,
  activity: ({ weights, parts, seed }: OnNetwork & { parts: readonly UnitGroup[] }) => groupActivity(weights, parts, { seed }),
  sweep: ({ weights, target, groups, activeShare, seed }: OnTarget) =>
    interventionSweep(weights, target, { seed, groups, activeShare }),
  experiment: ({ weights, target, id, seed }: OnNetwork & { target: InterventionTarget; id: ExperimentId }) =>
    interventionExperiment(weights, target, id, { seed }),
  learnable: ({ hmm, seed }: { hmm: HmmSpec; seed: number }) => learnable(hmm, seed),
  fitNetwork,
  readWeights,
  refit,
  fitCurve: ({ data, seed }: { data: SequenceSet; seed: number }) => fitCurve(data, 1, 8, { seed }),
  checkpoint,
  sharedCopy: ({ weights, hmm, seed }: OfModel) => chooseSharedCopy(weights, hmm, seed),
  resonance: ({ weights, populations, seed }: OnNetwork & { populations: Populations }) =>
    resonance(weights, populations, { seed }),
  subspaces: ({ weights, basis, seed }: OnBasis) => outputPairSubspaces(weights, basis, { seed }),
} as const;
