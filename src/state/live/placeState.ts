import { backProject } from '../../dynamics/orbit/orbitPlanes';
import { notify } from '../page/slice';
import type { AppStore } from '../store';
import type { LiveRun } from './liveRun';
import { play } from './slice';

/** Largest share of a placed state's length that may be cut off without a message. */
const CLAMP_TOLD = 0.05;

/** Puts a state at a point of the plane of two principal axes, in the units of the picture. */
export type PlaceState = (axes: readonly [number, number], x: number, y: number) => void;

/** Puts the live state at a point of the plane; says so when units had to be held at zero. */
export const createPlaceState =
  (store: AppStore, liveRunNow: () => LiveRun | undefined): PlaceState =>
  (axes, x, y) => {
    const { orbit, settings: s } = store.getState();
    const liveRun = liveRunNow();
    if (!liveRun || !orbit) return;
    // The picture at σ is the picture at σ = 1 scaled about the projection of h = 0. The state behind a point is scaled in the
    // same way.
    const sigma = s.sigma;
    const unscaled = (value: number, axis: number) => orbit.origin[axis]! + (value - orbit.origin[axis]!) / sigma;
    const { state, clamped } = backProject(orbit.basis, axes, unscaled(x, axes[0]), unscaled(y, axes[1]));
    liveRun.setState(state.map((value) => value * sigma));
    play(store);
    if (clamped > CLAMP_TOLD)
      notify(
        store,
        'info',
        `No state of this network lies exactly there: units that would be negative were held at 0 (${Math.round(100 * clamped)} % of the state's length), so the run starts a little off.`,
      );
  };
