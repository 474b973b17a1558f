import { type DrawAddress, fillGumbels, fillNormals } from '../math/random';
import type { RnnShape } from '../rnn/weights';

/** Everything an optimiser must remember to go on exactly where it was. Vectors are packed as in `packWeights`. */
export interface OptimiserState {
  parameters: Float32Array;
  firstMoment: Float32Array;
  secondMoment: Float32Array;
  /** Updates made: Adam's bias correction depends on it. */
  updates: number;
}

export const freshOptimiser = (parameters: Float32Array): OptimiserState => ({
  parameters: parameters.slice(),
  firstMoment: new Float32Array(parameters.length),
  secondMoment: new Float32Array(parameters.length),
  updates: 0,
});

export const copyState = (state: OptimiserState): OptimiserState => ({
  parameters: state.parameters.slice(),
  firstMoment: state.firstMoment.slice(),
  secondMoment: state.secondMoment.slice(),
  updates: state.updates,
});

/** Numbers one update depends on besides the data (docs/science.md §2.3–§2.5). */
export interface UpdateSettings {
  learningRate: number;
  /** Global L2 gradient-norm clip. */
  clip: number;
  /** Gumbel-softmax temperature τ of the backward pass. */
  temperature: number;
  /** λ of the penalty λ·mean(h²); 0 in the paper. */
  activityPenalty: number;
  /** λ of the pair term (pairTerm.ts); 0 in the paper. */
  pairWeight: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  blur: number;
  scaling: number;
}

/** Target sequences of one update. */
export interface TargetBatch {
  batch: number;
  seqLen: number;
  /** Labels [B×T]. */
  targets: Uint8Array;
}

/** Input noise [B×T×d] and Gumbel draws [B×T×K] of one update. */
export interface UpdateDraws {
  noise: Float32Array;
  gumbels: Float32Array;
}

export interface UpdateReport {
  /** Sinkhorn divergence, without activity penalty and pair term. */
  loss: number;
  /** L2 norm of the whole gradient before clipping. */
  gradientNorm: number;
  /** False when loss or gradient was not finite; the weights were then left as they were. */
  applied: boolean;
}

export interface LossAndGradient {
  loss: number;
  /** Gradient of loss, penalty and pair term, packed like the parameters, before clipping. */
  gradient: Float32Array;
}

/** Every engine by its id, which stands in links and stored runs, with the name on screen; in the order in which they are listed. */
export const ENGINE_NAMES = {
  'wasm-simd': 'WebAssembly SIMD',
  webgpu: 'WebGPU, our own shaders',
  'wasm-relaxed': 'WebAssembly relaxed SIMD',
  'tensorflow-webgl': 'WebGL (TensorFlow.js)',
  js: 'plain JavaScript',
  'tensorflow-webgpu': 'WebGPU (TensorFlow.js)',
  'tensorflow-cpu': 'CPU (TensorFlow.js)',
} as const;
export type EngineId = keyof typeof ENGINE_NAMES;
export const ENGINE_IDS = Object.keys(ENGINE_NAMES) as readonly EngineId[];

/**
 * What engines were called before; links and stored runs of then are read for ever. `tfjs-webgpu` ran our own shaders. `tfjs-wasm` is
 * gone: the native engine is the one that computes in WebAssembly now, with other bits.
 */
const ENGINE_ALIASES: Readonly<Record<string, EngineId>> = {
  'tfjs-webgpu': 'webgpu',
  'tfjs-webgl': 'tensorflow-webgl',
  'tfjs-wasm': 'wasm-simd',
  'tfjs-cpu': 'tensorflow-cpu',
  'sparse-js': 'js',
};

/** A text with an engine's old id replaced; any other text as it is. */
export const currentEngineId = (text: string): string => (Object.hasOwn(ENGINE_ALIASES, text) ? ENGINE_ALIASES[text]! : text);

/** What computes updates. All engines follow the same numbers; each repeats its own bits for the same seed and recipe. */
export interface Engine {
  readonly id: EngineId;
  /** Named on screen, for instance "TensorFlow.js on webgl (ANGLE …)". */
  readonly description: string;
  init(shape: RnnShape, state: OptimiserState): Promise<void>;
  /**
   * One update with the draws of (seed, state.updates). @returns the reports that became known, oldest first: this update's, or on a
   * device that is not read back every time none or several. After an update that is not applied none is until the state is written.
   */
  step(batch: TargetBatch, seed: number, settings: UpdateSettings): Promise<UpdateReport[]>;
  /** Waits for the reports that are still out. */
  settle(): Promise<UpdateReport[]>;
  /** Loss and gradient at the current parameters for given draws; changes nothing. */
  lossAndGradient(batch: TargetBatch, draws: UpdateDraws, settings: UpdateSettings): Promise<LossAndGradient>;
  readState(): Promise<OptimiserState>;
  writeState(state: OptimiserState): Promise<void>;
  dispose(): void;
}

/** An engine that cannot be had here, or that broke; `message` is a sentence. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** The draws of one update, a function of (seed, update) alone. */
export function drawUpdate(shape: RnnShape, batch: number, seqLen: number, seed: number, update: number): UpdateDraws {
  const { inputDim: d, nOutputs: K } = shape;
  const noise = new Float32Array(batch * seqLen * d);
  const gumbels = new Float32Array(batch * seqLen * K);
  const noiseAt: DrawAddress = { seed, stream: 'noise', update, sequence: 0, step: 0 };
  const gumbelAt: DrawAddress = { ...noiseAt, stream: 'gumbel' };
  for (let b = 0; b < batch; b++)
    for (let t = 0; t < seqLen; t++) {
      noiseAt.sequence = gumbelAt.sequence = b;
      noiseAt.step = gumbelAt.step = t;
      fillNormals(noise, (b * seqLen + t) * d, d, noiseAt);
      fillGumbels(gumbels, (b * seqLen + t) * K, K, gumbelAt);
    }
  return { noise, gumbels };
}
