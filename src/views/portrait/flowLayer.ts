import type { PlaneScale, PlaneView } from '../../charts/planeView';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import type { RnnWeights } from '../../rnn/weights';
import { lazyModule } from '../../ui/lazyComponent';
import type { createFlowCache } from './flow';
import type { Camera } from './projection';

/** Draws the noise-free flow on the plane in view. */
export type FlowLayer = (context: CanvasRenderingContext2D, scale: PlaneScale, colour: string, weight: number) => void;

const flowDrawing = lazyModule(() => import('./flow'));

/** The layer of the flow. How to find and draw it is fetched when it is first asked for; until then there is none. */
export function createFlowLayer() {
  let flowOf: ReturnType<typeof createFlowCache> | undefined;
  return (weights: RnnWeights, orbit: OrbitSummary, camera: Camera, view: PlaneView, scale: number): FlowLayer | undefined => {
    const drawing = flowDrawing();
    if (!drawing) return undefined;
    flowOf ??= drawing.createFlowCache();
    const field = flowOf(weights, orbit, camera, view, scale);
    return field && ((context, at, colour, weight) => drawing.drawFlow(context, at, field, colour, weight));
  };
}
