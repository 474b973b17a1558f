import { FROM_ABOVE, type OrbitView, SLANTED, screenColumns, viewOfTurning } from '../../charts/orbitView';
import { type PlanePoints, type PlaneView, scaleView, viewOfCloud } from '../../charts/planeView';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';

/** How the principal axes are put on the screen: two of them flat, or three of them turned. */
export type Camera = { kind: 'plane'; axes: readonly [number, number] } | { kind: 'space'; yaw: number; pitch: number };

/** The camera a 3-D picture starts with. */
export const SPACE: Camera = { kind: 'space', ...SLANTED };

/** Turns PC1–PC3 points into the two columns that are drawn; a flat camera leaves them as they are. */
export interface Projector {
  /** Screen columns of `count` rows. `slot` names the memory that is used again for the same kind of points. */
  points(camera: Camera, source: ArrayLike<number>, stride: number, count: number, slot: string): PlanePoints;
  point(camera: Camera, source: ArrayLike<number>, offset?: number): { x: number; y: number };
}

export const orbitView = (camera: Camera): OrbitView => ({
  ...(camera.kind === 'space' ? { yaw: camera.yaw, pitch: camera.pitch } : FROM_ABOVE),
  // The mean of the recorded run is the origin of the principal axes.
  centre: { x: 0, y: 0, z: 0 },
  perspective: 0,
});

export function createProjector(): Projector {
  const memory = new Map<string, Float32Array>();
  return {
    points(camera, source, stride, count, slot) {
      if (camera.kind === 'plane') return { points: source, stride, axes: camera.axes };
      let out = memory.get(slot);
      if (out?.length !== 2 * count) {
        out = new Float32Array(2 * count);
        memory.set(slot, out);
      }
      screenColumns(source, stride, orbitView(camera), count, out);
      return { points: out, stride: 2, axes: [0, 1] };
    },
    point(camera, source, offset = 0) {
      if (camera.kind === 'plane') return { x: source[offset + camera.axes[0]]!, y: source[offset + camera.axes[1]]! };
      const out = new Float32Array(2);
      const row = [source[offset]!, source[offset + 1]!, source[offset + 2]!];
      screenColumns(row, 3, orbitView(camera), 1, out);
      return { x: out[0]!, y: out[1]! };
    },
  };
}

/** The orbit fills the picture: one state in a hundred or so strays out of it. */
const HOME = { outside: 0.007, margin: 1.08 };

/** The view that holds the whole orbit at σ: smaller noise shrinks the orbit in a fixed frame, larger noise zooms out. */
export function homeView(camera: Camera, orbit: OrbitSummary, noiseStd: number, about: { x: number; y: number }): PlaneView {
  const count = orbit.labels.length;
  const view =
    camera.kind === 'plane'
      ? viewOfCloud({ points: orbit.points, stride: ORBIT_STRIDE, axes: camera.axes }, count, about, HOME)
      : // The ball is rarely filled: a tighter view cuts off nothing but the farthest tips, in some positions.
        scaleView(viewOfTurning(orbit.points, ORBIT_STRIDE, count, orbitView(camera)), 0.78, { x: 0, y: 0 });
  return scaleView(view, Math.max(1, noiseStd), about);
}
