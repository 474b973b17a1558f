import type { AllowedNonFinite } from '../validateFinite';
import { ORBIT_NON_FINITE } from './orbitRequest';
import type { JobInput, JobName, JobRequest } from './protocol';

/**
 * What of each analysis may be NaN (it cannot be measured on this network) or infinite (a run grew without bound), though there were
 * observations. Everything else must be finite. A network that is silent, untrained, tiny or explosive has many such numbers, so a
 * test runs the analyses on networks of these kinds.
 */
export const ALLOWED_NON_FINITE: Record<JobName, AllowedNonFinite> = {
  orbit: ORBIT_NON_FINITE,
  // Effects that cannot be measured are told as such: a claim that stands on them is inconclusive.
  claims: ['result.effects', 'result.figure'],
  collapse: [],
  // A batch without a change of label, or without a row that can be judged.
  noise: ['emissions.levels', 'emissions.minimum'],
  // A plane in which nothing turns, or which the network does not have.
  rotation: ['netTurns', 'turnsPerRoundTrip', 'sameSense', 'planes', 'ring', 'profile.probabilities', 'profile.share'],
  emissions: ['judgement.changeRatio', 'judgement.lateChangeRatio'],
  // Two samples that are equal have no distance to compare with.
  distance: ['ratio'],
  // A posterior that does not vary, a current output that makes no error.
  decoding: ['hidden', 'currentOutput', 'both', 'shuffled', 'memoryGain', 'memoryShare'],
  residency: [],
  spectrum: ['hitRate'],
  spectrumZones: ['zones', 'unstableDifference', 'kickOverCluster', 'transitionOverCluster', 'verdict'],
  hazard: ['labels', 'pooled', 'reference', 'referenceCv', 'cvDifference'],
  fan: [],
  sensitivity: ['zones', 'traceRatio', 'agreementGap', 'verdict'],
  zones: ['summaries', 'verdicts'],
  // Relative to an exit probability that may be 0.
  kick: [
    'directions.*.effects',
    'directions.*.path',
    'directions.*.curve',
    'directions.*.score',
    'directions.*.exhaustive',
    'directions.*.profiles',
    'groups',
  ],
  kickScore: ['*.score'],
  wall: [],
  // Parts may be empty, and all weights equal.
  blocks: ['blocks', 'candidateP', 'selfOverCross', 'leaders', 'verdicts'],
  activity: ['activities', 'flips', 'lags'],
  sweep: ['points.*.dwellCv', 'points.*.reach', 'points.*.exits', 'null'],
  experiment: ['flipsRatio', 'reachRatio', 'pairsRatio', 'verdict'],
  learnable: [],
  fitNetwork: [],
  readWeights: [],
  refit: [],
  fitCurve: [],
  // One that grows without bound has no rates.
  checkpoint: ['dynamics.netTurns', 'dynamics.meanNorm'],
  sharedCopy: ['report.rows'],
  resonance: ['cv', 'flips', 'minimum', 'ends', 'verdict'],
  subspaces: ['pairs.*.planes', 'pairs.*.turnsPerRoundTrip'],
};

/** A request for a job, with what of its answer may be undefined. */
export const requestOf = <N extends JobName>(job: N, input: JobInput<N>): JobRequest<N> => ({
  job,
  input,
  allowedNonFinite: ALLOWED_NON_FINITE[job],
});
