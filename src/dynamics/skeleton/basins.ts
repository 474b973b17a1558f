import type { Work } from '../../math/progress';
import type { PcaBasis } from '../../math/projection';
import { quantile } from '../../math/statistics';
import type { RnnWeights } from '../../rnn/weights';
import { backProject } from '../orbit/orbitPlanes';
import { createMeanMap, distance } from './meanMap';

/** A part of a plane, in its coordinates. */
export interface PlaneBounds {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

/** Where the mean map leads from a grid of points of a plane. Nodes are row-major [rows×columns], row 0 at the bottom. */
export interface Basins {
  bounds: PlaneBounds;
  columns: number;
  rows: number;
  /** Index of the well reached from each node’s state, −1 where none of them was reached. */
  reached: Int16Array;
  /** Share of the nodes from which none was reached, 0 … 1. */
  undecided: number;
}

export interface BasinsOptions {
  basis: PcaBasis;
  axes: readonly [number, number];
  bounds: PlaneBounds;
  /** Stable points of the mean map [H] each. */
  wells: readonly ArrayLike<number>[];
  /** A length of the state space, such as the mean ‖h‖ of a driven run. */
  scale: number;
  /** Nodes per side, at the centres of equal cells. */
  columns?: number;
  rows?: number;
}

const COLUMNS = 36;
const ROWS = 24;
/** Nearer than this share of the scale, a state is at a well. */
const THERE = 0.02;
/** A state that has reached no well after so many steps lies on a border, or goes elsewhere. */
const STEPS = 600;
const LOOK_EVERY = 4;
/** States left out on each side of the cloud, and room beside it as a share of its width. */
const OUTSIDE = 0.003;
const ROOM = 0.1;

/** The part of a plane that holds nearly all states of a run. @param points row-major [n×stride] */
export function boundsOf(points: ArrayLike<number>, stride: number, axes: readonly [number, number]): PlaneBounds {
  const [[left, right], [bottom, top]] = axes.map((axis) => {
    const values = Float64Array.from({ length: points.length / stride }, (_, n) => points[n * stride + axis]!);
    const [low, high] = [quantile(values, OUTSIDE), quantile(values, 1 - OUTSIDE)];
    return [low - ROOM * (high - low), high + ROOM * (high - low)] as const;
  }) as [readonly [number, number], readonly [number, number]];
  return { left, right, bottom, top };
}

/**
 * The basins of the wells in a plane: each node is put back into the state space as the flow is (the other principal coordinates at their mean,
 * negative rates at 0), and the mean map is iterated from there. Basins have more dimensions than two: this is one cut through them. Yields
 * progress 0 … 1.
 */
export function* basins(weights: RnnWeights, options: BasinsOptions): Work<Basins> {
  const { basis, axes, bounds, wells, scale, columns = COLUMNS, rows = ROWS } = options;
  const map = createMeanMap(weights);
  const reached = new Int16Array(columns * rows).fill(-1);
  for (let node = 0; node < reached.length; node++) {
    const x = bounds.left + (((node % columns) + 0.5) * (bounds.right - bounds.left)) / columns;
    const y = bounds.bottom + ((Math.floor(node / columns) + 0.5) * (bounds.top - bounds.bottom)) / rows;
    const { state } = backProject(basis, axes, x, y);
    for (let step = 0; step < STEPS && reached[node]! < 0; step++) {
      if (step % LOOK_EVERY === 0) reached[node] = wells.findIndex((well) => distance(state, well) < THERE * scale);
      map.apply(state, state);
    }
    if ((node + 1) % columns === 0) yield (node + 1) / reached.length;
  }
  return { bounds, columns, rows, reached, undecided: reached.filter((well) => well < 0).length / reached.length };
}
