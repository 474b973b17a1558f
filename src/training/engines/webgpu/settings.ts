import { STREAMS } from '../../../math/random';
import type { UpdateSettings } from '../../engine';

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

export const SETTINGS_WGSL = `struct Settings { ${FIELDS.map(([name, type]) => `${name}: ${type}`).join(', ')} }
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
