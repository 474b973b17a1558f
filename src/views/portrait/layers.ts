import type { Palette } from '../../charts/palette';
import type { PlaneScale, PlaneView } from '../../charts/planeView';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import type { RnnWeights } from '../../rnn/weights';
import { highlightedUnit } from '../../state/page/slice';
import type { AppState } from '../../state/store';
import { lazyModule } from '../../ui/lazyComponent';
import type { createFlowCache } from './layerDrawings';
import type { Camera, Projector } from './projection';

/** Draws the noise-free flow on the plane in view. */
export type FlowLayer = (context: CanvasRenderingContext2D, scale: PlaneScale, colour: string, weight: number) => void;

/** Draws the states of the recorded run in the colours of one unit. @param scale already fit to the noise level */
export type UnitLayer = (
  context: CanvasRenderingContext2D,
  height: number,
  scale: PlaneScale,
  camera: Camera,
  projector: Projector,
) => void;

/** How layers are drawn: fetched when the first of them is asked for. */
const drawings = lazyModule(() => import('./layerDrawings'));

/** The layer of the flow. Until its drawing is there, there is none. */
export function createFlowLayer() {
  let flowOf: ReturnType<typeof createFlowCache> | undefined;
  return (weights: RnnWeights, orbit: OrbitSummary, camera: Camera, view: PlaneView, scale: number): FlowLayer | undefined => {
    const drawing = drawings();
    if (!drawing) return undefined;
    flowOf ??= drawing.createFlowCache();
    const field = flowOf(weights, orbit, camera, view, scale);
    return field && ((context, at, colour, weight) => drawing.drawFlow(context, at, field, colour, weight));
  };
}

/** The layer of the unit that is picked out. Until its drawing is there, there is none. */
export function unitLayer(state: AppState, palette: Palette): UnitLayer | undefined {
  if (highlightedUnit(state) === undefined) return undefined;
  const drawing = drawings();
  const overlay = drawing?.unitInView(state, palette);
  if (!drawing || !overlay) return undefined;
  const { drawUnit, drawUnitKey } = drawing;
  return (context, height, scale, camera, projector) => {
    drawUnit(context, scale, overlay, camera, projector, palette);
    drawUnitKey(context, height, overlay, palette);
  };
}
