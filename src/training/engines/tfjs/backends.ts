import { type Engine, EngineError, type EngineId } from '../../engine';
import { isSoftware, softwareReason, webgpuAdapter } from '../webgpu/device';
import { createTfjsEngine } from './engine';
import { failWhenLost, type GroundWatch, renewBackend, WEBGL_GROUND, WEBGPU_GROUND } from './lostDevice';

/** How each TensorFlow.js backend is loaded and recognised as real. Runs in a browser (page or worker). */
type Backend = 'webgpu' | 'webgl' | 'cpu';

interface BackendRow {
  id: EngineId;
  /** Registers the backend where the library alone does not; heavy code is fetched only now. */
  load?(): Promise<unknown>;
  /** Name of the device, and whether it is software pretending to be a GPU. */
  device(): Promise<{ name: string; software: boolean }>;
  /** Of backends that stand on a device or context, which can be lost. */
  ground?: GroundWatch;
}

async function webglDevice(): Promise<{ name: string; software: boolean }> {
  const canvas = typeof OffscreenCanvas === 'undefined' ? undefined : new OffscreenCanvas(1, 1);
  const gl = canvas?.getContext('webgl2');
  if (!gl) throw new EngineError('this browser gives workers no WebGL 2');
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return { name, software: isSoftware(name) };
}

const BACKENDS: Record<Backend, BackendRow> = {
  webgpu: {
    id: 'tensorflow-webgpu',
    load: () => import('@tensorflow/tfjs-backend-webgpu'),
    device: webgpuAdapter,
    ground: WEBGPU_GROUND,
  },
  webgl: { id: 'tensorflow-webgl', device: webglDevice, ground: WEBGL_GROUND },
  cpu: { id: 'tensorflow-cpu', device: async () => ({ name: 'plain JavaScript', software: false }) },
};

/**
 * Brings up one backend. Software renderers are refused unless `chosenByHand`.
 * @throws EngineError with the reason when the backend cannot be had
 */
export async function openTfjsEngine(backend: Backend, chosenByHand: boolean): Promise<Engine> {
  const row = BACKENDS[backend];
  const { name, software } = await row.device();
  if (software && !chosenByHand) throw new EngineError(softwareReason(name));
  const tf = await import('@tensorflow/tfjs');
  await row.load?.();
  const before = tf.engine().registry[backend];
  if (before && (await row.ground?.gone(before))) renewBackend(tf, backend);
  if (!(await tf.setBackend(backend))) throw new EngineError(`TensorFlow.js could not start ${backend}`);
  await tf.ready();
  const engine = createTfjsEngine(tf, row.id, `TensorFlow.js on ${backend} (${name})`);
  return row.ground ? failWhenLost(engine, row.ground.watch(tf.backend())) : engine;
}
