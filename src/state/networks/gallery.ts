import { ANALYSIS_SEED } from '../../analyses/choices';
import { orbitRequest } from '../../analyses/orbit/request';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import type { Preset } from '../../training/presets';
import type { Pool } from '../../workers/pool/pool';
import { loadWeights, presetIndex } from './presets';

/** A shipped network and the short run its thumbnail is drawn from. */
export interface GalleryItem {
  preset: Preset;
  /** undefined while it is computed, or when it could not be. */
  orbit?: OrbitSummary;
}

/** Steps behind a thumbnail. */
const THUMBNAIL_STEPS = 3000;

let items: GalleryItem[] | undefined;

/**
 * All shipped networks, told to `onChange` as their orbits come in; computed once per page, one after the other.
 * @throws Error with a sentence when the list cannot be loaded
 */
export async function openGallery(pool: Pool, onChange: (items: readonly GalleryItem[]) => void): Promise<void> {
  items ??= (await presetIndex()).presets.map((preset) => ({ preset }));
  onChange([...items]);
  for (const item of items) {
    if (item.orbit) continue;
    const answer = await pool.run(orbitRequest(await loadWeights(item.preset), { steps: THUMBNAIL_STEPS, seed: ANALYSIS_SEED }), {
      priority: 'asked',
    });
    if (answer.ok) item.orbit = answer.value;
    onChange([...items]);
  }
}
