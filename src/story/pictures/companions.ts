import { useEffect, useState } from 'react';
import type { PanelJob } from '../../analyses/requests';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import type { PaperHmmId } from '../../hmm/models';
import { createLiveRun, type LiveRun } from '../../state/live/liveRun';
import { loadPreset } from '../../state/networks/presets';
import type { NetworkInView } from '../../state/networks/slice';
import { smallOrbit } from '../../state/networks/smallOrbits';
import { notify } from '../../state/page/slice';
import { SETTINGS, type Settings } from '../../state/settings/settings';
import { useApp, useAppController } from '../../ui/context';

/** A shipped network that runs beside the one in view. */
export interface Shipped {
  id: PaperHmmId;
  network: NetworkInView;
  run: LiveRun;
  /** Its axes and cloud; undefined where nobody asked for them. */
  orbit: OrbitSummary | undefined;
}

/** The network of each model that a reader finds first. */
const FIRST = {
  net: SETTINGS.net.fallback,
  units: SETTINGS.units.fallback,
  loss: SETTINGS.loss.fallback,
  network: SETTINGS.network.fallback,
} as const;

/**
 * Shipped networks of several models, each with a run from h = 0 and the seed of the settings; they come one after the other.
 * @param ids models; the list must stay the same object
 * @param withOrbits whether their axes are computed, too
 */
export function useShipped(ids: readonly PaperHmmId[], withOrbits: boolean): readonly Shipped[] {
  const app = useAppController();
  const seed = useApp((state) => state.settings.seed);
  const [shipped, setShipped] = useState<readonly Shipped[]>([]);
  useEffect(() => {
    const given = new AbortController();
    const load = async () => {
      setShipped([]);
      for (const id of ids) {
        const network = await loadPreset({ preset: id, ...FIRST });
        if (!network || given.signal.aborted) continue;
        const orbit = withOrbits
          ? await smallOrbit(app.pool, network.weights, { priority: 'inSight', signal: given.signal })
          : undefined;
        if (given.signal.aborted) return;
        const run = createLiveRun(network.weights, network.hmm, seed);
        if (orbit) run.setBasis(orbit.basis);
        setShipped((before) => [...before, { id, network, run, orbit }]);
      }
    };
    load().catch((error: Error) => {
      if (!given.signal.aborted) notify(app.store, 'warning', `A network could not be loaded: ${error.message}.`);
    });
    return () => given.abort();
  }, [app, ids, withOrbits, seed]);
  return shipped;
}

/** Steps that a second run makes in one frame, at most: one that is far behind catches up bit by bit. */
const MOST_STEPS = 400;

/**
 * Brings a second run to a step of the live one, under the noise of the settings.
 * @returns the step at which it is now
 */
export function keepStep(run: LiveRun, step: number, { noise, sigma }: Pick<Settings, 'noise' | 'sigma'>): number {
  if (run.step > step) run.reset();
  run.advance(Math.min(MOST_STEPS, step - run.step), noise, sigma);
  return run.step;
}

/** Asks for an analysis of the network in view as long as the picture stands. */
export function useWanted(name: PanelJob): void {
  const app = useAppController();
  const featuresLoaded = useApp((state) => state.featuresLoaded);
  useEffect(() => (featuresLoaded ? app.analyses.want(name) : undefined), [app, name, featuresLoaded]);
}
