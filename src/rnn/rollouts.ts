import { type Arena, createArena, KernelError, type Kernels, loadKernels } from '../kernels/module';
import { allocateNetwork, loadWeights, padShape, TILE } from '../kernels/network';
import { argmax } from '../math/distributions';
import { fillNormals, STREAMS } from '../math/random';
import { createStepper } from './step';
import { packWeights, type RnnWeights } from './weights';

/** Exit label of a rollout that did not change its label before the cap. */
export const NO_EXIT = 255;

/** The results of R rollouts at σ = 1 from each of S states. Entry s·R + r is rollout r from state s. */
export interface RolloutResult {
  /** First step whose argmax label differs from that of the start, 1 … cap; also cap when there is none [S×R]. */
  exitTimes: Uint8Array;
  /** The label at that step, or NO_EXIT [S×R]. */
  exitLabels: Uint8Array;
  /**
   * Sign changes of the change of the start label's logit up to that step; steps without change are ignored (quirk Q22) [S×R].
   */
  signChanges: Uint8Array;
  states: number;
  rollouts: number;
  cap: number;
  /** G, the number of sets of R noise paths. State s uses set s mod G, so states of different sets share no noise. */
  noiseSets: number;
}

export interface RolloutOptions {
  seed: number;
  /** R, rollouts from each state. Default 20. */
  rollouts?: number;
  /** Longest rollout, at most 255 steps. Default 60. */
  cap?: number;
  /**
   * How many states share one set of R noise paths; 1 gives every rollout its own noise. Rollouts of the same state never share
   * noise. Default: a hundredth of the states, at most 40.
   */
  sharing?: number;
  /** Two calls with different `update` have independent noise. Default 0. */
  update?: number;
}

interface Plan {
  states: number;
  rollouts: number;
  cap: number;
  noiseSets: number;
  seed: number;
  update: number;
}

/** Rollouts of one set: entry r·count + i belongs to path r from state set + i·noiseSets. */
interface SetResult {
  times: Uint8Array;
  exits: Uint8Array;
  changes: Uint8Array;
}

/** Runs the rollouts from the states of one set under its noise paths. */
interface SetRoller {
  roll(set: number): SetResult;
  dispose(): void;
}

/**
 * Runs the network from given states under fresh noise until the argmax label changes (docs/science.md §3.8, §3.9). The first
 * logit change that counts is that from the start state to the first step. The noise is stream 'rollout', sequence (s mod G)·R +
 * r, from step 0 on. The noise that led to the start is not used again (quirk Q9). States share noise because making it costs
 * more than all the rest at large d. States that share are G apart, so neighbours in a run are independent given where they are.
 * Runs on float32 kernels, or on plain arrays where WebAssembly SIMD is missing. The two differ only where logits agree to within
 * rounding. Yields progress 0 … 1.
 * @param starts states [S×H]
 * @param labels their argmax labels [S]
 * @throws RangeError when sizes do not fit
 */
export function* rollouts(
  weights: RnnWeights,
  starts: Float32Array,
  labels: Uint8Array,
  options: RolloutOptions,
): Generator<number, RolloutResult, void> {
  const plan = planRollouts(weights, starts, labels, options);
  return yield* rollAll(openRoller(weights, starts, labels, plan), plan);
}

/** The same in plain float64 arrays: the reference that the kernel is tested against. */
export function* plainRollouts(
  weights: RnnWeights,
  starts: Float32Array,
  labels: Uint8Array,
  options: RolloutOptions,
): Generator<number, RolloutResult, void> {
  const plan = planRollouts(weights, starts, labels, options);
  return yield* rollAll(createPlainRoller(weights, starts, labels, plan), plan);
}

function planRollouts(weights: RnnWeights, starts: Float32Array, labels: Uint8Array, options: RolloutOptions): Plan {
  const states = labels.length;
  const { seed, update = 0, rollouts = 20, cap = 60 } = options;
  const { sharing = Math.max(1, Math.min(40, Math.floor(states / 100))) } = options;
  if (starts.length !== states * weights.hiddenSize)
    throw new RangeError(`${starts.length} numbers are not ${states} states of ${weights.hiddenSize} units`);
  if (!(cap >= 1 && cap <= 255 && Number.isInteger(cap))) throw new RangeError(`a cap of ${cap} steps is not within 1 … 255`);
  if (!(rollouts >= 1 && Number.isInteger(rollouts))) throw new RangeError(`${rollouts} rollouts from each state cannot be made`);
  return { states, rollouts, cap, noiseSets: Math.ceil(states / Math.max(1, sharing)), seed, update };
}

const countInSet = ({ states, noiseSets }: Plan, set: number): number => Math.ceil((states - set) / noiseSets);

