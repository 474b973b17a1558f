import { type Engine, EngineError } from '../../engine';
import { createWebgpuEngine } from './engine';

/** A graphics adapter, and whether it is software pretending to be one. */
export interface NamedAdapter {
  adapter: GPUAdapter;
  name: string;
  software: boolean;
}

const SOFTWARE_RENDERER = /swiftshader|llvmpipe|software|basic render/i;

/** Whether the name of a device says that a processor draws. */
export const isSoftware = (name: string): boolean => SOFTWARE_RENDERER.test(name);

/** @throws EngineError where the browser has no WebGPU or no adapter */
export async function webgpuAdapter(): Promise<NamedAdapter> {
  const gpu = (globalThis.navigator as Navigator & { gpu?: GPU }).gpu;
  if (!gpu) throw new EngineError('this browser has no WebGPU');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new EngineError('no graphics adapter answers WebGPU');
  const { vendor, architecture, isFallbackAdapter } = adapter.info as GPUAdapterInfo & { isFallbackAdapter?: boolean };
  const name = [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
  return { adapter, name, software: Boolean(isFallbackAdapter) || isSoftware(name) };
}

/** Limits in which a device may be as large as its adapter: buffers grow with batch and length, workgroups with the hidden size. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

/** @throws EngineError where the adapter gives no device */
async function ownDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const requiredLimits = Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]]));
  try {
    return await adapter.requestDevice({ requiredLimits });
  } catch (error) {
    throw new EngineError(`the graphics adapter gives no device (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** Where TensorFlow.js keeps its one engine. */
interface TensorflowGlobal {
  _tfengine?: { registry: Partial<Record<'webgpu', { device: GPUDevice }>> };
}

/** Whether a device was lost: a promise that is settled answers before the timer. */
export const isLost = (device: GPUDevice): Promise<boolean> =>
  Promise.race([device.lost.then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 0))]);

/**
 * The device of the WebGPU backend of TensorFlow.js, where one was started here and is still there. It is looked up in the global that
 * TensorFlow.js keeps: importing the library just to ask would load it.
 */
async function tensorflowDevice(): Promise<GPUDevice | undefined> {
  const device = (globalThis as TensorflowGlobal)._tfengine?.registry.webgpu?.device;
  return device && !(await isLost(device)) ? device : undefined;
}

/**
 * Our own shaders, on the device of TensorFlow.js where it has one (a second would take memory for nothing), else on a device of their
 * own, which is given back with the engine. Software renderers are refused unless `chosenByHand`.
 * @throws EngineError with the reason where it cannot be had
 */
export async function openWebgpuEngine(chosenByHand: boolean): Promise<Engine> {
  const { adapter, name, software } = await webgpuAdapter();
  if (software && !chosenByHand) throw new EngineError(softwareReason(name));
  const shared = await tensorflowDevice();
  if (shared) return createWebgpuEngine(shared, `our WebGPU shaders on the device of TensorFlow.js (${name})`);
  const device = await ownDevice(adapter);
  return createWebgpuEngine(device, `our WebGPU shaders on a device of their own (${name})`, () => device.destroy());
}

/** Why a device that is none is passed over. */
export const softwareReason = (name: string): string => `${name} is a software renderer, slower than the processor itself`;
