import '../../src/kernels/bundled';
import { fillNormals } from '../../src/math/random';
import { meanEstimate } from '../../src/math/statistics';
import { rollouts } from '../../src/rnn/rollouts';
import { simulate } from '../../src/rnn/simulate';
import { createStepper } from '../../src/rnn/step';
import type { RnnWeights } from '../../src/rnn/weights';
import { exampleNetwork } from '../exampleNetwork';
import { denseRun, naiveResidency } from './naive';

/** The Node half of the performance gates: the app's own code against naive code that does the same, in turns. */

/** Times of two that do the same, in milliseconds, taken in turns. */
interface Turns {
  ours: number[];
  naive: number[];
}

const SEED = 3;

function takeTurns(ours: () => unknown, naive: () => unknown, rounds: number): Turns {
  const turns: Turns = { ours: [], naive: [] };
  const time = (work: () => unknown) => {
    const begun = performance.now();
    work();
    return performance.now() - begun;
  };
  for (let round = -1; round < rounds; round++) {
    const [a, b] = [time(ours), time(naive)];
    // The first round is for the compiler.
    if (round >= 0) {
      turns.ours.push(a);
      turns.naive.push(b);
    }
  }
  return turns;
}

const near = (a: number, b: number, share: number, what: string): void => {
  if (!(Math.abs(a - b) <= share * Math.abs(b)))
    throw new Error(`${what}: ${a} and ${b} are not the same; the times cannot be compared.`);
};

/** A run in plain arrays, silent units skipped. */
function sparseRun(weights: RnnWeights, steps: number): Float64Array {
  const stepper = createStepper(weights);
  const h = new Float64Array(weights.hiddenSize);
  const noise = new Float64Array(weights.inputDim);
  for (let step = 0; step < steps; step++) {
    fillNormals(noise, 0, noise.length, { seed: SEED, stream: 'noise', update: 0, sequence: 0, step });
    stepper.step(h, noise, 0, 1);
  }
  return h;
}

/** All steps of a generator; its value. */
function finish<T>(work: Generator<number, T, void>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

function residency(id: string, rounds: number): Turns {
  const weights = exampleNetwork(id);
  const [states, futures, cap] = [400, 20, 60];
  const run = simulate(weights, { steps: 20 * states, seed: SEED, warmUp: 50 });
  const H = weights.hiddenSize;
  // Far apart, so that the means below are of states that know little of each other.
  const starts = Float32Array.from({ length: states * H }, (_, n) => run.states[20 * Math.floor(n / H) * H + (n % H)]!);
  const labels = Uint8Array.from({ length: states }, (_, n) => run.outputLabels[20 * n]!);
  const batched = () => finish(rollouts(weights, starts, labels, { seed: SEED, rollouts: futures, cap, sharing: 1 }));
  near(meanEstimate(batched().exitTimes).value, naiveResidency(weights, starts, futures, cap, SEED), 0.02, 'residency times');
  return takeTurns(batched, () => naiveResidency(weights, starts, futures, cap, SEED), rounds);
}

function simulation(id: string, rounds: number, steps: number, ours: (weights: RnnWeights) => unknown): Turns {
  const weights = exampleNetwork(id);
  const [sparse, dense] = [sparseRun(weights, 50), denseRun(weights, 50, SEED)];
  for (let i = 0; i < dense.length; i++) near(1 + sparse[i]!, 1 + dense[i]!, 1e-9, `unit ${i} of a run`);
  return takeTurns(
    () => ours(weights),
    () => denseRun(weights, steps, SEED),
    rounds,
  );
}

/** What is compared, by the name under which the ratio is recorded. */
const COMPARISONS: Record<string, (rounds: number) => Turns> = {
  'residency time, batched kernels / one future at a time, H = 64': (rounds) => residency('chain-2', rounds),
  'simulation in plain arrays, silent units skipped / all products, H = 64': (rounds) =>
    simulation('chain-2', rounds, 20_000, (weights) => sparseRun(weights, 20_000)),
  'simulation in plain arrays, silent units skipped / all products, H = 150': (rounds) =>
    simulation('chain-2-paper', rounds, 5000, (weights) => sparseRun(weights, 5000)),
  'simulation as the app does it / all products, H = 64': (rounds) =>
    simulation('chain-2', rounds, 20_000, (weights) => simulate(weights, { steps: 20_000, seed: SEED })),
};

const [rounds = '7', ...names] = process.argv.slice(2);
const asked = names.length > 0 ? names : Object.keys(COMPARISONS);
console.log(JSON.stringify(Object.fromEntries(asked.map((name) => [name, COMPARISONS[name]!(Number(rounds))]))));
