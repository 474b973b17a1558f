import { drawArrow3d, drawAxes3d, drawPlane3d } from '../../charts/axes3d';
import type { Figure } from '../../charts/figure';
import { type OrbitView, screenColumns, viewOfTurning } from '../../charts/orbitView';
import { drawCloud } from '../../charts/planeMarks';
import { planeScale } from '../../charts/planeView';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import type { ReadoutAxes } from '../../dynamics/orbit/readoutAxes';

/** Points of the run drawn behind the arrows. */
const POINTS = 2500;

/** The read-out directions as arrows against the plane of the orbit, seen by `view`. A unit direction is as long as the orbit is wide. */
export function readoutFigure({ rows }: ReadoutAxes, orbit: OrbitSummary, view: OrbitView): Figure {
  return {
    draw(context, width, height, palette) {
      const count = orbit.labels.length;
      const shown = viewOfTurning(orbit.points, ORBIT_STRIDE, count, view);
      const scale = planeScale(shown, width, height);
      const length = 0.8 * shown.spanX;
      const flat = new Float32Array(2 * count);
      screenColumns(orbit.points, ORBIT_STRIDE, view, count, flat);
      drawPlane3d(context, scale, view, { middle: view.centre, halfX: length, halfY: 0.7 * length }, palette);
      drawCloud(context, scale, { points: flat, stride: 2, axes: [0, 1] }, orbit.labels, palette.outputs, POINTS, 1.8, 0.22);
      drawAxes3d(context, scale, view, 0.9 * length, ['PC1', 'PC2', 'PC3'], palette);
      rows.forEach(({ coordinates }, k) => {
        const [x = 0, y = 0, z = 0] = coordinates.map((value) => value * length * 1.35);
        drawArrow3d(
          context,
          scale,
          view,
          view.centre,
          { x, y, z },
          {
            colour: palette.outputs[k]!,
            paper: palette.panel,
            label: `output ${k}`,
            width: 3 * palette.weight,
            fontSize: 13 + 4 * (palette.weight - 1),
          },
        );
      });
    },
    table: () => ({
      columns: ['output', 'PC1', 'PC2', 'PC3', 'm on PC1-PC2', 'angle (degrees)'],
      rows: rows.map((row, k) => [k, ...[0, 1, 2].map((n) => row.coordinates[n] ?? 0), row.magnitude, row.angle]),
    }),
  };
}
