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
import { makePlan, type Plan } from './plan';
import { settingsBytes } from './settings';

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

/**
 * The GPU engine: an update is some twenty-five dispatches of our own shaders, noise drawn on the device. Nothing is read back but
 * the reports of updates, many at a time, and the state when it is asked for.
 * @param releaseDevice called with the engine's end: gives back a device that nobody else uses
 */
export function createWebgpuEngine(device: GPUDevice, description: string, releaseDevice: () => void = () => {}): Engine {
  let prepared: Prepared | undefined;
  let held: Held | undefined;
  let unread = 0;
  let lost: string | undefined;
  void device.lost.then((info) => {
    lost = info.message || 'no reason given';
  });
  const ready = (): Held => {
    if (lost !== undefined) throw new EngineError(`the graphics device was lost (${lost})`);
    if (!held) throw new EngineError('The engine was used before it was given a network.');
    return held;
  };
  const keyOf = ({ batch, seqLen }: TargetBatch, { blur, scaling }: UpdateSettings): string => {
    const { hiddenSize, inputDim, nOutputs } = ready().shape;
    return [hiddenSize, inputDim, nOutputs, batch, seqLen, blur, scaling].join();
  };
  const write = (name: BufferName, data: Float32Array | Uint32Array) =>
    device.queue.writeBuffer(prepared!.buffers.storage[name], 0, data as Float32Array<ArrayBuffer>);

  /** Bytes of buffers, read back in one go. */
  const read = async (wanted: [BufferName, number][]): Promise<Float32Array[]> => {
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
  };
  const pull = async (): Promise<OptimiserState> => {
    const now = ready();
    if (!now.onDevice || !prepared) return copyState(now.state);
    const count = prepared.plan.parameters;
    const [parameters, firstMoment, secondMoment] = await read([
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
  };
  /** Buffers and shaders for this size, with the network in them. */
  const prepare = async (batch: TargetBatch, settings: UpdateSettings): Promise<Prepared> => {
    const now = ready();
    const { shape } = now;
    const key = keyOf(batch, settings);
    if (prepared?.key !== key) {
      now.state = await pull();
      now.onDevice = false;
      prepared?.buffers.destroy();
      prepared = undefined;
      const plan = makePlan(shape, batch.batch, batch.seqLen, settings);
      const buffers = createBuffers(device, plan);
      prepared = { key, plan, buffers, pipeline: await createPipeline(device, plan, buffers) };
    }
    if (!now.onDevice) {
      write('weights', now.state.parameters);
      write('firstMoment', now.state.firstMoment);
      write('secondMoment', now.state.secondMoment);
      write('columns', toDeviceColumns(now.state.parameters, shape));
      write('verdict', new Uint32Array(2));
      now.onDevice = true;
    }
    return prepared;
  };
  const run = ({ plan, pipeline, buffers }: Prepared, batch: TargetBatch, settings: ArrayBuffer, draws?: UpdateDraws) => {
    device.queue.writeBuffer(buffers.settings, 0, settings);
    const labels = Uint32Array.from(batch.targets);
    device.queue.writeBuffer(buffers.storage.labels, 4 * plan.batch * plan.seqLen, labels);
    if (draws) {
      write('noise', draws.noise);
      write('gumbels', draws.gumbels);
    }
    const encoder = device.createCommandEncoder();
    pipeline.encode(encoder, { draws: !draws, adam: !draws });
    device.queue.submit([encoder.finish()]);
  };
  const settle = async (): Promise<UpdateReport[]> => {
    if (unread === 0) return [];
    ready();
    const count = unread;
    const [values] = await read([['reports', 4 * count]]);
    unread = 0;
    return Array.from({ length: count }, (_, n) => ({
      loss: values![4 * n]!,
      gradientNorm: values![4 * n + 1]!,
      applied: values![4 * n + 2]! === 1,
    }));
  };
  return {
    id: 'webgpu',
    description,
    async init(shape, state) {
      held = { shape, state: copyState(state), onDevice: false };
      unread = 0;
    },
    async step(batch, seed, settings) {
      // Reports live in the buffers of a size: they are fetched before those go.
      const early = unread === REPORT_SLOTS || keyOf(batch, settings) !== prepared?.key ? await settle() : [];
      const made = await prepare(batch, settings);
      const { state } = held!;
      run(made, batch, settingsBytes(settings, seed, state.updates, unread));
      unread++;
      held!.state = { ...state, updates: state.updates + 1 };
      return early;
    },
    settle,
    async lossAndGradient(batch, draws, settings) {
      const made = await prepare(batch, settings);
      run(made, batch, settingsBytes(settings, 0, held!.state.updates, REPORT_SLOTS - 1), draws);
      const [gradient, reports] = await read([
        ['gradient', made.plan.parameters],
        ['reports', 4 * REPORT_SLOTS],
      ]);
      return { loss: reports![4 * (REPORT_SLOTS - 1)]!, gradient: gradient!.slice() };
    },
    readState: pull,
    async writeState(state) {
      held = { shape: ready().shape, state: copyState(state), onDevice: false };
      unread = 0;
    },
    dispose() {
      prepared?.buffers.destroy();
      prepared = undefined;
      held = undefined;
      releaseDevice();
    },
  };
}
