import { PLANES, rotatingPlane } from '../../dynamics/orbit/orbitPlanes';
import { KICK_ZONE, type ZoneCuts, zoneOf } from '../../dynamics/zones/zones';
import { encodeModel } from '../../hmm/encode';
import type { PanelJob } from '../../workers/pool/protocol';
import type { NetworkInView } from '../networks/slice';
import type { Settings } from '../settings/settings';
import type { AppState } from '../store';
import type { InputRow } from './inputRow';
import { MECHANISM_INPUTS } from './mechanismInputs';

/** Longest sequences compared: training lengths are below it. */
const FALLBACK_LENGTH = 100;

/** T of the emission analyses: the length the network was last trained with, so that the comparison is the one it was made for. */
function analysisLength({ preset }: Pick<NetworkInView, 'preset'>): number {
  return preset?.scores.seqLen ?? FALLBACK_LENGTH;
}

const planeOf = ({ orbit, settings }: AppState): readonly [number, number] =>
  PLANES.find(([a, b]) => `${a + 1}${b + 1}` === settings.plane) ?? rotatingPlane(orbit!).axes;

/** Bases of a passing network and of the first moments are fitted to shorter runs; they count as different. */
const onNetwork = ({ network }: AppState): string | undefined => network?.fingerprint;
const onBasis = ({ network, orbit }: AppState): string | undefined =>
  network && orbit && !orbit.divergent ? `${network.fingerprint} ${orbit.steps}` : undefined;
const inPlane = (state: AppState): string | undefined => {
  const key = onBasis(state);
  return key && `${key} ${planeOf(state)}`;
};
const sequences = (state: AppState): string | undefined => {
  const key = onNetwork(state);
  return key && `${key} ${state.settings.sequences} ${analysisLength(state.network!)}`;
};

/** Analyses have a seed of their own: they describe the network, not the live run. */
const SEED = 1;

const network = ({ network: inView }: AppState) => ({ weights: inView!.weights, hmm: inView!.hmm, seed: SEED });
const plane = (state: AppState) => ({ ...network(state), basis: state.orbit!.basis, axes: planeOf(state) });
const sample = (state: AppState) => ({
  ...network(state),
  sequences: state.settings.sequences,
  seqLen: analysisLength(state.network!),
});

export const zoneCuts = ({
  cutTransition,
  cutCluster,
  cutSoftmax,
}: Pick<Settings, 'cutTransition' | 'cutCluster' | 'cutSoftmax'>): ZoneCuts => ({
  transition: cutTransition,
  cluster: Math.max(cutTransition, cutCluster),
  softmax: cutSoftmax,
});

/** Only the network in view has weights: what needs both waits until the residency times are its own. */
function ownResidency(state: AppState): string | undefined {
  const { residency } = state.analyses;
  return residency?.value && residency.key === onBasis(state) ? residency.key : undefined;
}

/** The state whose futures are shown: the one chosen, else the first in a kick-zone. */
export function anchorOf({ analyses, settings }: Pick<AppState, 'analyses' | 'settings'>): number {
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

export const INPUTS: { [N in PanelJob]: InputRow<N> } = {
  collapse: { key: onNetwork, input: network },
  noise: {
    key: (state) => {
      const key = inPlane(state);
      return key && `${key} ${state.settings.bandwidth}`;
    },
    input: (state) => ({ ...plane(state), bandwidth: state.settings.bandwidth }),
  },
  rotation: { key: inPlane, input: plane },
  emissions: { key: sequences, input: sample },
  distance: { key: sequences, input: sample },
  hazard: { key: onNetwork, input: network },
  decoding: { key: onNetwork, input: network },
  residency: { key: onBasis, input: plane },
  zones: {
    // Zones are made of the residency times on screen, whichever network those belong to.
    key: ({ analyses, settings }) =>
      analyses.residency?.value && `${analyses.residency.key} ${Object.values(zoneCuts(settings))}`,
    input: ({ analyses, settings }) => ({ report: analyses.residency!.value!, cuts: zoneCuts(settings), seed: SEED }),
  },
  spectrum: {
    key: ownResidency,
    input: (state) => ({ ...network(state), states: state.analyses.residency!.value!.states }),
  },
  spectrumZones: {
    key: ({ analyses, settings }) => {
      const { spectrum, residency } = analyses;
      const fits = spectrum?.value && residency?.value && spectrum.key === residency.key;
      return fits ? `${spectrum.key} ${Object.values(zoneCuts(settings))}` : undefined;
    },
    input: ({ analyses, settings }) => ({
      spectra: analyses.spectrum!.value!,
      report: analyses.residency!.value!,
      cuts: zoneCuts(settings),
      seed: SEED,
    }),
  },
  fan: {
    key: (state) => {
      const own = ownResidency(state);
      return own && `${own} ${anchorOf(state)} ${state.settings.mixing}`;
    },
    input: (state) => ({
      ...plane(state),
      states: state.analyses.residency!.value!.states,
      anchor: anchorOf(state),
      mixing: state.settings.mixing,
    }),
  },
  sensitivity: {
    key: (state) => {
      const own = ownResidency(state);
      return own && `${own} ${Object.values(zoneCuts(state.settings))} ${state.settings.mixing}`;
    },
    input: (state) => ({
      ...network(state),
      report: state.analyses.residency!.value!,
      cuts: zoneCuts(state.settings),
      mixing: state.settings.mixing,
    }),
  },
  subspaces: { key: onBasis, input: plane },
  learnable: {
    key: ({ draft }) => draft && encodeModel(draft.now).replace(/~[^~]*$/, ''),
    input: ({ draft }) => ({ hmm: draft!.now, seed: SEED }),
  },
  refit: { key: onNetwork, input: network },
  fitCurve: {
    key: ({ ownSequences }) => (ownSequences?.confirmed ? String(ownSequences.id) : undefined),
    input: ({ ownSequences }) => ({ data: ownSequences!.set, seed: SEED }),
  },
  wall: { key: onBasis, input: plane },
  ...MECHANISM_INPUTS,
};
