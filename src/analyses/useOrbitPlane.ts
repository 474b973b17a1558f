import { PLANES, rotatingPlane } from '../dynamics/orbit/orbitPlanes';
import { useApp } from '../ui/context';

/** Axes of the plane in which the state of the network in view turns; PC1–PC2 before they are known. */
export const useOrbitPlane = (): readonly [number, number] =>
  useApp(({ orbit }) => (orbit ? rotatingPlane(orbit).axes : PLANES[0]));
