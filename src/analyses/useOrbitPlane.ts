import { planeInView } from '../dynamics/orbit/orbitPlanes';
import { useApp } from '../ui/context';

/** Axes of the plane in view: the same in every picture of the network. */
export const useOrbitPlane = (): readonly [number, number] =>
  useApp(({ orbit, settings }) => planeInView(settings.plane, orbit?.basis.explained));
