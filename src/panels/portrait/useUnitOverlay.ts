import { useMemo } from 'react';
import { divergingIndex, divergingSteps } from '../../charts/diverging';
import { useApp, usePalette } from '../context';
import { pickedOutUnit } from '../useUnits';
import type { UnitOverlay } from './overlays';

const COLOURS = 11;

/** The unit that is picked out, once the neuron wall of the network in view has been made. */
export function useUnitOverlay(): UnitOverlay | undefined {
  const palette = usePalette();
  const unit = useApp(pickedOutUnit);
  const wall = useApp(({ analyses, orbit, network }) =>
    // Its points lie on the axes it was made with.
    network && orbit && analyses.wall?.key === `${network.fingerprint} ${orbit.steps}` ? analyses.wall.value : undefined,
  );
  return useMemo(() => {
    if (!wall || unit === undefined || unit >= wall.units) return undefined;
    const { states, scale, preActivations, points } = wall;
    const index = Uint8Array.from({ length: states }, (_, t) =>
      divergingIndex(preActivations[unit * states + t]!, scale, COLOURS),
    );
    return { unit, points, index, colours: divergingSteps(palette, COLOURS), limit: scale };
  }, [wall, unit, palette]);
}
