import { softmax } from '../../math/distributions';
import { type RandomSequence, randomSequence } from '../../math/random';
import type { Sampler } from '../../rnn/sampler';
import type { RnnWeights } from '../../rnn/weights';

/** Estimated surprise of a network about its own outputs. */
export interface NetworkSurprise {
  /** −ln P(output at t | outputs before) under the network, in nats [T]. */
  nats: Float64Array;
  /** Mean effective share of the particles after an output is seen, (Σw)²/(n Σw²), 0 … 1. */
  effective: number;
}

export interface ParticleOptions {
  seed: number;
  /** Number of the sequence; each has particles of its own. */
  sequence: number;
  /** Default 500. */
  particles?: number;
  /** Steps that the particles run freely before the first output. Default 0: all start at h = 0. */
  warmUp?: number;
}

const PARTICLES = 500;

/**
 * Bootstrap particle filter over the hidden state (docs/science.md §7.6). Particles step with noise of their own. The mean of
 * their probabilities of the next output estimates its probability given the past. Then particles are resampled in proportion to
 * these probabilities. The product of the means is an unbiased estimate of the probability of the sequence. Its logarithm is too
 * low by about half its variance, so the nats are slightly too large; more particles reduce this.
 * @param sampler of the network; reopened here
 * @param outputs sampled outputs [T]
 */
export function networkSurprise(
  sampler: Sampler,
  { hiddenSize: H, nOutputs: K, readoutWeights }: RnnWeights,
  outputs: ArrayLike<number>,
  { seed, sequence, particles = PARTICLES, warmUp = 0 }: ParticleOptions,
): NetworkSurprise {
  const drive = {
    seed,
    noiseStream: 'rollout',
    gumbelStream: 'gumbel',
    update: 1000 + sequence,
    firstRun: 0,
    noiseStd: 1,
  } as const;
  const random = randomSequence(seed, 'groups', 25, sequence);
  const readout = Float64Array.from(readoutWeights);
  sampler.open(particles);
  if (warmUp > 0) sampler.advance(warmUp, { ...drive, firstStep: 0 });
  const nats = new Float64Array(outputs.length);
  const weights = new Float64Array(particles);
  const logits = new Float64Array(K);
  let effective = 0;
  for (let t = 0; t < outputs.length; t++) {
    const { states, stride } = sampler.advance(1, { ...drive, firstStep: warmUp + t });
    let [sum, squares] = [0, 0];
    for (let n = 0; n < particles; n++) {
      for (let k = 0; k < K; k++) {
        let logit = 0;
        for (let i = 0; i < H; i++) logit += readout[k * H + i]! * states[n * stride + i]!;
        logits[k] = logit;
      }
      softmax(logits, logits);
      const weight = logits[outputs[t]!]!;
      weights[n] = weight;
      sum += weight;
      squares += weight * weight;
    }
    nats[t] = -Math.log(sum / particles);
    effective += (sum * sum) / (particles * squares) / outputs.length;
    const parents = drawAgain(weights, sum, random);
    for (let n = 0; n < particles; n++) {
      const from = parents[n]! * stride;
      sampler.setState(n, states.subarray(from, from + H));
    }
  }
  return { nats, effective };
}

/** Systematic resampling: returns as many indices, each in proportion to its weight to within one. */
function drawAgain(weights: Float64Array, sum: number, random: RandomSequence): Int32Array {
  const parents = new Int32Array(weights.length);
  const spacing = sum / weights.length;
  let goal = random.uniform() * spacing;
  let reached = weights[0]!;
  let at = 0;
  for (let n = 0; n < parents.length; n++, goal += spacing) {
    while (reached < goal && at < weights.length - 1) reached += weights[++at]!;
    parents[n] = at;
  }
  return parents;
}
