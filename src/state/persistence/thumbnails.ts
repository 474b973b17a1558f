import { ANALYSIS_SEED } from '../../analyses/choices';
import { orbitRequest } from '../../analyses/orbit/request';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import type { Pool } from '../../workers/pool/pool';
import type { KeptNetwork } from './networkRecord';

/** Steps behind a thumbnail. */
const STEPS = 3000;
/** Orbits remembered. */
const MAX_ORBITS = 60;

const known = new Map<string, OrbitSummary>();
let wanted: readonly KeptNetwork[] = [];
let working: Promise<void> | undefined;

/** Short runs of networks, one after the other told as they come in; a later call takes over what is wanted. */
export async function drawOrbits(
  pool: Pool,
  networks: readonly KeptNetwork[],
  onOrbit: (fingerprint: string, orbit: OrbitSummary) => void,
): Promise<void> {
  wanted = networks;
  await working;
  if (wanted !== networks) return;
  working = work(pool, networks, onOrbit);
  await working;
}

async function work(
  pool: Pool,
  networks: readonly KeptNetwork[],
  onOrbit: (fingerprint: string, orbit: OrbitSummary) => void,
): Promise<void> {
  for (const { fingerprint, weights } of networks) {
    if (wanted !== networks) return;
    let orbit = known.get(fingerprint);
    if (!orbit) {
      const answer = await pool.run(orbitRequest(weights, { steps: STEPS, seed: ANALYSIS_SEED }), { priority: 'asked' });
      if (!answer.ok) continue;
      orbit = answer.value;
      if (known.size >= MAX_ORBITS) known.delete(known.keys().next().value!);
      known.set(fingerprint, orbit);
    }
    onOrbit(fingerprint, orbit);
  }
}
