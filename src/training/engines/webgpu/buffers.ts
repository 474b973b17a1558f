import { EngineError } from '../../engine';
import { type Plan, SETTINGS_BYTES } from './plan';

/** Reports of updates that can wait before they are read. */
export const REPORT_SLOTS = 64;

/** Words (4 bytes) of each storage buffer of an update. */
const WORDS = {
  weights: (p: Plan) => p.parameters,
  firstMoment: (p: Plan) => p.parameters,
  secondMoment: (p: Plan) => p.parameters,
  columns: ({ shape }: Plan) => (shape.hiddenSize + shape.inputDim) * shape.hiddenSize,
  noise: (p: Plan) => p.batch * p.seqLen * p.shape.inputDim,
  gumbels: (p: Plan) => p.batch * p.seqLen * p.shape.nOutputs,
  hidden: (p: Plan) => p.batch * p.seqLen * p.shape.hiddenSize,
  stateGradient: (p: Plan) => p.batch * p.seqLen * p.shape.hiddenSize,
  soft: (p: Plan) => p.batch * p.seqLen * p.shape.nOutputs,
  logitGradient: (p: Plan) => p.batch * p.seqLen * p.shape.nOutputs,
  labels: (p: Plan) => 2 * p.batch * p.seqLen,
  bits: (p: Plan) => 2 * p.batch * p.planes * p.words,
  present: (p: Plan) => p.seqLen,
  pairs: (p: Plan) => p.shape.nOutputs ** 2,
  schedule: (p: Plan) => p.passes,
  costs: (p: Plan) => 4 * p.batch * p.quads,
  potentialsA: (p: Plan) => 4 * p.batch,
  potentialsB: (p: Plan) => 4 * p.batch,
  softmins: (p: Plan) => 4 * p.batch,
  shares: (p: Plan) => p.shares * p.parameters,
  gradient: (p: Plan) => p.parameters,
  squares: (p: Plan) => Math.ceil(p.parameters / 64),
  verdict: () => 2,
  reports: () => 4 * REPORT_SLOTS,
} satisfies Record<string, (plan: Plan) => number>;

export type BufferName = keyof typeof WORDS;

export interface Buffers {
  storage: Record<BufferName, GPUBuffer>;
  settings: GPUBuffer;
  /** Pass numbers, 256 bytes apart. */
  passNumbers: GPUBuffer;
  /** Bytes of all buffers. */
  bytes: number;
  destroy(): void;
}

/** Offset alignment every device accepts. */
export const PASS_STRIDE = 256;

/** @throws EngineError when a buffer is larger than the device allows */
export function createBuffers(device: GPUDevice, plan: Plan): Buffers {
  const limit = Math.min(device.limits.maxStorageBufferBindingSize, device.limits.maxBufferSize);
  let bytes = 0;
  const entries = (Object.keys(WORDS) as BufferName[]).map((label): [BufferName, GPUBuffer] => {
    const size = 4 * Math.max(4, WORDS[label](plan));
    if (size > limit)
      throw new EngineError(
        'this batch needs larger buffers than the graphics device allows; use a smaller batch or shorter sequences',
      );
    bytes += size;
    return [
      label,
      device.createBuffer({ label, size, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST }),
    ];
  });
  const uniform = (label: string, size: number) =>
    device.createBuffer({ label, size, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
  const passNumbers = uniform('passNumbers', PASS_STRIDE * plan.passes);
  const numbers = new Uint32Array((PASS_STRIDE / 4) * plan.passes);
  for (let n = 0; n < plan.passes; n++) numbers[(n * PASS_STRIDE) / 4] = n;
  device.queue.writeBuffer(passNumbers, 0, numbers);
  const settings = uniform('settings', SETTINGS_BYTES);
  const storage = Object.fromEntries(entries) as Record<BufferName, GPUBuffer>;
  return {
    storage,
    settings,
    passNumbers,
    bytes,
    destroy() {
      for (const buffer of [...Object.values(storage), settings, passNumbers]) buffer.destroy();
    },
  };
}
