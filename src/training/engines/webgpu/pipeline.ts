import { EngineError } from '../../engine';
import { type BufferName, type Buffers, PASS_STRIDE } from './buffers';
import { type Plan, planWgsl } from './plan';
import adam from './wgsl/adam.wgsl?raw';
import backward from './wgsl/backward.wgsl?raw';
import barycentre from './wgsl/barycentre.wgsl?raw';
import costs from './wgsl/costs.wgsl?raw';
import draws from './wgsl/draws.wgsl?raw';
import finish from './wgsl/finish.wgsl?raw';
import forward from './wgsl/forward.wgsl?raw';
import outer from './wgsl/outer.wgsl?raw';
import outerReadout from './wgsl/outerReadout.wgsl?raw';
import pack from './wgsl/pack.wgsl?raw';
import readout from './wgsl/readout.wgsl?raw';
import reduce from './wgsl/reduce.wgsl?raw';
import schedule from './wgsl/schedule.wgsl?raw';
import softmin from './wgsl/softmin.wgsl?raw';
import threefry from './wgsl/threefry.wgsl?raw';

/** One dispatch: a shader, what its bindings 0, 1, … are, and how many workgroups it needs. */
interface Kernel {
  code: string;
  bindings: ('settings' | BufferName)[];
  groups: (plan: Plan) => [number, number?, number?];
}

/** Workgroups of 64 threads in x, then in y: a dispatch may have at most 65,535 in a direction. */
function threads(count: number): [number, number] {
  const groups = Math.ceil(count / 64);
  const x = Math.min(groups, 32_768);
  return [x, Math.ceil(groups / x)];
}

const blocksOfFour = (count: number) => Math.ceil(count / 4);
const cells = (p: Plan) => p.batch * p.seqLen;
const tiles = (p: Plan): [number] => [Math.ceil(p.batch / p.tile)];

/** The kernels of an update in their order; the softmin passes stand between `costs` and `barycentre`. */
const KERNELS = {
  draws: {
    code: threefry + draws,
    bindings: ['settings', 'noise', 'gumbels'],
    groups: (p) => threads(cells(p) * (blocksOfFour(p.shape.inputDim) + blocksOfFour(p.shape.nOutputs))),
  },
  forward: { code: forward, bindings: ['columns', 'noise', 'hidden'], groups: tiles },
  readout: {
    code: readout,
    bindings: ['settings', 'weights', 'hidden', 'gumbels', 'soft', 'labels'],
    groups: (p) => threads(cells(p)),
  },
  pack: { code: pack, bindings: ['labels', 'bits', 'present', 'pairs'], groups: (p) => threads(2 * p.batch * p.words) },
  schedule: { code: schedule, bindings: ['settings', 'present', 'schedule'], groups: () => [1] },
  costs: { code: costs, bindings: ['bits', 'costs'], groups: (p) => threads(4 * p.batch * p.quads) },
  barycentre: {
    code: barycentre,
    bindings: ['settings', 'costs', 'potentialsA', 'softmins', 'labels', 'soft', 'pairs', 'logitGradient'],
    groups: (p) => [p.batch],
  },
  backward: { code: backward, bindings: ['settings', 'weights', 'hidden', 'logitGradient', 'stateGradient'], groups: tiles },
  outer: {
    code: outer,
    bindings: ['stateGradient', 'hidden', 'noise', 'shares'],
    groups: ({ shape: { hiddenSize: H, inputDim: d }, shares }) => [Math.ceil(H / 32), Math.ceil((H + d) / 32), shares],
  },
  outerReadout: {
    code: outerReadout,
    bindings: ['logitGradient', 'hidden', 'shares'],
    groups: ({ shape, shares }) => [Math.ceil((shape.nOutputs * shape.hiddenSize) / 64), shares],
  },
  reduce: { code: reduce, bindings: ['shares', 'gradient', 'squares'], groups: (p) => [Math.ceil(p.parameters / 64)] },
  finish: { code: finish, bindings: ['settings', 'softmins', 'squares', 'verdict', 'reports'], groups: () => [1] },
  adam: {
    code: adam,
    bindings: ['settings', 'gradient', 'verdict', 'weights', 'firstMoment', 'secondMoment', 'columns'],
    groups: (p) => [Math.ceil(p.parameters / 64)],
  },
} satisfies Record<string, Kernel>;
type KernelName = keyof typeof KERNELS;

