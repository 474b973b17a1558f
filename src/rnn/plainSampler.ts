import { type DrawAddress, fillGumbels, fillNormals } from '../math/random';
import { argmax } from '../math/softmin';
import type { Sampler } from './sampling';
import { createStepper } from './step';
import type { RnnWeights } from './weights';

/** Gumbel sample: argmax_k(ℓ_k + g_k), an exact draw from softmax(ℓ). */
export function sampleOutput(logits: Float64Array, gumbels: Float64Array): number {
  let best = 0;
  for (let k = 1; k < logits.length; k++) if (logits[k]! + gumbels[k]! > logits[best]! + gumbels[best]!) best = k;
  return best;
}

/** The sampler in plain float64 arrays: where there is no WebAssembly SIMD, and what the kernels are tested against. */
export function createPlainSampler(weights: RnnWeights): Sampler {
  const stepper = createStepper(weights);
  const { hiddenSize: H, inputDim: d, nOutputs: K } = weights;
  const noise = new Float64Array(d);
  const logits = new Float64Array(K);
  const gumbels = new Float64Array(K);
  let now: Float64Array[] = [];
  return {
    open(runs) {
      now = Array.from({ length: runs }, () => new Float64Array(H));
    },
    setState(run, h) {
      now[run]!.set(h);
    },
    read(run, out) {
      out.set(now[run]!);
    },
    advance(steps, { seed, noiseStream, gumbelStream, update, firstRun, firstStep, noiseStd }) {
      const states = new Float32Array(now.length * steps * H);
      const outputLabels = new Uint8Array(now.length * steps);
      const sampledOutputs = new Uint8Array(now.length * steps);
      const at: DrawAddress = { seed, stream: noiseStream, update, sequence: 0, step: 0 };
      let maxState = 0;
      now.forEach((h, run) => {
        at.sequence = firstRun + run;
        for (let t = 0; t < steps; t++) {
          at.step = firstStep + t;
          at.stream = noiseStream;
          if (noiseStd > 0) fillNormals(noise, 0, d, at);
          stepper.step(h, noiseStd > 0 ? noise : null, 0, noiseStd);
          for (let i = 0; i < H; i++) if (h[i]! > maxState) maxState = h[i]!;
          const row = run * steps + t;
          states.set(h, row * H);
          stepper.logits(h, logits);
          outputLabels[row] = argmax(logits);
          at.stream = gumbelStream;
          fillGumbels(gumbels, 0, K, at);
          sampledOutputs[row] = sampleOutput(logits, gumbels);
        }
      });
      return { states, stride: H, outputLabels, sampledOutputs, maxState };
    },
    dispose() {
      now = [];
    },
  };
}
