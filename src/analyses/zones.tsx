import { type ReactNode, useMemo } from 'react';
import { type PlaneScale, planeScale, viewOfCloud } from '../charts/planeView';
import type { ZoneCuts } from '../dynamics/defaults';
import { ORBIT_STRIDE } from '../dynamics/orbit/orbitPlanes';
import type { ResidencyReport } from '../dynamics/zones/residency';
import { ZONES } from '../dynamics/zones/zones';
import { useApp, usePalette } from '../ui/context';
import type { FigurePixel } from '../ui/figure/useKeyPoint';
import { WideTable } from '../ui/numbers';
import { zoneCuts } from './graph';

/** The cuts in force; the same object as long as no cut is moved. */
export function useZoneCuts(): ZoneCuts {
  const { cutTransition, cutCluster, cutSoftmax } = useApp((state) => state.settings);
  return useMemo(() => zoneCuts({ cutTransition, cutCluster, cutSoftmax }), [cutTransition, cutCluster, cutSoftmax]);
}

/** States that are picked out: a stretch of time, or a bin of residency times. */
export type Picked = { kind: 'state'; index: number } | { kind: 'residency'; from: number; to: number } | undefined;

/** Where the map puts its states, for pointing at them. */
export function mapScale(report: ResidencyReport, axes: readonly [number, number], width: number, height: number): PlaneScale {
  const cloud = { points: report.points, stride: ORBIT_STRIDE, axes };
  const first = { x: report.points[axes[0]]!, y: report.points[axes[1]]! };
  return planeScale(viewOfCloud(cloud, report.states, first), width, height);
}

/** Pixels within which a state of the map counts as pointed at. */
const NEAR = 12;

/** The state of the map nearest to a pixel, if one is near. */
export function nearestState(
  report: ResidencyReport,
  axes: readonly [number, number],
  { x, y, width, height }: FigurePixel,
): Picked {
  const scale = mapScale(report, axes, width, height);
  let best = -1;
  let least = NEAR * NEAR;
  for (let n = 0; n < report.states; n++) {
    const at = n * ORBIT_STRIDE;
    const distance = (scale.x(report.points[at + axes[0]]!) - x) ** 2 + (scale.y(report.points[at + axes[1]]!) - y) ** 2;
    if (distance >= least) continue;
    least = distance;
    best = n;
  }
  return best < 0 ? undefined : { kind: 'state', index: best };
}

/** A table with a row for each zone, named in its colour. @param rows the cells of each zone, as many as there are heads */
export function ZoneTable({ heads, rows }: { heads: readonly ReactNode[]; rows: readonly (readonly string[])[] }) {
  const palette = usePalette();
  return (
    <WideTable>
      <table className="values">
        <thead>
          <tr>
            <th scope="col">zone</th>
            {heads.map((head, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns are their places
              <th key={n} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, zone) => (
            <tr key={ZONES[zone]}>
              <th scope="row">
                <i className="swatch" style={{ background: palette.zones[zone] }} /> {ZONES[zone]}
              </th>
              {cells.map((cell, n) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns are their places
                <td key={n}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}
