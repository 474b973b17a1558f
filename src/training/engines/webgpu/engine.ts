import type { RnnShape } from '../../../rnn/weights';
import {
  copyState,
  type Engine,
  EngineError,
  type OptimiserState,
  type TargetBatch,
  type UpdateDraws,
  type UpdateReport,
  type UpdateSettings,
} from '../../engine';
import { type BufferName, type Buffers, createBuffers, REPORT_SLOTS } from './buffers';
import { createPipeline, type Pipeline } from './pipeline';
import { makePlan, type Plan, settingsBytes } from './plan';

/** Buffers and shaders of one size. */
interface Prepared {
  key: string;
  plan: Plan;
  buffers: Buffers;
  pipeline: Pipeline;
}

/** Network and optimiser as they are on the device (`onDevice`) or wait to be written there. */
interface Held {
  shape: RnnShape;
  state: OptimiserState;
  onDevice: boolean;
}

/** W_hh and W_in of packed parameters by column [(H+d)×H], as the forward pass reads them. */
function toDeviceColumns(packed: Float32Array, { hiddenSize: H, inputDim: d }: RnnShape): Float32Array<ArrayBuffer> {
  const columns = new Float32Array((H + d) * H);
  for (let i = 0; i < H; i++) {
    for (let j = 0; j < d; j++) columns[(H + j) * H + i] = packed[i * d + j]!;
    for (let j = 0; j < H; j++) columns[j * H + i] = packed[H * d + i * H + j]!;
  }
  return columns;
}

/** What an engine knows between two calls. */
interface Session {
  readonly device: GPUDevice;
  prepared: Prepared | undefined;
  held: Held | undefined;
  /** Reports that wait on the device. */
  unread: number;
  /** Why the device is gone. */
  lost: string | undefined;
}

/** @throws EngineError when the device is gone or no network was given */
function ready({ lost, held }: Session): Held {
  if (lost !== undefined) throw new EngineError(`the graphics device was lost (${lost})`);
  if (!held) throw new EngineError('The engine was used before it was given a network.');
  return held;
}

function keyOf(session: Session, { batch, seqLen }: TargetBatch, { blur, scaling }: UpdateSettings): string {
  const { hiddenSize, inputDim, nOutputs } = ready(session).shape;
  return [hiddenSize, inputDim, nOutputs, batch, seqLen, blur, scaling].join();
}

function write({ device, prepared }: Session, name: BufferName, data: Float32Array | Uint32Array): void {
  device.queue.writeBuffer(prepared!.buffers.storage[name], 0, data as Float32Array<ArrayBuffer>);
}

