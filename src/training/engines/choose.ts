import type { RnnShape } from '../../rnn/weights';
import type { Engine, EngineId, OptimiserState, TargetBatch, UpdateSettings } from '../engine';
import { createJsEngine } from './js/engine';
import type { RelaxedPart } from './relaxed/part';
import { selfCheck } from './selfCheck';
import { createWasmEngine } from './wasm/engine';
import type { WasmPart } from './wasm/part';

/** Engines that compete for speed when none is asked for: the one that is fastest at the run's own size is kept. */
const COMPETING: readonly EngineId[] = ['wasm-simd', 'wasm-relaxed', 'webgpu', 'tensorflow-webgl'];
/**
 * Work of an update (sequences × steps × (H + d)) from which relaxed SIMD competes: a trial of a few smaller updates cannot tell the two
 * native engines apart, and the one that every browser has keeps its bits everywhere.
 */
const WORTH_RELAXING = 1_000_000;
/** What runs in place of an engine that a link or a stored run names and that cannot be had here: the nearest to it, without a trial. */
const STAND_INS: Partial<Record<EngineId, EngineId>> = { 'wasm-relaxed': 'wasm-simd' };
/** Tried in turn when no competing engine can be had. */
const LAST_RESORTS: readonly EngineId[] = ['js', 'tensorflow-cpu'];

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
  /** Further threads for the native engines; none by default. */
  helpers?: Helpers;
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

/** Further parts of the native engines, opened when they are asked for. */
export interface Helpers {
  wasm(): readonly WasmPart[];
  relaxed(): readonly RelaxedPart[];
}
const NO_HELPERS: Helpers = { wasm: () => [], relaxed: () => [] };

/** How each engine is opened. What only some devices need is fetched only there. */
const OPEN: Record<EngineId, (chosenByHand: boolean, helpers: Helpers) => Engine | Promise<Engine>> = {
  'wasm-simd': (_, helpers) => createWasmEngine(helpers.wasm()),
  'wasm-relaxed': async (_, helpers) => (await import('./relaxed/engine')).openRelaxedEngine(helpers.relaxed),
  js: createJsEngine,
  webgpu: async (chosenByHand) => (await import('./webgpu/device')).openWebgpuEngine(chosenByHand),
  'tensorflow-webgpu': (chosenByHand) => openTensorflow('webgpu', chosenByHand),
  'tensorflow-webgl': (chosenByHand) => openTensorflow('webgl', chosenByHand),
  'tensorflow-cpu': (chosenByHand) => openTensorflow('cpu', chosenByHand),
};

async function openTensorflow(backend: 'webgpu' | 'webgl' | 'cpu', chosenByHand: boolean): Promise<Engine> {
  const { openTfjsEngine } = await import('./tfjs/backends');
  return openTfjsEngine(backend, chosenByHand);
}

/**
 * One engine, not checked. Software renderers are refused unless `chosenByHand`.
 * @throws EngineError with the reason where it cannot be had
 */
export const openEngine = async (id: EngineId, chosenByHand: boolean, helpers: Helpers = NO_HELPERS): Promise<Engine> =>
  OPEN[id](chosenByHand, helpers);

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
  helpers: Helpers,
  { shape, batch: { batch, seqLen } }: EngineTrial,
): Promise<Engine | undefined> {
  let engine: Engine | undefined;
  try {
    engine = await openEngine(id, chosenByHand, helpers);
    if (id !== 'js') await selfCheck(engine, { shape, batch, seqLen });
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

const competing = ({ shape: { hiddenSize, inputDim }, batch: { batch, seqLen } }: EngineTrial): readonly EngineId[] =>
  COMPETING.filter((id) => id !== 'wasm-relaxed' || batch * seqLen * (hiddenSize + inputDim) >= WORTH_RELAXING);

/**
 * The engine asked for or remembered if it works; otherwise the fastest of those that compete, measured on the run itself;
 * otherwise the first last resort. One asked for by hand that fails is reported and the rest take over: training always starts.
 */
export async function chooseEngine({
  wanted,
  except = [],
  remembered,
  trial,
  helpers = NO_HELPERS,
}: EngineRequest): Promise<EngineChoice> {
  const passedOver: EngineChoice['passedOver'] = [];
  const allowed = (id: EngineId) => !except.includes(id);
  const preferred = wanted === 'auto' ? remembered : wanted;
  for (const id of [preferred, preferred && STAND_INS[preferred]]) {
    if (!id || !allowed(id)) continue;
    const engine = await tryEngine(id, id === wanted, passedOver, helpers, trial);
    if (engine) return { engine, passedOver, timings: [] };
  }
  const untried = (id: EngineId) => allowed(id) && !passedOver.some((entry) => entry.id === id);
  const rivals: { engine: Engine; speed: number }[] = [];
  for (const id of competing(trial).filter(untried)) {
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