/** A dispatch made ready. */
interface Dispatch {
  pipeline: GPUComputePipeline;
  bindings: GPUBindGroup;
  groups: [number, number?, number?];
}

/** Which parts of an update are wanted: draws are skipped when they are given, Adam when only the gradient is asked for. */
export interface UpdateParts {
  draws: boolean;
  adam: boolean;
}

/** An update as a list of dispatches. */
export interface Pipeline {
  encode(encoder: GPUCommandEncoder, parts: UpdateParts): void;
}

async function compile(device: GPUDevice, name: string, code: string): Promise<GPUComputePipeline> {
  const module = device.createShaderModule({ label: name, code });
  try {
    return await device.createComputePipelineAsync({ label: name, layout: 'auto', compute: { module, entryPoint: 'main' } });
  } catch (error) {
    const { messages } = await module.getCompilationInfo();
    const first = messages.find((message) => message.type === 'error');
    throw new EngineError(`the device refused the shader "${name}" (${first?.message ?? String(error)})`);
  }
}

const bind = (device: GPUDevice, pipeline: GPUComputePipeline, resources: GPUBindingResource[]): GPUBindGroup =>
  device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: resources.map((entry, binding) => ({ binding, resource: entry })),
  });

/** The passes of the annealing: each reads the potentials of the one before, the last writes the soft minima. */
function bindPasses(device: GPUDevice, { passes, batch }: Plan, buffers: Buffers, pipeline: GPUComputePipeline): Dispatch[] {
  const { schedule, costs, softmins, potentialsA, potentialsB } = buffers.storage;
  return Array.from({ length: passes }, (_, n): Dispatch => {
    const [before, after] = n % 2 === 0 ? [potentialsA, potentialsB] : [potentialsB, potentialsA];
    return {
      pipeline,
      bindings: bind(device, pipeline, [
        { buffer: buffers.passNumbers, offset: PASS_STRIDE * n, size: 4 },
        { buffer: schedule },
        { buffer: costs },
        { buffer: before },
        { buffer: n === passes - 1 ? softmins : after },
      ]),
      groups: [batch, 4],
    };
  });
}

/** The dispatches of an update, in order. */
function orderOf(kernels: Record<KernelName, Dispatch>, passes: readonly Dispatch[], { draws, adam }: UpdateParts): Dispatch[] {
  return [
    ...(draws ? [kernels.draws] : []),
    kernels.forward,
    kernels.readout,
    kernels.pack,
    kernels.schedule,
    kernels.costs,
    ...passes,
    kernels.barycentre,
    kernels.backward,
    kernels.outer,
    kernels.outerReadout,
    kernels.reduce,
    kernels.finish,
    ...(adam ? [kernels.adam] : []),
  ];
}

/** Compiles the shaders for `plan` and binds them. @throws EngineError when the device refuses one */
export async function createPipeline(device: GPUDevice, plan: Plan, buffers: Buffers): Promise<Pipeline> {
  const header = planWgsl(plan);
  const resource = (name: 'settings' | BufferName) => (name === 'settings' ? buffers.settings : buffers.storage[name]);
  // After an odd number of passes (the last one does not count) the potentials are in B.
  const final: BufferName = (plan.passes - 1) % 2 === 0 ? 'potentialsA' : 'potentialsB';
  const ready = async (name: KernelName): Promise<[KernelName, Dispatch]> => {
    const { code, bindings, groups }: Kernel = KERNELS[name];
    const pipeline = await compile(device, name, header + code);
    const resources = bindings.map((binding) => ({ buffer: resource(binding === 'potentialsA' ? final : binding) }));
    return [name, { pipeline, bindings: bind(device, pipeline, resources), groups: groups(plan) }];
  };
  const [softminPipeline, ...entries] = await Promise.all([
    compile(device, 'softmin', header + softmin),
    ...(Object.keys(KERNELS) as KernelName[]).map(ready),
  ]);
  const kernels = Object.fromEntries(entries) as Record<KernelName, Dispatch>;
  const passes = bindPasses(device, plan, buffers, softminPipeline);
  return {
    encode(encoder, parts) {
      // Counts are added to.
      encoder.clearBuffer(buffers.storage.present);
      encoder.clearBuffer(buffers.storage.pairs);
      const pass = encoder.beginComputePass();
      for (const { pipeline, bindings, groups } of orderOf(kernels, passes, parts)) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, bindings);
        pass.dispatchWorkgroups(...groups);
      }
      pass.end();
    },
  };
}
