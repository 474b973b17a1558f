import { kickKey } from '../../analyses/mechanism';
import type { KickReport } from '../../dynamics/kick/kickNeurons';
import { createMemory } from '../../math/memory';
import { loadMechanism } from '../networks/presets';
import type { NetworkInView } from '../networks/slice';
import type { Settings } from '../settings/settings';

/** Reports made in this tab, by network and size. Detection takes seconds, and users return to networks. */
const made = createMemory<KickReport>(24);

export const cacheKickReport = (key: string, report: KickReport): void => made.set(key, report);

/** A report made earlier, or the one shipped with the network; undefined when it has to be computed. */
export async function cachedKickReport(
  network: Pick<NetworkInView, 'fingerprint' | 'preset'>,
  settings: Settings,
): Promise<KickReport | undefined> {
  const key = kickKey(network.fingerprint, settings);
  const known = made.get(key);
  if (known || !network.preset) return known;
  try {
    const shipped = await loadMechanism(network.preset);
    const fits = shipped?.fingerprint === network.fingerprint && shipped.report.size === settings.groupSize;
    return fits ? shipped.report : undefined;
  } catch {
    // A file that is missing or too old costs only seconds: the report is computed again.
    return undefined;
  }
}
