import type { AppState } from '../state/store';

/** The unit picked out in all pictures: the one pointed at, else the one pinned. */
export const highlightedUnit = ({ pointedUnit, pinnedUnit }: AppState): number | undefined => pointedUnit ?? pinnedUnit;
