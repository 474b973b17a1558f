import { ANALYSIS_SEED, ORBIT_STEPS } from '../../analyses/choices';
import { orbitRequest } from '../../analyses/orbit/request';
import type { KickReport } from '../../dynamics/kick/kickNeurons';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import type { PaperHmmId } from '../../hmm/models';
import { createMemory } from '../../math/memory';
import { type RnnWeights, weightsFingerprint } from '../../rnn/weights';
import type { Preset } from '../../training/presets';
import type { Pool, RunOptions } from '../../workers/pool/pool';
import { loadMechanism, loadWeights, presetIndex } from './presets';

/**
 * Orbits of networks that are not in view, from short runs: of the gallery, of networks compared side by side, and of those
 * stored in this browser.
 */

/** Number of steps of a small orbit. */
const STEPS = 3000;

/** By the fingerprint of the weights and the number of steps. */
const known = createMemory<OrbitSummary>(100);

/** @returns undefined when it could not be computed or was cancelled */
export async function smallOrbit(
  pool: Pool,
  weights: RnnWeights,
  options: RunOptions,
  fingerprint = weightsFingerprint(weights),
  steps = STEPS,
): Promise<OrbitSummary | undefined> {
  const key = `${fingerprint} ${steps}`;
  const made = known.get(key);
  if (made) return made;
  const answer = await pool.run(orbitRequest(weights, { steps, seed: ANALYSIS_SEED }), options);
  if (!answer.ok) return undefined;
  known.set(key, answer.value);
  return answer.value;
}

/** A shipped network and the short run from which its thumbnail is drawn. */
export interface GalleryItem {
  preset: Preset;
  /** undefined while it is computed, or when it could not be. */
  orbit?: OrbitSummary;
}

/** The orbits of the gallery so far, by the id of the network, so that it opens at once the second time. */
const galleryOrbits = createMemory<OrbitSummary>();

/**
 * Loads all shipped networks and calls `onChange` whenever an orbit is ready. They are computed one after the other, once per
 * page.
 * @throws Error with a sentence when the list or a network cannot be loaded
 */
export async function openGallery(pool: Pool, onChange: (items: readonly GalleryItem[]) => void): Promise<void> {
  const { presets } = await presetIndex();
  const tell = () =>
    onChange(
      presets.map((preset) => {
        const orbit = galleryOrbits.get(preset.id);
        return orbit ? { preset, orbit } : { preset };
      }),
    );
  tell();
  for (const preset of presets) {
    if (galleryOrbits.get(preset.id)) continue;
    const orbit = await smallOrbit(pool, await loadWeights(preset), { priority: 'asked' });
    if (orbit) galleryOrbits.set(preset.id, orbit);
    tell();
  }
}

/** A shipped network with the results that are compared. */
export interface SeedNetwork {
  preset: Preset;
  orbit?: OrbitSummary;
  mechanism?: KickReport | undefined;
}

/** Networks side by side, at most. */
const MAX_SEEDS = 6;

/** Networks whose orbits have been computed, by id. */
const compared = createMemory<SeedNetwork>();

/**
 * Loads up to six shipped networks of a model and calls `onChange` whenever an orbit is ready.
 * @throws Error with a sentence when they cannot be loaded
 */
export async function compareSeeds(
  pool: Pool,
  hmm: PaperHmmId,
  onChange: (networks: readonly SeedNetwork[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const presets = (await presetIndex()).presets.filter((preset) => preset.hmm === hmm).slice(0, MAX_SEEDS);
  const networks = presets.map((preset): SeedNetwork => compared.get(preset.id) ?? { preset });
  onChange([...networks]);
  for (const [n, { preset, orbit: made }] of networks.entries()) {
    if (made) continue;
    // If the file cannot be read, the groups are left out: searching for them here would take minutes.
    const mechanism = (await loadMechanism(preset).catch(() => undefined))?.report;
    const weights = await loadWeights(preset);
    // Its turns are told beside the picture: they are those of the run that the portrait counts.
    const orbit = await smallOrbit(pool, weights, { priority: 'inSight', signal }, weightsFingerprint(weights), ORBIT_STEPS);
    // A later call continues from here.
    if (!orbit) return;
    const network = { preset, mechanism, orbit };
    networks[n] = network;
    compared.set(preset.id, network);
    onChange([...networks]);
  }
}

/**
 * Computes the orbits of networks stored in this browser one after the other, and reports each, until they are no longer wanted.
 */
export async function drawOrbits(
  pool: Pool,
  networks: readonly { fingerprint: string; weights: RnnWeights }[],
  onOrbit: (fingerprint: string, orbit: OrbitSummary) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const { fingerprint, weights } of networks) {
    const orbit = await smallOrbit(pool, weights, { priority: 'asked', signal }, fingerprint);
    if (signal.aborted) return;
    if (orbit) onOrbit(fingerprint, orbit);
  }
}
