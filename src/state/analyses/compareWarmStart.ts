import { ANALYSIS_SEED } from '../../analyses/choices';
import { orbitRequest } from '../../analyses/orbit/request';
import { requestOf } from '../../analyses/requests';
import type { KickReport } from '../../dynamics/kick/kickNeurons';
import type { OutputPairSubspaces } from '../../dynamics/orbit/subspaces';
import type { Pool } from '../../workers/pool/pool';
import type { NetworkInView } from '../networks/slice';
import type { AppStore } from '../store';
import { cachedKickReport } from './kickReportCache';

/** What is compared of a network before and after training on with another model. */
export interface NetworkMechanism {
  fingerprint: string;
  kick: KickReport;
  subspaces: OutputPairSubspaces;
}

const ORBIT_STEPS = 20_000;

const ASKED = { priority: 'asked' } as const;

/** Kick groups and output-pair subspaces of one network. @throws Error with a phrase when they cannot be computed */
export async function mechanismOf(
  store: AppStore,
  pool: Pool,
  network: Pick<NetworkInView, 'weights' | 'fingerprint' | 'preset'>,
): Promise<NetworkMechanism> {
  const need = <T>(answer: { ok: true; value: T } | { ok: false; message: string }): T => {
    if (!answer.ok) throw new Error(answer.message);
    return answer.value;
  };
  const { settings } = store.getState();
  const { weights, fingerprint } = network;
  const orbit = need(await pool.run(orbitRequest(weights, { steps: ORBIT_STEPS, seed: ANALYSIS_SEED }), ASKED));
  const known = await cachedKickReport(network, settings);
  const kick =
    known ?? need(await pool.run(requestOf('kick', { weights, seed: ANALYSIS_SEED, size: settings.groupSize }), ASKED));
  const subspaces = need(await pool.run(requestOf('subspaces', { weights, basis: orbit.basis, seed: ANALYSIS_SEED }), ASKED));
  return { fingerprint, kick, subspaces };
}

/**
 * Both ends of a warm start: the network with which it began, and the one in view now.
 * @throws Error with a phrase
 */
export async function compareReuse(
  store: AppStore,
  pool: Pool,
): Promise<{ before: NetworkMechanism; after: NetworkMechanism } | undefined> {
  const { warmStart, network } = store.getState();
  if (!warmStart || !network) return undefined;
  return { before: await mechanismOf(store, pool, warmStart.before), after: await mechanismOf(store, pool, network) };
}
