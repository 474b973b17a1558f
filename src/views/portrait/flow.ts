import { drawFlow, type FlowField } from '../../charts/flow';
import type { PlaneView } from '../../charts/planeView';
import { flowField } from '../../dynamics/orbit/flowField';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import type { RnnWeights } from '../../rnn/weights';
import type { Camera } from './projection';

export { drawFlow };

/** Arrows along the longer side of the view. */
const ARROWS = 26;

/** The noise-free flow on the plane in view, computed again only when something it depends on has changed. */
export function createFlowCache() {
  let made: { key: string; weights: RnnWeights; orbit: OrbitSummary; field: FlowField } | undefined;
  return (weights: RnnWeights, orbit: OrbitSummary, camera: Camera, view: PlaneView, scale: number): FlowField | undefined => {
    if (camera.kind !== 'plane') return undefined;
    const key = [...Object.values(view), camera.axes, scale].join();
    if (made?.key === key && made.weights === weights && made.orbit === orbit) return made.field;
    // The picture may be wider or higher than the view: half as much again on every side.
    const [halfX, halfY] = [1.5 * view.spanX, 1.5 * view.spanY];
    const spacing = (2 * Math.max(view.spanX, view.spanY)) / ARROWS;
    const columns = Math.max(2, Math.round((2 * halfX) / spacing));
    const rows = Math.max(2, Math.round((2 * halfY) / spacing));
    const bounds = {
      left: view.centreX - halfX,
      right: view.centreX + halfX,
      bottom: view.centreY - halfY,
      top: view.centreY + halfY,
    };
    const field = { ...flowField(weights, orbit.basis, { axes: camera.axes, bounds, columns, rows, scale }), spacing };
    made = { key, weights, orbit, field };
    return field;
  };
}
