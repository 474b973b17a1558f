import type { ZoneCuts } from '../dynamics/defaults';
import type { ExperimentId } from '../dynamics/interventions/interventionExperiment';
import type { KickReport } from '../dynamics/kick/kickNeurons';
import type { OrbitSummary } from '../dynamics/orbit/orbit';
import { planeInView } from '../dynamics/orbit/orbitPlanes';
import type { Skeleton } from '../dynamics/skeleton/skeleton';
import type { SpectrumReport } from '../dynamics/spectrum/spectrumReport';
import type { ResidencyReport } from '../dynamics/zones/residency';
import { KICK_ZONE, zoneOf } from '../dynamics/zones/zones';
import type { SequenceSet } from '../hmm/forwardBackward';
import type { HmmSpec } from '../hmm/spec';
import { memoizeLast } from '../math/memory';
import { type RnnWeights, weightsFingerprint } from '../rnn/weights';
import { ANALYSIS_SEED, type Choices, USUAL_LENGTH } from './choices';

/**
 * The graph of inputs: what the analyses are functions of. The panels walk it with the state of the app, which is a `Sources` as it is; the
 * report walks it with the network it judges and the choices of the paper (claims/shared.ts). `request.ts` of an analysis says which parts
 * of the graph it stands on.
 */
export interface Sources {
  /** The network in view. */
  readonly network:
    | {
        readonly weights: RnnWeights;
        readonly hmm: HmmSpec;
        /** Equal for equal weights. */
        readonly fingerprint: string;
        /** What is known of its training: T, the length it was last trained with. */
        readonly preset?: { readonly scores: { readonly seqLen: number } };
      }
    | undefined;
  /** Its principal axes and rotation. */
  readonly orbit: OrbitSummary | undefined;
  readonly settings: Choices;
  /** Results that other analyses stand on, with what each was computed from. */
  readonly analyses: {
    readonly residency?: Known<ResidencyReport>;
    readonly spectrum?: Known<SpectrumReport>;
    readonly kick?: Known<KickReport>;
    readonly skeleton?: Known<Skeleton>;
  };
  /** Kick groups changed by hand, by name: their units. */
  readonly groupEdits: Readonly<Record<string, readonly number[]>>;
  readonly experiment: { readonly id: ExperimentId; readonly target: string } | undefined;
  /** The model on the drawing board. */
  readonly draft: { readonly now: HmmSpec } | undefined;
  /** Sequences from a file or pasted. */
  readonly ownSequences: { readonly id: number; readonly set: SequenceSet; readonly confirmed: boolean } | undefined;
  /** The shipped training of the network in view, once it was fetched: its first checkpoint is the network before training. */
  readonly history?: { readonly checkpoints: readonly { readonly update: number; readonly weights: RnnWeights }[] } | undefined;
  /** Of every draw. Default ANALYSIS_SEED. */
  readonly seed?: number;
}

/** A result; the key is that of what it was computed from. */
export interface Known<T> {
  readonly value?: T;
  readonly key?: string;
}

/**
 * Parts of a result that may hold NaN or Infinity: names joined by full stops, `*` for any entry of a list. All that is beneath a part
 * counts. An estimate without an observation (n = 0) may always be undefined: that is what it says.
 */
export type AllowedNonFinite = readonly string[];

/** A computation of the background: yields its progress, 0 … 1. */
export type Compute = (input: never) => Generator<unknown, unknown, void>;

/** What can be asked of the background. */
export interface Request<C extends Compute> {
  /**
   * What of the result may be NaN (it cannot be measured on this network) or infinite (a run grew without bound), though there were
   * observations. Everything else must be finite.
   */
  allowedNonFinite: AllowedNonFinite;
  /** Never set: the type of the computation of the same name in `compute.ts`. */
  computedBy?: C;
}

/** A job with its input, as it is handed to the background. */
export interface Asked<N extends string, I> {
  job: N;
  input: I;
  allowedNonFinite: AllowedNonFinite;
}

/** What a panel asks for: how the input follows from the sources, and what makes it out of date. */
export interface PanelRequest<C extends Compute> extends Request<C> {
  /** Equal for equal inputs; undefined while the input is not there yet. */
  key(sources: Sources): string | undefined;
  /** Called only when there is a key. */
  input(sources: Sources): Parameters<C>[0];
  /** Someone asks for it by a file or a button: what is merely in sight does not hold it up. */
  asked?: true;
}

