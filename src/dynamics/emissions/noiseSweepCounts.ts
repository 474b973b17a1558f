import type { EmissionCounts } from '../../hmm/emissionCounts';
import type { Stretch } from '../../rnn/sampler';
import type { RnnWeights } from '../../rnn/weights';

/** Sums expected output counts of runs at several noise levels at once. */
export interface ExpectedCounter {
  /** The next stretch begins `runs` new sequences, so no pair connects it to the last one. */
  restart(runs: number): void;
  /** Adds a σ = 1 stretch of `steps` steps of the runs of the last `restart`. */
  add(stretch: Stretch, steps: number): void;
}

/** A counter that adds to `counts`, one per noise level: outputs Σ p_t(k), pairs Σ p_t(k)·p_{t+1}(l) with p = softmax(σ·ℓ). */
export function expectedCounter(weights: RnnWeights, noiseStds: readonly number[], counts: EmissionCounts[]): ExpectedCounter {
  const { hiddenSize: H, nOutputs: K, readoutWeights } = weights;
  const readout = Float64Array.from(readoutWeights);
  // Logits minus their maximum, so that softmax is safe at any σ.
  const logits = new Float64Array(K);
  const now = new Float64Array(K);
  // Probabilities of each run's last step, [runs×σ×K]. Before the first step all are 0, so no pair is counted there.
  let last = new Float64Array(0);
  const readLogits = (states: Float32Array, row: number) => {
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < K; k++) {
      let sum = 0;
      for (let i = 0; i < H; i++) sum += readout[k * H + i]! * states[row + i]!;
      logits[k] = sum;
      if (sum > largest) largest = sum;
    }
    for (let k = 0; k < K; k++) logits[k]! -= largest;
  };
  const count = (noiseStd: number, { outputs, pairs }: EmissionCounts, before: number) => {
    let total = 0;
    for (let k = 0; k < K; k++) {
      now[k] = Math.exp(noiseStd * logits[k]!);
      total += now[k]!;
    }
    for (let k = 0; k < K; k++) {
      now[k]! /= total;
      outputs[k]! += now[k]!;
    }
    for (let k = 0; k < K; k++) {
      const p = last[before + k]!;
      for (let l = 0; l < K; l++) pairs[k * K + l]! += p * now[l]!;
    }
    for (let k = 0; k < K; k++) last[before + k] = now[k]!;
  };
  return {
    restart(runs) {
      last = new Float64Array(runs * noiseStds.length * K);
    },
    add({ states, stride }, steps) {
      const runs = last.length / (noiseStds.length * K);
      for (let run = 0; run < runs; run++)
        for (let t = 0; t < steps; t++) {
          readLogits(states, (run * steps + t) * stride);
          for (let s = 0; s < noiseStds.length; s++) count(noiseStds[s]!, counts[s]!, (run * noiseStds.length + s) * K);
        }
    },
  };
}
