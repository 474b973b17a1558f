import type { RnnShape } from '../../rnn/weights';
import type { Engine, EngineId, OptimiserState, TargetBatch, UpdateSettings } from '../engine';
import { createJsEngine } from './js/engine';
import { selfCheck } from './selfCheck';
import { createWasmEngine } from './wasm/engine';
import type { WasmPart } from './wasm/part';

/** Engines that compete for speed when none is asked for: the one that is fastest at the run's own size is kept. */
const COMPETING: readonly EngineId[] = ['wasm-simd', 'tfjs-webgpu', 'tfjs-webgl'];
/** Tried in turn when no competing engine can be had. */
const LAST_RESORTS: readonly EngineId[] = ['sparse-js', 'tfjs-wasm', 'tfjs-cpu'];

export const ENGINE_IDS: readonly EngineId[] = [...COMPETING, ...LAST_RESORTS];

export const ENGINE_NAMES: Record<EngineId, string> = {
  'wasm-simd': 'WebAssembly SIMD',
  'tfjs-webgpu': 'WebGPU (TensorFlow.js)',
  'tfjs-webgl': 'WebGL (TensorFlow.js)',
  'tfjs-wasm': 'WebAssembly (TensorFlow.js)',
  'tfjs-cpu': 'CPU (TensorFlow.js)',
  'sparse-js': 'plain JavaScript',
};

/** A few updates of the run itself, to time engines on. */
export interface EngineTrial {
  shape: RnnShape;
  state: OptimiserState;
  batch: TargetBatch;
  seed: number;
  settings: UpdateSettings;
  /** Milliseconds. */
  now: () => number;
}

export interface EngineRequest {
  wanted: EngineId | 'auto';
  /** Engines that broke in this run. */
  except?: readonly EngineId[];
  /** The winner of an earlier trial at this size: taken without another. */
  remembered?: EngineId | undefined;
  trial: EngineTrial;
  /** Further threads for the native engine; none by default. */
  helpers?: () => readonly WasmPart[];
}

export interface EngineChoice {
  engine: Engine;
  /** Engines passed over and why. */
  passedOver: { id: EngineId; reason: string }[];
  /** Measured speeds, fastest first; empty when there was nothing to choose between. */
  timings: { id: EngineId; updatesPerSecond: number }[];
}

const WARM_UP = 1;
const TIMED = 3;

async function open(id: EngineId, chosenByHand: boolean, helpers: () => readonly WasmPart[]): Promise<Engine> {
  if (id === 'sparse-js') return createJsEngine();
  if (id === 'wasm-simd') return createWasmEngine(helpers());
  const { openTfjsEngine } = await import('./tfjs/backends');
  return openTfjsEngine(id.slice('tfjs-'.length) as 'webgpu' | 'webgl' | 'wasm' | 'cpu', chosenByHand);
}

/** Gives back what a broken engine holds, as far as it still can. */
export function giveBack(engine: Engine): void {
  try {
    engine.dispose();
  } catch {
    // Its device is gone, and all it held with it.
  }
}

/** Notes why an engine is not used, and gives it back. */
function passOver(id: EngineId, engine: Engine | undefined, error: unknown, passedOver: EngineChoice['passedOver']): undefined {
  passedOver.push({ id, reason: error instanceof Error ? error.message : String(error) });
  if (engine) giveBack(engine);
}

/** An engine that starts and computes right, or undefined with the reason noted. */
async function tryEngine(
  id: EngineId,
  chosenByHand: boolean,
  passedOver: EngineChoice['passedOver'],
  helpers: () => readonly WasmPart[],
  { shape, batch: { batch, seqLen } }: EngineTrial,
): Promise<Engine | undefined> {
  let engine: Engine | undefined;
  try {
    engine = await open(id, chosenByHand, helpers);
    if (id !== 'sparse-js') await selfCheck(engine, { shape, batch, seqLen });
    return engine;
  } catch (error) {
    return passOver(id, engine, error, passedOver);
  }
}

async function updatesPerSecond(engine: Engine, { shape, state, batch, seed, settings, now }: EngineTrial): Promise<number> {
  await engine.init(shape, state);
  for (let i = 0; i < WARM_UP; i++) await engine.step(batch, seed, settings);
  const begun = now();
  for (let i = 0; i < TIMED; i++) await engine.step(batch, seed, settings);
  await engine.readState();
  return (1000 * TIMED) / Math.max(0.001, now() - begun);
}

/**
 * The engine asked for or remembered if it works; otherwise the fastest of those that compete, measured on the run itself;
 * otherwise the first last resort. One asked for by hand that fails is reported and the rest take over: training always starts.
 */
export async function chooseEngine({
  wanted,
  except = [],
  remembered,
  trial,
  helpers = () => [],
}: EngineRequest): Promise<EngineChoice> {
  const passedOver: EngineChoice['passedOver'] = [];
  const allowed = (id: EngineId) => !except.includes(id);
  const preferred = wanted === 'auto' ? remembered : wanted;
  if (preferred && allowed(preferred)) {
    const engine = await tryEngine(preferred, preferred === wanted, passedOver, helpers, trial);
    if (engine) return { engine, passedOver, timings: [] };
  }
  const untried = (id: EngineId) => allowed(id) && !passedOver.some((entry) => entry.id === id);
  const rivals: { engine: Engine; speed: number }[] = [];
  for (const id of COMPETING.filter(untried)) {
    const engine = await tryEngine(id, false, passedOver, helpers, trial);
    try {
      if (engine) rivals.push({ engine, speed: await updatesPerSecond(engine, trial) });
    } catch (error) {
      passOver(id, engine, error, passedOver);
    }
  }
  rivals.sort((a, b) => b.speed - a.speed);
  for (const { engine } of rivals.slice(1)) engine.dispose();
  const timings = rivals.map(({ engine, speed }) => ({ id: engine.id, updatesPerSecond: speed }));
  if (rivals[0]) return { engine: rivals[0].engine, passedOver, timings };
  for (const id of LAST_RESORTS.filter(untried)) {
    const engine = await tryEngine(id, false, passedOver, helpers, trial);
    if (engine) return { engine, passedOver, timings };
  }
  return { engine: createJsEngine(), passedOver, timings };
}