/** Numbers of buffers, read back in one go. @param wanted names, and how many float32 of each */
async function read({ device, prepared }: Session, wanted: [BufferName, number][]): Promise<Float32Array[]> {
  const total = wanted.reduce((sum, [, count]) => sum + 4 * count, 0);
  const staging = device.createBuffer({ size: total, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  let at = 0;
  for (const [name, count] of wanted) {
    encoder.copyBufferToBuffer(prepared!.buffers.storage[name], 0, staging, at, 4 * count);
    at += 4 * count;
  }
  device.queue.submit([encoder.finish()]);
  // Reading fails for one reason only: the device is gone.
  await staging.mapAsync(GPUMapMode.READ).catch(() => {
    throw new EngineError('the graphics device was lost');
  });
  const all = new Float32Array(staging.getMappedRange().slice(0));
  staging.destroy();
  at = 0;
  return wanted.map(([, count]) => {
    at += count;
    return all.subarray(at - count, at);
  });
}

/** The optimiser state as it is now, wherever it lies. */
async function pull(session: Session): Promise<OptimiserState> {
  const now = ready(session);
  if (!now.onDevice || !session.prepared) return copyState(now.state);
  const count = session.prepared.plan.parameters;
  const [parameters, firstMoment, secondMoment] = await read(session, [
    ['weights', count],
    ['firstMoment', count],
    ['secondMoment', count],
  ]);
  return {
    parameters: parameters!.slice(),
    firstMoment: firstMoment!.slice(),
    secondMoment: secondMoment!.slice(),
    updates: now.state.updates,
  };
}

/** Buffers and shaders for this size, with the network in them. */
async function prepare(session: Session, batch: TargetBatch, settings: UpdateSettings): Promise<Prepared> {
  const now = ready(session);
  const { shape } = now;
  const { device } = session;
  const key = keyOf(session, batch, settings);
  if (session.prepared?.key !== key) {
    now.state = await pull(session);
    now.onDevice = false;
    session.prepared?.buffers.destroy();
    session.prepared = undefined;
    const plan = makePlan(shape, batch.batch, batch.seqLen, settings);
    const buffers = createBuffers(device, plan);
    session.prepared = { key, plan, buffers, pipeline: await createPipeline(device, plan, buffers) };
  }
  if (!now.onDevice) {
    write(session, 'weights', now.state.parameters);
    write(session, 'firstMoment', now.state.firstMoment);
    write(session, 'secondMoment', now.state.secondMoment);
    write(session, 'columns', toDeviceColumns(now.state.parameters, shape));
    write(session, 'verdict', new Uint32Array(2));
    now.onDevice = true;
  }
  return session.prepared;
}

/** Sends one update to the device. @param draws given ones; without them the device draws, and Adam changes the weights */
function run(session: Session, made: Prepared, batch: TargetBatch, settings: ArrayBuffer, draws?: UpdateDraws): void {
  const { device } = session;
  const { plan, pipeline, buffers } = made;
  device.queue.writeBuffer(buffers.settings, 0, settings);
  const labels = Uint32Array.from(batch.targets);
  device.queue.writeBuffer(buffers.storage.labels, 4 * plan.batch * plan.seqLen, labels);
  if (draws) {
    write(session, 'noise', draws.noise);
    write(session, 'gumbels', draws.gumbels);
  }
  const encoder = device.createCommandEncoder();
  pipeline.encode(encoder, { draws: !draws, adam: !draws });
  device.queue.submit([encoder.finish()]);
}

/** The reports of all updates that were not read yet. */
async function settle(session: Session): Promise<UpdateReport[]> {
  if (session.unread === 0) return [];
  ready(session);
  const count = session.unread;
  const [values] = await read(session, [['reports', 4 * count]]);
  session.unread = 0;
  return Array.from({ length: count }, (_, n) => ({
    loss: values![4 * n]!,
    gradientNorm: values![4 * n + 1]!,
    applied: values![4 * n + 2]! === 1,
  }));
}

/** Another network waits to be written to the device. */
function hold(session: Session, shape: RnnShape, state: OptimiserState): void {
  session.held = { shape, state: copyState(state), onDevice: false };
  session.unread = 0;
}

/**
 * The GPU engine: an update is some twenty-five dispatches of our own shaders, noise drawn on the device. Nothing is read back but
 * the reports of updates, many at a time, and the state when it is asked for.
 * @param releaseDevice called with the engine's end: gives back a device that nobody else uses
 */
export function createWebgpuEngine(device: GPUDevice, description: string, releaseDevice: () => void = () => {}): Engine {
  const session: Session = { device, prepared: undefined, held: undefined, unread: 0, lost: undefined };
  void device.lost.then((info) => {
    session.lost = info.message || 'no reason given';
  });
  return {
    id: 'webgpu',
    description,
    async init(shape, state) {
      hold(session, shape, state);
    },
    async step(batch, seed, settings) {
      // Reports live in the buffers of a size: they are fetched before those go.
      const full = session.unread === REPORT_SLOTS || keyOf(session, batch, settings) !== session.prepared?.key;
      const early = full ? await settle(session) : [];
      const made = await prepare(session, batch, settings);
      const { state } = session.held!;
      run(session, made, batch, settingsBytes(settings, seed, state.updates, session.unread));
      session.unread++;
      session.held!.state = { ...state, updates: state.updates + 1 };
      return early;
    },
    settle: () => settle(session),
    async lossAndGradient(batch, draws, settings) {
      const made = await prepare(session, batch, settings);
      run(session, made, batch, settingsBytes(settings, 0, session.held!.state.updates, REPORT_SLOTS - 1), draws);
      const [gradient, reports] = await read(session, [
        ['gradient', made.plan.parameters],
        ['reports', 4 * REPORT_SLOTS],
      ]);
      return { loss: reports![4 * (REPORT_SLOTS - 1)]!, gradient: gradient!.slice() };
    },
    readState: () => pull(session),
    async writeState(state) {
      hold(session, ready(session).shape, state);
    },
    dispose() {
      session.prepared?.buffers.destroy();
      session.prepared = undefined;
      session.held = undefined;
      releaseDevice();
    },
  };
}
