import type { Palette } from '../../charts/palette';
import type { AppState } from '../../state/store';
import { highlightedUnit } from '../../ui/highlightedUnit';
import { lazyModule } from '../../ui/lazyComponent';
import type { UnitLayer } from './picture';

const unitDrawing = lazyModule(() => import('./unitOverlay'));

/** The layer of the unit that is picked out. How to draw it is fetched when a unit is first picked out; until then there is none. */
export function unitLayer(state: AppState, palette: Palette): UnitLayer | undefined {
  if (highlightedUnit(state) === undefined) return undefined;
  const drawing = unitDrawing();
  const overlay = drawing?.unitInView(state, palette);
  if (!drawing || !overlay) return undefined;
  const { drawUnit, drawUnitKey } = drawing;
  return (context, height, scale, camera, projector) => {
    drawUnit(context, scale, overlay, camera, projector, palette);
    drawUnitKey(context, height, overlay, palette);
  };
}
