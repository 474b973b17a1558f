import { CHECKPOINT_AXES } from '../../dynamics/emergence/checkpointDynamics';
import { alignTrajectory } from '../../dynamics/emergence/emergence';
import { fixSigns } from '../../dynamics/orbit/orbit';
import { type OrbitCourse, orbitCourse } from '../../dynamics/orbit/orbitCourse';
import { pca } from '../../math/principalAxes';
import type { Work } from '../../math/progress';
import { type PcaBasis, projectStates } from '../../math/projection';
import { simulate } from '../../rnn/simulate';
import { nonFiniteWeight, type RnnWeights } from '../../rnn/weights';

/** The frames of a training, for the film of it. */
export function* birth(input: BirthInput): Generator<number, { frames: BirthFrame[] }, void> {
  return { frames: yield* birthFrames(input) };
}

/** What a training looks like at one of its checkpoints, on axes that all of them share. */
export interface BirthFrame {
  update: number;
  /** States of a run at σ = 1 [steps×3], about the projection of h = 0. All frames are driven by the same noise. */
  points: Float32Array;
  /** Argmax label of each step [steps]. */
  labels: Uint8Array;
  /** What may be drawn of its course in the first two of the shared axes. */
  course: OrbitCourse;
}

/** Steps run before the record: the start at h = 0 is forgotten. */
const WARM_UP = 50;

/** Where h = 0 lies in every frame. */
const CENTRE = [0, 0, 0] as const;

interface BirthInput {
  /** In order of training, of one network. */
  checkpoints: readonly { update: number; weights: RnnWeights }[];
  seed: number;
  /** Steps recorded of each checkpoint. Default 3000. */
  steps?: number;
}

/**
 * The frames of a training: a run of each checkpoint under the same noise, on principal axes turned towards each other (docs/science.md §3.16).
 * A checkpoint that grows without bound has none.
 */
export function* birthFrames({ checkpoints, seed, steps = 3000 }: BirthInput): Work<BirthFrame[]> {
  const runs = [];
  for (const [n, { update, weights }] of checkpoints.entries()) {
    // The run that the panels on emergence measure.
    const run = nonFiniteWeight(weights)
      ? undefined
      : simulate(weights, { steps, seed, noiseStream: 'evaluation', warmUp: WARM_UP });
    if (run && !run.divergent) {
      const size = weights.hiddenSize;
      const basis: PcaBasis = pca(run.states, size, CHECKPOINT_AXES);
      fixSigns(basis, run.states, run.outputLabels);
      const points = projectStates(run.states, basis, CHECKPOINT_AXES);
      const origin = projectStates(new Float32Array(size), basis, CHECKPOINT_AXES);
      runs.push({ update, labels: run.outputLabels, components: basis.components, points, origin, divergent: false });
    }
    yield (n + 1) / (checkpoints.length + 1);
  }
  const aligned = alignTrajectory(runs);
  return runs.flatMap(({ update, labels }, n) => {
    const points = aligned[n]?.points;
    return points ? [{ update, points, labels, course: orbitCourse(points, CHECKPOINT_AXES, labels, CENTRE) }] : [];
  });
}

/** The states between two checkpoints: the same noise drives both, so that each state of the one has its own in the other. */
export interface BirthMoment {
  /** The update shown: the one asked for, or the nearest that there is a frame for. */
  update: number;
  points: Float32Array;
  /** The frame nearest to it. */
  nearest: BirthFrame;
}

/**
 * The states at an update, mixed from the frames around it.
 * @param frames at least one, in order of training
 * @param out receives the states, as long as those of a frame
 */
export function birthAt(frames: readonly BirthFrame[], update: number, out: Float32Array): BirthMoment {
  const next = frames.findIndex((frame) => frame.update >= update);
  const b = frames[next < 0 ? frames.length - 1 : next]!;
  const a = frames[Math.max(0, (next < 0 ? frames.length : next) - 1)]!;
  const share = b.update > a.update ? Math.min(1, Math.max(0, (update - a.update) / (b.update - a.update))) : 1;
  for (let i = 0; i < out.length; i++) out[i] = a.points[i]! + share * (b.points[i]! - a.points[i]!);
  return { update: a.update + share * (b.update - a.update), points: out, nearest: share < 0.5 ? a : b };
}
