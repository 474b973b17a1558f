import type { KickReport } from '../../dynamics/kick/kickNeurons';
import type { OutputPairSubspaces } from '../../dynamics/orbit/subspaces';
import { type AnalysisClient, createAnalysisClient } from '../../workers/analysis/client';
import { createOrbitClient, type OrbitClient } from '../../workers/orbit/client';
import type { NetworkInView } from '../networks/slice';
import type { AppStore } from '../store';
import { cachedKickReport } from './kickReportCache';

/** What is compared of a network before and after it was trained on with another model. */
export interface NetworkMechanism {
  fingerprint: string;
  kick: KickReport;
  subspaces: OutputPairSubspaces;
}

const ORBIT_STEPS = 20_000;
const SEED = 1;

/** One worker each for all comparisons, started with the first. */
let orbits: OrbitClient | undefined;
let analyses: AnalysisClient | undefined;

/** Kick groups and output-pair subspaces of one network. @throws Error with a phrase when they cannot be computed */
async function mechanismOf(store: AppStore, network: NetworkInView): Promise<NetworkMechanism> {
  orbits ??= createOrbitClient();
  analyses ??= createAnalysisClient();
  const need = <T>(answer: { ok: true; value: T } | { ok: false; message: string }): T => {
    if (!answer.ok) throw new Error(answer.message);
    return answer.value;
  };
  const { settings } = store.getState();
  const { weights, fingerprint } = network;
  const orbit = need(await orbits.summarise(weights, { steps: ORBIT_STEPS, seed: SEED }));
  const known = await cachedKickReport(network, settings);
  const kick = known ?? need(await analyses.run('kick', { weights, seed: SEED, size: settings.groupSize }, () => {}));
  const subspaces = need(await analyses.run('subspaces', { weights, basis: orbit.basis, seed: SEED }, () => {}));
  return { fingerprint, kick, subspaces };
}

/** Both ends of a warm start: the network it began with, and the one in view now. @throws Error with a phrase */
export async function compareReuse(store: AppStore): Promise<{ before: NetworkMechanism; after: NetworkMechanism } | undefined> {
  const { warmStart, network } = store.getState();
  if (!warmStart || !network) return undefined;
  return { before: await mechanismOf(store, warmStart.before), after: await mechanismOf(store, network) };
}
