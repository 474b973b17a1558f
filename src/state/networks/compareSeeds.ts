import { ANALYSIS_SEED } from '../../analyses/choices';
import { orbitRequest } from '../../analyses/orbit/request';
import type { KickReport } from '../../dynamics/kick/kickNeurons';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import type { PaperHmmId } from '../../hmm/paper';
import type { Preset } from '../../training/presets';
import type { Pool } from '../../workers/pool/pool';
import { loadMechanism, loadWeights, presetIndex } from './presets';

/** A shipped network with what is compared of it. */
export interface SeedNetwork {
  preset: Preset;
  orbit?: OrbitSummary;
  mechanism?: KickReport | undefined;
}

/** Networks side by side, at most. */
const MAX_SEEDS = 6;
/** Steps behind a small orbit. */
const ORBIT_STEPS = 3000;

/** Networks whose orbits have been made, by id. */
const known = new Map<string, SeedNetwork>();

/**
 * Up to six shipped networks of a model, told to `onChange` as their orbits come in.
 * @throws Error with a sentence when they cannot be loaded
 */
export async function compareSeeds(
  pool: Pool,
  hmm: PaperHmmId,
  onChange: (networks: readonly SeedNetwork[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const presets = (await presetIndex()).presets.filter((preset) => preset.hmm === hmm).slice(0, MAX_SEEDS);
  const networks = presets.map((preset): SeedNetwork => known.get(preset.id) ?? { preset });
  onChange([...networks]);
  for (const [n, network] of networks.entries()) {
    if (network.orbit) continue;
    // A file that cannot be read leaves the groups out; looking for them here would take minutes.
    const mechanism = (await loadMechanism(network.preset).catch(() => undefined))?.report;
    const answer = await pool.run(orbitRequest(await loadWeights(network.preset), { steps: ORBIT_STEPS, seed: ANALYSIS_SEED }), {
      priority: 'inSight',
      signal,
    });
    // A later call goes on from here.
    if (!answer.ok) return;
    networks[n] = { preset: network.preset, mechanism, orbit: answer.value };
    known.set(network.preset.id, networks[n]);
    onChange([...networks]);
  }
}
