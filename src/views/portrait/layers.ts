import type { Palette } from '../../charts/palette';
import type { PlaneScale, PlaneView } from '../../charts/planeView';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import type { RnnWeights } from '../../rnn/weights';
import type { Ensemble } from '../../state/live/ensemble';
import type { LiveRun } from '../../state/live/liveRun';
import { highlightedUnit } from '../../state/page/slice';
import type { Settings } from '../../state/settings/settings';
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

/** What the portrait is drawn from. */
export interface PortraitInput {
  liveRun: LiveRun;
  ensemble: Ensemble | undefined;
  orbit: OrbitSummary;
  camera: Camera;
  /** Where the user zoomed to; undefined is the view that holds everything. */
  zoomed: PlaneView | undefined;
  cloud: Settings['cloud'];
  /** Noise-free flow for the view it was asked for; undefined when it is not shown. */
  flow: FlowLayer | undefined;
  noiseStd: number;
  /** Least extent of the view, in views of the orbit at σ = 1; 'state': as far as the state has gone. */
  reach: number | 'state';
  /** Whether the place where the state stays is marked. */
  marked: boolean;
  /** Settings that the words in the picture speak of; undefined where there are none. */
  words?: Settings | undefined;
  noiseOn: boolean;
  /** One unit's input along the recorded run, where one is picked out. */
  unit: UnitLayer | undefined;
  /** A step pointed at here or in the outputs. */
  pointedStep: number | undefined;
  /** A part the prose points at. */
  highlight?: string | undefined;
  /** Steps the picture is turned back from now. */
  historyOffset: number;
  /** 0…1 of the way from the last step to the next, at speeds where single steps are seen. */
  fraction: number;
  palette: Palette;
}

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
