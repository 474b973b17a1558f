import { eliminate, solvePositiveDefinite } from '../../math/linearSystems';
import { distance, type MeanMap } from './meanMap';

/** A search for one fixed point: starts again and again in its own memory. */
export interface FixedPointSearch {
  /**
   * Damped Newton (Levenberg–Marquardt) on F(m) − m from `start` [H].
   * @param scale a length of the state space, such as the mean ‖h‖ of a driven run: what counts as converged is relative to it
   * @param nearKnown says whether a state is already so near a known point that the search may end: such a state is returned as it is
   * @returns the fixed point, its residual below 1e-11 of the scale; undefined where the search ends elsewhere
   */
  from(
    start: ArrayLike<number>,
    scale: number,
    nearKnown?: (state: Float64Array, residual: number) => boolean,
  ): Float64Array | undefined;
}

/** ‖F(m) − m‖ below this share of the scale is a fixed point, once the last steps were whole Newton steps. */
const CONVERGED = 1e-11;
/** Below this the search leaves the damping off. */
const NEARLY = 1e-6;
const MAX_STEPS = 60;
const POLISH_STEPS = 8;
/** Damping as a share of the mean diagonal entry of AᵀA: at the start, and beyond which a search is given up. */
const FIRST_DAMPING = 1e-3;
const MAX_DAMPING = 1e8;

export function createFixedPointSearch(map: MeanMap): FixedPointSearch {
  const { size } = map;
  const room = () => new Float64Array(size);
  const [state, image, trial, trialImage, step] = [room(), room(), room(), room(), room()] as const;
  const square = () => new Float64Array(size * size);
  const [jacobian, normal, damped] = [square(), square(), square()] as const;
  /** Whole Newton steps while they help. */
  const polish = (scale: number): Float64Array | undefined => {
    let residual = distance(image, state);
    for (let k = 0; k < POLISH_STEPS && residual > CONVERGED * scale * 1e-3; k++) {
      fillJacobian(map, state, jacobian);
      for (let i = 0; i < size; i++) step[i] = state[i]! - image[i]!;
      eliminate(jacobian, size).solve(step);
      for (let i = 0; i < size; i++) trial[i] = state[i]! + step[i]!;
      map.apply(trial, trialImage);
      const next = distance(trialImage, trial);
      if (!(next < residual)) break;
      residual = next;
      state.set(trial);
      image.set(trialImage);
    }
    return residual <= CONVERGED * scale ? state.slice() : undefined;
  };
  /** One damped step from `state`: the least damping that lowers the residual, from `damping` on. Undefined where none does. */
  const descend = (residual: number, damping: number): { residual: number; damping: number } | undefined => {
    fillJacobian(map, state, jacobian);
    const mean = fillNormal(jacobian, normal, size);
    for (let share = damping; share <= MAX_DAMPING; share *= 5) {
      damped.set(normal);
      for (let i = 0; i < size; i++) damped[i * size + i]! += share * mean;
      fillDescent(jacobian, state, image, step);
      if (!solvePositiveDefinite(damped, size, step)) continue;
      for (let i = 0; i < size; i++) trial[i] = state[i]! + step[i]!;
      map.apply(trial, trialImage);
      const next = distance(trialImage, trial);
      if (next < residual) return { residual: next, damping: share / 10 };
    }
    return undefined;
  };
  return {
    from(start, scale, nearKnown) {
      state.set(start);
      map.apply(state, image);
      let residual = distance(image, state);
      let damping = FIRST_DAMPING;
      for (let k = 0; k < MAX_STEPS && residual > NEARLY * scale; k++) {
        if (nearKnown?.(state, residual)) return state.slice();
        const found = descend(residual, damping);
        if (!found) return undefined;
        ({ residual, damping } = found);
        state.set(trial);
        image.set(trialImage);
      }
      return residual <= NEARLY * scale ? polish(scale) : undefined;
    },
  };
}

/** Derivative of F(m) − m into `jacobian`. */
function fillJacobian(map: MeanMap, state: Float64Array, jacobian: Float64Array): void {
  map.jacobian(state, jacobian);
  for (let i = 0; i < map.size; i++) jacobian[i * map.size + i]! -= 1;
}

/** −Aᵀ(F − m) into `step`, row by row; A is `jacobian`, F(m) is `image`, m is `state`. */
function fillDescent(jacobian: Float64Array, state: Float64Array, image: Float64Array, step: Float64Array): void {
  const size = step.length;
  step.fill(0);
  for (let i = 0; i < size; i++) {
    const gap = state[i]! - image[i]!;
    for (let j = 0, at = i * size; j < size; j++, at++) step[j]! += jacobian[at]! * gap;
  }
}

/** Lower triangle of AᵀA into `normal`; returns the mean of its diagonal. Four rows a pass, as in `addColumns`. */
function fillNormal(a: Float64Array, normal: Float64Array, size: number): number {
  normal.fill(0);
  const rows = size * size;
  for (let row = 0; row < rows; row += 4 * size) {
    const count = Math.min(4, (rows - row) / size);
    const [r0, r1, r2, r3] = [0, 1, 2, 3].map((k) => row + (k < count ? k : 0) * size) as [number, number, number, number];
    for (let i = 0; i < size; i++) {
      const v0 = a[r0 + i]!;
      const v1 = count > 1 ? a[r1 + i]! : 0;
      const v2 = count > 2 ? a[r2 + i]! : 0;
      const v3 = count > 3 ? a[r3 + i]! : 0;
      const to = i * size;
      for (let j = 0; j <= i; j++)
        normal[to + j] = normal[to + j]! + v0 * a[r0 + j]! + v1 * a[r1 + j]! + v2 * a[r2 + j]! + v3 * a[r3 + j]!;
    }
  }
  let trace = 0;
  for (let i = 0; i < size; i++) trace += normal[i * size + i]!;
  return trace / size;
}
