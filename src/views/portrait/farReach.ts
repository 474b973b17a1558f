import type { PlaneView } from '../../charts/planeView';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { HISTORY, type LiveRun, POINT_STRIDE } from '../../state/live/liveRun';
import { type Camera, homeView, type Projector } from './projection';

/** The view grows by this factor at a time, so that what lies behind the picture is painted anew now and then only. */
const GROWTH = 1.35;
/** Beyond this the run has been stopped. */
const FARTHEST = 4000;
/** The view reaches so many times as far as the state, so that it holds it while it glides there. */
const AHEAD = 1.8;

/** Whose state the view is to hold, and how it is looked at. */
interface Seen {
  camera: Camera;
  orbit: OrbitSummary;
  liveRun: LiveRun;
}

/** How far the view must reach to hold the state, in views of the orbit at σ = 1: it grows with the state and does not shrink again. */
export function createFarReach() {
  let found: { of: OrbitSummary; camera: Camera; view: PlaneView; from: number; reach: number } | undefined;
  return {
    reach({ camera, orbit, liveRun }: Seen, about: { x: number; y: number }, projector: Projector): number {
      // A run that was reset begins near the orbit again.
      if (found?.of !== orbit || found.camera !== camera || liveRun.step < found.from)
        found = { of: orbit, camera, view: homeView(camera, orbit, 1, about), from: liveRun.step, reach: 1 };
      found.from = liveRun.step;
      if (liveRun.step === 0) return found.reach;
      const { x, y } = projector.point(camera, liveRun.points, ((liveRun.step - 1) % HISTORY) * POINT_STRIDE);
      const { view } = found;
      const needed = Math.max(Math.abs(x - view.centreX) / view.spanX, Math.abs(y - view.centreY) / view.spanY);
      while (found.reach < AHEAD * needed && found.reach < FARTHEST) found.reach *= GROWTH;
      return found.reach;
    },
  };
}
