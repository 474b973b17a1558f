import type { OptimiserState, UpdateSettings } from './engine';

/** L2 norm of a gradient. */
export function gradientNorm(gradient: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < gradient.length; i++) sum += gradient[i]! * gradient[i]!;
  return Math.sqrt(sum);
}

/** Factor that brings a gradient of the given norm down to the clip (1 when it is below). */
export const clipFactor = (norm: number, clip: number): number => Math.min(1, clip / (norm + 1e-6));

/**
 * One Adam update in place, gradient clipped by its global norm first (docs/science.md §2.4). Arithmetic in float64, state in
 * float32.
 */
export function adamUpdate(state: OptimiserState, gradient: ArrayLike<number>, norm: number, settings: UpdateSettings): void {
  const { learningRate, clip, beta1, beta2, epsilon } = settings;
  const factor = clipFactor(norm, clip);
  state.updates += 1;
  const correction1 = 1 - beta1 ** state.updates;
  const correction2 = 1 - beta2 ** state.updates;
  const { parameters, firstMoment: m, secondMoment: v } = state;
  for (let i = 0; i < parameters.length; i++) {
    const g = gradient[i]! * factor;
    m[i] = beta1 * m[i]! + (1 - beta1) * g;
    v[i] = beta2 * v[i]! + (1 - beta2) * g * g;
    parameters[i] = parameters[i]! - (learningRate * (m[i]! / correction1)) / (Math.sqrt(v[i]! / correction2) + epsilon);
  }
}
