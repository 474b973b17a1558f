import { activity } from './activity/request';
import { belief, beliefTraining } from './belief/request';
import { birth } from './birth/request';
import { blocks } from './circuit/request';
import { collapse } from './collapse/request';
import { learnable } from './editor/request';
import { checkpoint, skeletonTraining } from './emergence/request';
import { decoding, distance, emissions, sharedCopy } from './emissions/request';
import type { Asked, Compute, PanelRequest, Request } from './graph';
import { hazard } from './hazard/request';
import { integration } from './integration/request';
import { experiment, sweep } from './intervene/request';
import { kick, kickScore } from './kick/request';
import { scores } from './networkTable/request';
import { wall } from './neurons/request';
import { noise } from './noise/request';
import { fitNetwork, openedNetwork } from './opened/request';
import { orbit } from './orbit/request';
import { phase } from './phase/request';
import { rank } from './rank/request';
import { divergence, rates } from './rates/request';
import { refit } from './refit/request';
import { resonance } from './resonance/request';
import { rotation } from './rotation/request';
import { fan, sensitivity } from './sensitivity/request';
import { fitCurve } from './sequences/request';
import { basins, skeleton } from './skeleton/request';
import { spectrum, spectrumZones } from './spectrum/request';
import { subspaces } from './subspaces/request';
import { residency, zones } from './zones/request';

/**
 * Everything that the analyses ask the background for, by name. A new analysis is a row here; the computation of the same name stands in
 * its `compute.ts`, where the workers find it.
 */
export const REQUESTS = {
  activity,
  belief,
  beliefTraining,
  birth,
  blocks,
  collapse,
  learnable,
  checkpoint,
  skeletonTraining,
  decoding,
  distance,
  emissions,
  sharedCopy,
  hazard,
  integration,
  experiment,
  sweep,
  kick,
  kickScore,
  wall,
  noise,
  orbit,
  phase,
  rank,
  rates,
  divergence,
  openedNetwork,
  fitNetwork,
  refit,
  resonance,
  rotation,
  scores,
  fan,
  sensitivity,
  fitCurve,
  skeleton,
  basins,
  spectrum,
  spectrumZones,
  subspaces,
  residency,
  zones,
};

type Requests = typeof REQUESTS;
export type RequestName = keyof Requests;
/** What the panels keep up to date; the others are asked for elsewhere. */
export type PanelJob = {
  [N in RequestName]: Requests[N] extends PanelRequest<Compute> ? N : never;
}[RequestName];

export type ComputeOf<N extends RequestName> = Requests[N] extends Request<infer C> ? C : never;
export type RequestInput<N extends RequestName> = Parameters<ComputeOf<N>>[0];
export type RequestResult<N extends RequestName> = ReturnType<ComputeOf<N>> extends Generator<unknown, infer R, void> ? R : never;

export const requestOf = <N extends RequestName>(job: N, input: RequestInput<N>): Asked<N, RequestInput<N>> => ({
  job,
  input,
  allowedNonFinite: REQUESTS[job].allowedNonFinite,
});