export const seedOf = ({ seed }: Pick<Sources, 'seed'>): number => seed ?? ANALYSIS_SEED;

// Keys.

export const onNetwork = ({ network }: Sources): string | undefined => network?.fingerprint;

/** Bases of a passing network and of the first moments are fitted to shorter runs; they count as different. */
export const onBasis = ({ network, orbit }: Sources): string | undefined =>
  network && orbit && !orbit.divergent ? `${network.fingerprint} ${orbit.steps}` : undefined;

export const inPlane = (sources: Sources): string | undefined => {
  const key = onBasis(sources);
  return key && `${key} ${planeOf(sources)}`;
};

export const onSequences = (sources: Sources): string | undefined => {
  const key = onNetwork(sources);
  return key && `${key} ${sources.settings.sequences} ${trainedLength(sources)}`;
};

/** Only the network in view has weights: what needs both waits until the residency times are its own. */
export const onResidency = (sources: Sources): string | undefined => {
  const { residency } = sources.analyses;
  return residency?.value && residency.key === onBasis(sources) ? residency.key : undefined;
};

// Inputs.

/** The weights and the seed. */
export const networkInput = (sources: Sources) => ({ weights: sources.network!.weights, seed: seedOf(sources) });

/** Names the shipped training that was fetched by its last weights; undefined where there is none. */
export const trainingKey = ({ history }: Pick<Sources, 'history'>): string | undefined => history && keyOfTraining(history);

const keyOfTraining = memoizeLast((history: NonNullable<Sources['history']>): string => {
  const last = history.checkpoints.at(-1);
  return last ? `${weightsFingerprint(last.weights)} ${history.checkpoints.length}` : 'empty';
});

/** W_hh of the network in view before its training; undefined where that is not known. */
export function startOf({ network, history }: Pick<Sources, 'network' | 'history'>): Float32Array | undefined {
  const first = history?.checkpoints[0];
  if (!network?.preset || first?.update !== 0) return undefined;
  const { recurrentWeights } = first.weights;
  return recurrentWeights.length === network.weights.recurrentWeights.length ? recurrentWeights : undefined;
}

/** The weights and the model they emulate. */
export const modelInput = (sources: Sources) => ({ ...networkInput(sources), hmm: sources.network!.hmm });

/** The weights and the principal axes, in the plane that is shown. */
export const planeInput = (sources: Sources) => ({
  ...networkInput(sources),
  basis: sources.orbit!.basis,
  axes: planeOf(sources),
});

/** T is the length the network was last trained with, so that the comparison is the one it was made for. */
export const sequencesInput = (sources: Sources) => ({
  ...modelInput(sources),
  sequences: sources.settings.sequences,
  seqLen: trainedLength(sources),
});

const trainedLength = ({ network }: Sources): number => network?.preset?.scores.seqLen ?? USUAL_LENGTH;

const planeOf = ({ orbit, settings }: Sources): readonly [number, number] => planeInView(settings.plane, orbit!.basis.explained);

export const zoneCuts = ({
  cutTransition,
  cutCluster,
  cutSoftmax,
}: Pick<Choices, 'cutTransition' | 'cutCluster' | 'cutSoftmax'>): ZoneCuts => ({
  transition: cutTransition,
  cluster: Math.max(cutTransition, cutCluster),
  softmax: cutSoftmax,
});

/** A text that is equal for equal cuts. */
export const cutsText = ({ settings }: Pick<Sources, 'settings'>): string => String(Object.values(zoneCuts(settings)));

/** The state whose futures are shown: the one chosen, else the first in a kick-zone. */
export function anchorOf({ analyses, settings }: Pick<Sources, 'analyses' | 'settings'>): number {
  const report = analyses.residency?.value;
  if (!report) return 0;
  if (settings.anchor >= 0) return Math.min(settings.anchor, report.states - 1);
  const cuts = zoneCuts(settings);
  const { residencyTimes, maxSoftmax } = report;
  return Math.max(
    0,
    residencyTimes.findIndex((time, s) => zoneOf(time, maxSoftmax[s]!, cuts) === KICK_ZONE),
  );
}
