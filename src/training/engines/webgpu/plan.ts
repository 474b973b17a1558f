import { STREAMS } from '../../../math/random';
import type { RnnShape } from '../../../rnn/weights';
import { EngineError, type UpdateSettings } from '../../engine';
import { firstPairedStep } from '../../pairTerm';
import { epsilonSchedule } from '../../sinkhorn';

/** The numbers of an update as the shaders read them: one list for the WGSL struct and for the bytes. */
const FIELDS = [
  ['seed', 'u32'],
  ['update', 'u32'],
  ['slot', 'u32'],
  ['learningRate', 'f32'],
  ['clip', 'f32'],
  ['temperature', 'f32'],
  ['activityPenalty', 'f32'],
  ['pairWeight', 'f32'],
  ['beta1', 'f32'],
  ['beta2', 'f32'],
  ['correction1', 'f32'],
  ['correction2', 'f32'],
  ['epsilon', 'f32'],
  ['blur', 'f32'],
  ['scaling', 'f32'],
] as const;

/** Bytes of the uniform buffer, a multiple of 16. */
export const SETTINGS_BYTES = 16 * Math.ceil(FIELDS.length / 4);

const SETTINGS_WGSL = `struct Settings { ${FIELDS.map(([name, type]) => `${name}: ${type}`).join(', ')} }
const NOISE_STREAM = ${STREAMS.noise}u;
const GUMBEL_STREAM = ${STREAMS.gumbel}u;
`;

/** @param slot place of this update's report among those not read yet */
export function settingsBytes(settings: UpdateSettings, seed: number, update: number, slot: number): ArrayBuffer {
  const values: Record<(typeof FIELDS)[number][0], number> = {
    ...settings,
    seed,
    update,
    slot,
    correction1: 1 - settings.beta1 ** (update + 1),
    correction2: 1 - settings.beta2 ** (update + 1),
  };
  const bytes = new DataView(new ArrayBuffer(SETTINGS_BYTES));
  FIELDS.forEach(([name, type], n) => {
    if (type === 'u32') bytes.setUint32(4 * n, values[name] >>> 0, true);
    else bytes.setFloat32(4 * n, values[name], true);
  });
  return bytes.buffer;
}

/** Everything the shaders are specialised for. */
export interface Plan {
  shape: RnnShape;
  batch: number;
  seqLen: number;
  parameters: number;
  /** Softmin passes: the first, one per ε, the last. */
  passes: number;
  /** 32-bit words of a bit plane of labels, and planes. */
  words: number;
  planes: number;
  /** Words of a row of costs. */
  quads: number;
  /** Threads of a workgroup that goes through time, sequences it takes along, units a thread. */
  group: number;
  tile: number;
  units: number;
  /** Shares the steps are split into for the weight gradients. */
  shares: number;
  cellsPerShare: number;
}

/** Bytes of workgroup memory every WebGPU device has. */
const WORKGROUP_BYTES = 16_384;
const TILE = 4;
const SHARES = 16;
/** A barycentre has a thread per step, and a cost is a byte. */
const LONGEST = 255;
const MAX_OUTPUTS = 8;

/** @throws EngineError for sizes that the shaders cannot hold */
export function makePlan(shape: RnnShape, batch: number, seqLen: number, { blur, scaling }: UpdateSettings): Plan {
  const { hiddenSize: H, inputDim: d, nOutputs: K } = shape;
  if (seqLen > LONGEST) throw new EngineError(`sequences of ${seqLen} steps are too long for it (at most ${LONGEST})`);
  if (K > MAX_OUTPUTS) throw new EngineError(`${K} outputs are too many for it (at most ${MAX_OUTPUTS})`);
  const tile = Math.min(TILE, Math.floor(WORKGROUP_BYTES / (4 * (H + d))));
  if (tile < 1) throw new EngineError(`${H} units and ${d} inputs are too many for it`);
  const group = Math.min(256, 32 * Math.ceil(H / 32));
  return {
    shape,
    batch,
    seqLen,
    parameters: H * d + H * H + K * H,
    passes: epsilonSchedule(Math.max(K * seqLen, blur * blur), blur, scaling).length + 2,
    words: Math.ceil(seqLen / 32),
    planes: Math.max(1, Math.ceil(Math.log2(K))),
    quads: Math.ceil(batch / 4),
    group,
    tile,
    units: Math.ceil(H / group),
    shares: SHARES,
    cellsPerShare: Math.ceil((batch * seqLen) / SHARES),
  };
}

/** Declarations put before every shader. */
export function planWgsl(plan: Plan): string {
  const { hiddenSize: H, inputDim: d, nOutputs: K } = plan.shape;
  const constants: Record<string, number> = {
    B: plan.batch,
    T: plan.seqLen,
    D: d,
    H,
    K,
    CELLS: plan.batch * plan.seqLen,
    RECURRENT: H * d,
    READOUT: H * d + H * H,
    PARAMETERS: plan.parameters,
    PASSES: plan.passes,
    WORDS: plan.words,
    PLANES: plan.planes,
    QUADS: plan.quads,
    GROUP: plan.group,
    TILE: plan.tile,
    UNITS: plan.units,
    SHARES: plan.shares,
    CELLS_PER_SHARE: plan.cellsPerShare,
    PAIR_START: firstPairedStep(plan.seqLen),
  };
  const lines = Object.entries(constants).map(([name, value]) => `const ${name} = ${value}u;`);
  return `${SETTINGS_WGSL}${lines.join('\n')}\n`;
}