function* rollAll(roller: SetRoller, plan: Plan): Generator<number, RolloutResult, void> {
  const { states, rollouts, cap, noiseSets } = plan;
  const exitTimes = new Uint8Array(states * rollouts);
  const exitLabels = new Uint8Array(states * rollouts);
  const signChanges = new Uint8Array(states * rollouts);
  try {
    for (let set = 0; set < noiseSets; set++) {
      const { times, exits, changes } = roller.roll(set);
      const count = countInSet(plan, set);
      for (let i = 0; i < count; i++)
        for (let r = 0; r < rollouts; r++) {
          const to = (set + i * noiseSets) * rollouts + r;
          const from = r * count + i;
          exitTimes[to] = times[from]!;
          exitLabels[to] = exits[from]!;
          signChanges[to] = changes[from]!;
        }
      yield (set + 1) / noiseSets;
    }
  } finally {
    roller.dispose();
  }
  return { exitTimes, exitLabels, signChanges, states, rollouts, cap, noiseSets };
}

function openRoller(weights: RnnWeights, starts: Float32Array, labels: Uint8Array, plan: Plan): SetRoller {
  try {
    return createKernelRoller(weights, starts, labels, plan);
  } catch (error) {
    if (error instanceof KernelError) return createPlainRoller(weights, starts, labels, plan);
    throw error;
  }
}

/** Unused kernel instances. They are reused because their memory cannot be freed. */
const idle: Kernels[] = [];

/** Bytes of a slot's record in the kernel. */
const RECORD = 32;

function createKernelRoller(weights: RnnWeights, starts: Float32Array, labels: Uint8Array, plan: Plan): SetRoller {
  const { rollouts, cap, noiseSets, seed, update } = plan;
  const kernels = idle.pop() ?? loadKernels();
  const arena: Arena = createArena(kernels.memory);
  const shape = padShape(weights);
  const { hiddenSize: H, hiddenStride, inputStride } = shape;
  const network = allocateNetwork(kernels, arena, shape);
  loadWeights(kernels, network, shape, packWeights(weights));
  const most = countInSet(plan, 0);
  const drive = arena.allocate(4 * rollouts * cap * hiddenStride);
  const noise = arena.allocate(4 * rollouts * cap * inputStride);
  const states = arena.allocate(4 * most * hiddenStride);
  const stateLabels = arena.allocate(most);
  const slots = arena.allocate(TILE * (4 * hiddenStride + RECORD));
  const [times, exits, changes] = [0, 1, 2].map(() => arena.allocate(most * rollouts)) as [number, number, number];
  const { buffer } = kernels.memory;
  const stateView = new Float32Array(buffer, states, most * hiddenStride).fill(0);
  const labelView = new Uint8Array(buffer, stateLabels, most);
  return {
    roll(set) {
      const count = countInSet(plan, set);
      for (let i = 0; i < count; i++) {
        const s = set + i * noiseSets;
        stateView.set(starts.subarray(s * H, (s + 1) * H), i * hiddenStride);
        labelView[i] = labels[s]!;
      }
      kernels.setBuffers(drive, noise, 0, 0, 0, 0, network.scratch);
      const first = set * rollouts;
      kernels.drawNormals(noise, seed, STREAMS.rollout, update, first, first + rollouts, 0, cap, inputStride, 1);
      kernels.rollOut(count, rollouts, cap, states, stateLabels, slots, times, exits, changes);
      const bytes = (at: number) => new Uint8Array(buffer, at, count * rollouts);
      return { times: bytes(times), exits: bytes(exits), changes: bytes(changes) };
    },
    dispose() {
      idle.push(kernels);
    },
  };
}

function createPlainRoller(weights: RnnWeights, starts: Float32Array, labels: Uint8Array, plan: Plan): SetRoller {
  const { rollouts, cap, noiseSets, seed, update } = plan;
  const { hiddenSize: H, inputDim: d, nOutputs: K } = weights;
  const stepper = createStepper(weights);
  const noise = new Float64Array(cap * d);
  const h = new Float64Array(H);
  const logits = new Float64Array(K);
  const follow = (label: number): { time: number; exit: number; changes: number } => {
    stepper.logits(h, logits);
    let before = logits[label]!;
    let sign = 0;
    let changes = 0;
    for (let time = 1; time <= cap; time++) {
      stepper.step(h, noise, (time - 1) * d, 1);
      stepper.logits(h, logits);
      const change = Math.sign(logits[label]! - before);
      before = logits[label]!;
      if (change !== 0) {
        if (change === -sign) changes++;
        sign = change;
      }
      const found = argmax(logits);
      if (found !== label) return { time, exit: found, changes };
    }
    return { time: cap, exit: NO_EXIT, changes };
  };
  return {
    roll(set) {
      const count = countInSet(plan, set);
      const [times, exits, changes] = [0, 1, 2].map(() => new Uint8Array(count * rollouts)) as [
        Uint8Array,
        Uint8Array,
        Uint8Array,
      ];
      for (let r = 0; r < rollouts; r++) {
        for (let t = 0; t < cap; t++)
          fillNormals(noise, t * d, d, { seed, stream: 'rollout', update, sequence: set * rollouts + r, step: t });
        for (let i = 0; i < count; i++) {
          const s = set + i * noiseSets;
          h.set(starts.subarray(s * H, (s + 1) * H));
          const rollout = follow(labels[s]!);
          times[r * count + i] = rollout.time;
          exits[r * count + i] = rollout.exit;
          changes[r * count + i] = rollout.changes;
        }
      }
      return { times, exits, changes };
    },
    dispose() {},
  };
}
