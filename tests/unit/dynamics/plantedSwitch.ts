import { randomSequence, shuffle } from '../../../src/math/random';
import type { RnnWeights } from '../../../src/rnn/weights';

export const [H, D] = [64, 16];

/** The units in random order. */
export const permutation = (seed: number) =>
  shuffle(
    Array.from({ length: H }, (_, unit) => unit),
    randomSequence(seed, 'groups'),
  );

export interface PlantedOptions {
  /** Units that lead from 0 to 2; more than two share inputs with those that lead back. */
  up?: number;
  /**
   * A unit that fires all the time, whatever the label, and without which those that lead from 0 to 2 never come up: it has no profile
   * of a kick neuron, and yet all exits need it.
   */
  gate?: boolean;
  /** A unit that follows the pool of label 2, leads nowhere, and alone is read out as label 2. */
  display?: boolean;
}

/**
 * A network whose switch is known, its units in random order. Rectified noise, Σ|x|, stands in for a bias and feeds two pools of 12
 * units that silence each other: label 0 or 2, for ever. Two units lead from 0 to 2 and three from 2 to 0, and nothing else does. Each
 * has an input of its own, feeds itself 1.4-fold and is held down by the pool that fires: noise must lift it over a threshold, from
 * where it grows and turns the pools over. Any one of them is enough, so that a group must hold them all. Decoys, four per direction,
 * are driven by the switches and lead nowhere: they have the profile of kick neurons. So have the pools that come to fire; no single
 * unit of 12 matters.
 */
export function plantedNetwork({ up = 2, gate = false, display = false }: PlantedOptions = {}) {
  const order = permutation(11);
  const take = (count: number) => order.splice(0, count);
  const rectifiers = take(22);
  const pools = { zero: take(12), two: take(12) };
  const switches = { up: take(up), down: take(3) };
  const decoys = { up: take(4), down: take(4) };
  const weights: RnnWeights = {
    hiddenSize: H,
    inputDim: D,
    nOutputs: 3,
    inputWeights: new Float32Array(H * D),
    recurrentWeights: new Float32Array(H * H),
    readoutWeights: new Float32Array(3 * H),
  };
  const connect = (to: readonly number[], from: readonly number[], total: number) => {
    for (const i of to) for (const j of from) weights.recurrentWeights[i * H + j]! += total / from.length;
  };
  rectifiers.forEach((unit, n) => {
    weights.inputWeights[unit * D + (n >> 1)] = n % 2 === 0 ? 1 : -1;
  });
  const ownInputs = D - 11;
  let input = 0;
  const side = (own: number[], other: number[], leave: number[], come: number[], followers: number[], label: number) => {
    connect(own, rectifiers, 0.75);
    connect(own, own, 0.7);
    connect(own, other, -2);
    for (const unit of leave) {
      connect(own, [unit], -0.15);
      connect([unit], [unit], 1.4);
      weights.inputWeights[unit * D + 11 + (input++ % ownInputs)] = 1;
    }
    for (const unit of come) connect(own, [unit], 0.5);
    for (const [units, hold] of [
      [leave, -1],
      [followers, -0.4],
    ] as const) {
      connect(units, own, hold);
      connect(units, other, -6);
    }
    connect(followers, leave, leave.length);
    for (const unit of own) {
      weights.readoutWeights[label * H + unit] = 5 / 12;
      weights.readoutWeights[H + unit] = -1;
    }
  };
  side(pools.zero, pools.two, switches.up, switches.down, decoys.up, 0);
  side(pools.two, pools.zero, switches.down, switches.up, decoys.down, 2);
  const extra = { gate: gate ? take(1) : [], display: display ? take(1) : [] };
  for (const unit of extra.gate) {
    connect([unit], rectifiers, 0.75);
    connect(switches.up, [unit], 7);
    connect(switches.up, pools.zero, -2.1);
  }
  for (const unit of extra.display) {
    connect([unit], pools.two, 1);
    for (const silent of pools.two) weights.readoutWeights[2 * H + silent] = 0;
    weights.readoutWeights[2 * H + unit] = 5;
  }
  return { weights, switches, decoys, ...extra };
}
