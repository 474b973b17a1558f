import { divergingIndex, divergingKeyHeight, divergingSteps, drawDivergingKey } from '../../charts/diverging';
import { drawFlow, type FlowField } from '../../charts/flow';
import type { Palette } from '../../charts/palette';
import { drawCloud } from '../../charts/planeMarks';
import type { PlaneScale, PlaneView } from '../../charts/planeView';
import { flowField } from '../../dynamics/orbit/flowField';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { memoizeLast } from '../../math/memory';
import type { RnnWeights } from '../../rnn/weights';
import { highlightedUnit } from '../../state/page/slice';
import type { AppState } from '../../state/store';
import type { Camera, Projector } from './projection';

const COLOURS = 11;

/** One unit's pre-activation at the states of a recorded run at σ = 1. */
export interface UnitOverlay {
  unit: number;
  /** PC1–PC3 [states×3]. */
  points: Float32Array;
  /** Colour of each state, an index into `colours`. */
  index: Uint8Array;
  colours: readonly string[];
  /** Value at the ends of the colours. */
  limit: number;
}

/** The states of the recorded run in the colours of one unit. @param scale already fit to the noise level */
export function drawUnit(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  { points, index, colours }: UnitOverlay,
  camera: Camera,
  projector: Projector,
  palette: Palette,
): void {
  const cloud = projector.points(camera, points, 3, index.length, 'unit');
  drawCloud(context, scale, cloud, index, colours, index.length, 4.4 * Math.sqrt(palette.weight), 0.9);
}

/** What the colours of a unit mean, in the lower left corner. */
export function drawUnitKey(
  context: CanvasRenderingContext2D,
  height: number,
  { unit, limit }: UnitOverlay,
  palette: Palette,
): void {
  drawDivergingKey(context, 8, height - divergingKeyHeight(palette) - 26, 150, limit, `input of unit ${unit}`, palette);
}

const overlayOf = memoizeLast(
  (unit: number, activityMap: NonNullable<ReturnType<typeof activityMapInView>>, palette: Palette): UnitOverlay => {
    const { states, scale, preActivations, points } = activityMap;
    const index = Uint8Array.from({ length: states }, (_, t) =>
      divergingIndex(preActivations[unit * states + t]!, scale, COLOURS),
    );
    return { unit, points, index, colours: divergingSteps(palette, COLOURS), limit: scale };
  },
);

/** The activity map of the network in view, on the axes it was made with. */
const activityMapInView = ({ analyses, orbit, network }: AppState) =>
  network && orbit && analyses.wall?.key === `${network.fingerprint} ${orbit.steps}` ? analyses.wall.value : undefined;

/** The unit that is picked out, once the activity map of the network in view has been made. */
export function unitInView(state: AppState, palette: Palette): UnitOverlay | undefined {
  const unit = highlightedUnit(state);
  const activityMap = activityMapInView(state);
  return activityMap && unit !== undefined && unit < activityMap.units ? overlayOf(unit, activityMap, palette) : undefined;
}

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
