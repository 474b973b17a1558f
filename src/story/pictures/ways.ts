import type { PlaneScale } from '../../charts/planeView';
import { type PcaBasis, project } from '../../math/projection';
import { createSampler } from '../../rnn/sampler';
import type { RnnWeights } from '../../rnn/weights';
import { POINT_STRIDE } from '../../state/live/liveRun';
import type { Sheet } from './LivePicture';

/** Runs from one state, each with noise of its own. */
export interface Ways {
  /** PC1–PC3 of the start and of each step, run by run [runs×(steps+1)×POINT_STRIDE]. */
  points: Float32Array;
  /** Favoured output of the start and of each step [runs×(steps+1)]. */
  labels: Uint8Array;
}

interface WaysSize {
  runs: number;
  steps: number;
}

/**
 * Lets a state go on, again and again.
 * @param start h [H], and its favoured output
 * @param firstRun the number of the first run in the streams of the seed
 */
export function waysFrom(
  weights: RnnWeights,
  basis: PcaBasis,
  start: { state: ArrayLike<number>; label: number },
  { runs, steps, seed, firstRun }: WaysSize & { seed: number; firstRun: number },
): Ways {
  const rows = steps + 1;
  const points = new Float32Array(runs * rows * POINT_STRIDE);
  const labels = new Uint8Array(runs * rows);
  const axes = Math.min(POINT_STRIDE, basis.components.length / weights.hiddenSize);
  const sampler = createSampler(weights);
  sampler.open(runs);
  for (let k = 0; k < runs; k++) sampler.setState(k, start.state);
  const made = sampler.advance(steps, {
    ...{ seed, noiseStream: 'evaluation', gumbelStream: 'gumbel', update: 0 },
    ...{ firstRun, firstStep: 0, noiseStd: 1 },
  });
  for (let k = 0; k < runs; k++) {
    project(basis, start.state, points, k * rows * POINT_STRIDE, axes, 0);
    labels[k * rows] = start.label;
    for (let t = 0; t < steps; t++) {
      const row = k * steps + t;
      project(basis, made.states, points, (k * rows + t + 1) * POINT_STRIDE, axes, row * made.stride);
      labels[k * rows + t + 1] = made.outputLabels[row]!;
    }
  }
  sampler.dispose();
  return { points, labels };
}

/** The ways in the plane of PC1 and PC2, as far as they have gone. */
export function drawWays(
  { context, palette }: Sheet,
  scale: PlaneScale,
  { points, labels }: Ways,
  { runs, steps, gone }: WaysSize & { gone: number },
): void {
  context.lineWidth = 1.5 * palette.weight;
  context.globalAlpha = 0.32;
  for (let k = 0; k < runs; k++)
    for (let t = 1; t <= gone; t++) {
      const row = k * (steps + 1) + t;
      const at = (r: number) => [scale.x(points[r * POINT_STRIDE]!), scale.y(points[r * POINT_STRIDE + 1]!)] as const;
      context.strokeStyle = palette.outputs[labels[row]!]!;
      context.beginPath();
      context.moveTo(...at(row - 1));
      context.lineTo(...at(row));
      context.stroke();
    }
  context.globalAlpha = 1;
}
