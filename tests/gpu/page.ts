import '../../src/kernels/bundled';
import { PAPER_HMMS } from '../../src/hmm/models';
import { sampleHmm } from '../../src/hmm/sample';
import { initialWeights, packWeights, type RnnShape } from '../../src/rnn/weights';
import { gradientNorm } from '../../src/training/adam';
import { drawUpdate, type Engine, freshOptimiser } from '../../src/training/engine';
import { openEngine } from '../../src/training/engines/choose';
import { createJsEngine } from '../../src/training/engines/js/engine';
import { createWasmEngine } from '../../src/training/engines/wasm/engine';
import { SETTINGS } from '../unit/training/settings';

/** The engine of our own shaders in a real page, beside engines that share no code with it. Called from tests/e2e/gpu.test.ts. */

export interface GpuSize extends RnnShape {
  batch: number;
  seqLen: number;
  hmm: keyof typeof PAPER_HMMS;
}

let opened: Promise<Engine> | undefined;
const gpu = (): Promise<Engine> => {
  opened ??= openEngine('webgpu', true);
  return opened;
};

function targetsOf(size: GpuSize): Uint8Array {
  const labels = sampleHmm(PAPER_HMMS[size.hmm], size.batch, size.seqLen, 5, 'data');
  // More outputs than the model has: the rest of them are targets too.
  return labels.map((label, n) => (n % 7 === 0 ? n % size.nOutputs : label));
}

const start = (size: GpuSize) => freshOptimiser(packWeights(initialWeights(size, 4, 1.5)));
const relative = (a: Float32Array, b: Float32Array) => gradientNorm(a.map((x, n) => x - b[n]!)) / gradientNorm(b);

/** Relative differences of loss and gradient from the plain engine, for given draws. */
async function gradientDifference(size: GpuSize) {
  const batch = { batch: size.batch, seqLen: size.seqLen, targets: targetsOf(size) };
  const draws = drawUpdate(size, size.batch, size.seqLen, 9, 0);
  const answers = [];
  for (const engine of [await gpu(), createJsEngine()]) {
    await engine.init(size, start(size));
    answers.push(await engine.lossAndGradient(batch, draws, SETTINGS));
  }
  const [a, b] = answers as [(typeof answers)[number], (typeof answers)[number]];
  return { loss: Math.abs(a.loss - b.loss) / (1 + Math.abs(b.loss)), gradient: relative(a.gradient, b.gradient) };
}

/** Trains `updates` updates on both, draws made by each engine itself; settles only at the end. */
async function trained(size: GpuSize, updates: number) {
  const batch = { batch: size.batch, seqLen: size.seqLen, targets: targetsOf(size) };
  const results = [];
  for (const engine of [await gpu(), createWasmEngine()]) {
    await engine.init(size, start(size));
    const reports = [];
    for (let n = 0; n < updates; n++) reports.push(...(await engine.step(batch, 3, SETTINGS)));
    reports.push(...(await engine.settle()));
    results.push({ reports, state: await engine.readState() });
  }
  const [a, b] = results as [(typeof results)[number], (typeof results)[number]];
  return {
    updates: a.state.updates,
    losses: a.reports.map((report, n) => [report.loss, b.reports[n]!.loss]),
    parameters: relative(a.state.parameters, b.state.parameters),
    moved: relative(b.state.parameters, start(size).parameters),
    applied: a.reports.every((report) => report.applied),
  };
}

/** Calls of dispatchWorkgroups and of mapAsync in `updates` updates. */
async function counted(size: GpuSize, updates: number) {
  const engine = await gpu();
  const batch = { batch: size.batch, seqLen: size.seqLen, targets: targetsOf(size) };
  await engine.init(size, start(size));
  await engine.step(batch, 3, SETTINGS);
  await engine.settle();
  const calls = { dispatches: 0, readBacks: 0 };
  const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
  const { mapAsync } = GPUBuffer.prototype;
  GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...args) {
    calls.dispatches++;
    return dispatchWorkgroups.apply(this, args);
  };
  GPUBuffer.prototype.mapAsync = function (...args) {
    calls.readBacks++;
    return mapAsync.apply(this, args);
  };
  for (let n = 0; n < updates; n++) await engine.step(batch, 3, SETTINGS);
  await engine.settle();
  GPUComputePassEncoder.prototype.dispatchWorkgroups = dispatchWorkgroups;
  GPUBuffer.prototype.mapAsync = mapAsync;
  return { dispatches: calls.dispatches / updates, readBacks: calls.readBacks };
}

/** A network that is not finite must leave the weights alone, in this update and in those already on their way. */
async function broken(size: GpuSize) {
  const engine = await gpu();
  const batch = { batch: size.batch, seqLen: size.seqLen, targets: targetsOf(size) };
  const good = start(size);
  const bad = { ...good, parameters: good.parameters.map((w, n) => (n === 3 ? Number.POSITIVE_INFINITY : w)) };
  await engine.init(size, bad);
  for (let n = 0; n < 3; n++) await engine.step(batch, 3, SETTINGS);
  const reports = await engine.settle();
  const kept = (await engine.readState()).parameters;
  await engine.writeState(good);
  await engine.step(batch, 3, SETTINGS);
  const after = await engine.settle();
  return {
    applied: reports.map((report) => report.applied),
    kept: kept.every((w, n) => Object.is(w, bad.parameters[n])),
    again: after.map((report) => report.applied),
  };
}

/** Two sizes in turn: what the first learned is carried over into the buffers of the second. */
async function resized(size: GpuSize) {
  const engine = await gpu();
  const run = async (lengths: number[]) => {
    await engine.init(size, start(size));
    const losses: number[] = [];
    for (const seqLen of lengths) {
      const targets = targetsOf({ ...size, seqLen });
      losses.push(...(await engine.step({ batch: size.batch, seqLen, targets }, 3, SETTINGS)).map((report) => report.loss));
    }
    losses.push(...(await engine.settle()).map((report) => report.loss));
    return { losses, parameters: [...(await engine.readState()).parameters] };
  };
  return [await run([9, 9, 12, 12]), await run([9, 9, 12, 12])];
}

/** How many devices are asked for while our engine is opened alone, and after TensorFlow.js has one; what the engine says; what is lost. */
async function devices() {
  const { requestDevice } = GPUAdapter.prototype;
  const made: GPUDevice[] = [];
  GPUAdapter.prototype.requestDevice = async function (...args) {
    const device = await requestDevice.apply(this, args);
    made.push(device);
    return device;
  };
  try {
    const alone = await openEngine('webgpu', true);
    const first = made.length;
    alone.dispose();
    const released = (await made[0]!.lost).reason;
    const tensorflow = await openEngine('tensorflow-webgpu', true);
    const second = made.length;
    const beside = await openEngine('webgpu', true);
    const third = made.length;
    beside.dispose();
    // What TensorFlow.js uses is not taken from it.
    await tensorflow.init({ hiddenSize: 4, inputDim: 2, nOutputs: 2 }, freshOptimiser(new Float32Array(32)));
    await tensorflow.readState();
    tensorflow.dispose();
    made[1]!.destroy();
    await made[1]!.lost;
    const again = await openEngine('webgpu', true);
    again.dispose();
    return {
      counts: [first, second, third, made.length],
      released,
      said: [alone, beside, again].map((engine) => engine.description),
    };
  } finally {
    GPUAdapter.prototype.requestDevice = requestDevice;
  }
}

const api = { gradientDifference, trained, counted, broken, resized, devices };
export type GpuPage = typeof api;
Object.assign(window, { gpu: api });
