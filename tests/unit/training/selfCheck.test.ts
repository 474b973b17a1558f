import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RnnShape } from '../../../src/rnn/weights';
import {
  drawUpdate,
  type Engine,
  freshOptimiser,
  type LossAndGradient,
  type OptimiserState,
  type TargetBatch,
} from '../../../src/training/engine';
import { chooseEngine } from '../../../src/training/engines/choose';
import { forward, prepareWeights } from '../../../src/training/engines/js/backprop';
import { createJsEngine } from '../../../src/training/engines/js/engine';
import {
  compareAtSize,
  compareUpdate,
  compareWithReference,
  selfCheck,
  type UpdateSize,
} from '../../../src/training/engines/selfCheck';
import { createWasmEngine } from '../../../src/training/engines/wasm/engine';
import { TRIAL } from './settings';

/** The self-check is proved by engines that compute something else without an exception, as broken kernels do. */

/** What goes wrong: in what comes out, or in the targets that go in. */
interface Fault {
  /** In updates that the engine makes by itself. */
  step?(engine: Engine, ...call: Parameters<Engine['step']>): ReturnType<Engine['step']>;
  out?(answer: LossAndGradient): LossAndGradient;
  targets?(batch: TargetBatch): Uint8Array;
  /** Why it makes no update of the run, though those of the self-check. */
  refusal?: string;
}

/** Every n-th entry changed. */
const entries = (values: Float32Array, every: number, change: (value: number) => number): Float32Array =>
  values.map((value, n) => (n % every === 0 ? change(value) : value));

const FAULTS: Record<string, Fault> = {
  'a gradient that is 2 % too large': { out: ({ loss, gradient }) => ({ loss, gradient: gradient.map((g) => 1.02 * g) }) },
  'a gradient of the other sign': { out: ({ loss, gradient }) => ({ loss, gradient: gradient.map((g) => -g) }) },
  'a gradient of which every tenth entry is 0': {
    out: ({ loss, gradient }) => ({ loss, gradient: entries(gradient, 10, () => 0) }),
  },
  'a gradient with a number that is not one': {
    out: ({ loss, gradient }) => ({ loss, gradient: entries(gradient, 997, () => Number.NaN) }),
  },
  'a loss that is 1 % too small': { out: ({ loss, gradient }) => ({ loss: 0.99 * loss, gradient }) },
  'a loss that is not a number': { out: ({ gradient }) => ({ loss: Number.NaN, gradient }) },
  'nothing but 0, as a lost context gives': { out: ({ gradient }) => ({ loss: 0, gradient: gradient.map(() => 0) }) },
  'a one-hot bit of every twentieth target at the wrong place': {
    targets: ({ targets }) => targets.map((label, n) => (n % 20 === 0 ? (label + 1) % 3 : label)),
  },
};

/** Replaces what is held after an update. */
async function after(
  engine: Engine,
  call: Parameters<Engine['step']>,
  change: (now: OptimiserState, before: OptimiserState) => OptimiserState,
) {
  const before = await engine.readState();
  const reports = await engine.step(...call);
  await engine.writeState(change(await engine.readState(), before));
  return reports;
}

const UPDATE_FAULTS: Record<string, NonNullable<Fault['step']>> = {
  'noise of another seed': (engine, batch, seed, settings) => engine.step(batch, seed + 1, settings),
  'the noise of the update before': async (engine, ...call) => {
    const { updates, ...state } = await engine.readState();
    await engine.writeState({ ...state, updates: Math.max(0, updates - 1) });
    return after(engine, call, (now) => ({ ...now, updates: updates + 1 }));
  },
  'a gradient that is not clipped': (engine, batch, seed, settings) => engine.step(batch, seed, { ...settings, clip: 1e6 }),
  'a rate that is 2 % too large': (engine, batch, seed, settings) =>
    engine.step(batch, seed, { ...settings, learningRate: 1.02 * settings.learningRate }),
  'another forgetting of the second moment': (engine, batch, seed, settings) =>
    engine.step(batch, seed, { ...settings, beta2: 0.999 }),
  'another forgetting of the first moment': (engine, batch, seed, settings) =>
    engine.step(batch, seed, { ...settings, beta1: 0.8 }),
  'moments that are forgotten': async (engine, ...call) => {
    const { parameters, updates } = await engine.readState();
    await engine.writeState({ ...freshOptimiser(parameters), updates });
    return engine.step(...call);
  },
  'weights of which every tenth stays': (engine, ...call) =>
    after(engine, call, (now, { parameters }) => ({
      ...now,
      parameters: now.parameters.map((w, n) => (n % 10 === 0 ? parameters[n]! : w)),
    })),
  'updates that are not counted': (engine, ...call) => after(engine, call, (now, { updates }) => ({ ...now, updates })),
  'a weight that is not a number': (engine, ...call) =>
    after(engine, call, (now) => ({ ...now, parameters: now.parameters.map((w, n) => (n === 99 ? Number.NaN : w)) })),
  'reports of another loss': async (engine, ...call) =>
    (await engine.step(...call)).map((report) => ({ ...report, loss: 1.01 * report.loss })),
  'no reports': async (engine, ...call) => {
    await engine.step(...call);
    return [];
  },
};

/** The native engine with one thing wrong. */
function faulty(fault: Fault): Engine {
  const engine = createWasmEngine();
  return {
    ...engine,
    async step(...call) {
      if (fault.refusal && call[0].batch !== 64) throw new Error(fault.refusal);
      return fault.step?.(engine, ...call) ?? engine.step(...call);
    },
    async lossAndGradient(batch, draws, settings) {
      const targets = fault.targets?.(batch) ?? batch.targets;
      const answer = await engine.lossAndGradient({ ...batch, targets }, draws, settings);
      return fault.out?.(answer) ?? answer;
    },
  };
}

/** What is wrong with the native engine that `chooseEngine` opens. */
const planted = vi.hoisted((): { fault: Fault | undefined } => ({ fault: undefined }));
vi.mock('../../../src/training/engines/wasm/engine', async (original) => {
  const real = await original<{ createWasmEngine: typeof createWasmEngine }>();
  return {
    createWasmEngine(...parts: Parameters<typeof createWasmEngine>) {
      const { fault } = planted;
      if (!fault) return real.createWasmEngine(...parts);
      planted.fault = undefined;
      return faulty(fault);
    },
  };
});
afterEach(() => {
  planted.fault = undefined;
});

const choose = () => chooseEngine({ wanted: 'auto', trial: TRIAL });

/** An update that an engine was asked for. */
interface Asked {
  shape: RnnShape;
  state: OptimiserState;
  batch: TargetBatch;
  seed: number;
}

/** Least gap between the perturbed logits of a symbol drawn and the next, in an update. */
function leastGap({ shape, state, batch: { batch, seqLen }, seed }: Asked): number {
  const { noise, gumbels } = drawUpdate(shape, batch, seqLen, seed, state.updates);
  const weights = prepareWeights(state.parameters, shape);
  const { soft, outputs } = forward(weights, shape, noise, gumbels, batch, seqLen, 1);
  const { nOutputs: K } = shape;
  return Math.min(
    ...Array.from(outputs).flatMap((drawn, cell) =>
      Array.from({ length: K }, (_, k) =>
        k === drawn ? Number.POSITIVE_INFINITY : Math.log(soft[cell * K + drawn]! / soft[cell * K + k]!),
      ),
    ),
  );
}

describe('the self-check before the first update', () => {
  it('passes the engine as it is, far inside the limits', async () => {
    const { loss, gradient } = await compareWithReference(createWasmEngine());
    expect(loss).toBeLessThan(1e-4);
    expect(gradient).toBeLessThan(1e-3);
  });
  it.each(Object.entries(FAULTS))('finds %s', async (_, fault) => {
    await expect(selfCheck(faulty(fault))).rejects.toThrow(
      /its numbers are wrong on this device \(loss off by .* %, gradient by .* %\)/,
    );
  });
  it.each(['a gradient that is 2 % too large', 'a one-hot bit of every twentieth target at the wrong place'])(
    'an engine with %s is passed over, with the reason, and another trains',
    async (name) => {
      planted.fault = FAULTS[name];
      const { engine, passedOver } = await choose();
      expect(engine.id).toBe('js');
      expect(passedOver[0]).toEqual({ id: 'wasm-simd', reason: expect.stringContaining('its numbers are wrong on this device') });
    },
  );
  it.each([
    ['the size of a usual run', undefined],
    ['a size given', { shape: { hiddenSize: 20, inputDim: 4, nOutputs: 4 }, batch: 130, seqLen: 7 }],
  ])('finds a kernel that is wrong at large sizes only: %s', async (_, size) => {
    const large: Fault = { targets: ({ batch, targets }) => (batch > 64 ? targets.toReversed() : targets) };
    const { loss, gradient } = await compareWithReference(faulty(large));
    expect(loss).toBeLessThan(1e-4);
    expect(gradient).toBeLessThan(1e-3);
    await expect(selfCheck(faulty(large), size)).rejects.toThrow(/its numbers are wrong on this device/);
  });
  it.each<[string, UpdateSize]>([
    ['the largest of a recipe', { shape: { hiddenSize: 64, inputDim: 16, nOutputs: 3 }, batch: 1024, seqLen: 30 }],
    ['a batch that has no divisor', { shape: { hiddenSize: 21, inputDim: 5, nOutputs: 5 }, batch: 127, seqLen: 37 }],
    ['two outputs', { shape: { hiddenSize: 12, inputDim: 3, nOutputs: 2 }, batch: 100, seqLen: 100 }],
    ['one sequence of one step', { shape: { hiddenSize: 12, inputDim: 3, nOutputs: 3 }, batch: 1, seqLen: 1 }],
  ])('passes engines as they are at the size of a run: %s', async (_, size) => {
    const native = await compareAtSize(createWasmEngine(), size);
    expect(native.loss).toBeLessThan(1e-4);
    expect(native.gradient).toBeLessThan(1e-3);
    // A part of the batch stands for all of it: without rounding, copies change nothing.
    const plain = await compareAtSize(createJsEngine(), size);
    expect(plain.loss).toBeLessThan(1e-12);
    expect(plain.gradient).toBeLessThan(1e-6);
  });
  it.each(Object.entries(UPDATE_FAULTS))('finds updates with %s', async (_, step) => {
    await expect(selfCheck(faulty({ step }))).rejects.toThrow(
      /its updates are wrong on this device \(loss off by .* %, gradient by .* %, Adam by .* %\)/,
    );
  });
  it('passes the updates of the native engine, far inside the limits, on draws that leave no near tie', async () => {
    const native = await compareUpdate(createWasmEngine());
    for (const off of Object.values(native)) expect(off).toBeLessThan(1e-5);
    const plain = createJsEngine();
    const asked: Asked[] = [];
    let held: Pick<Asked, 'shape' | 'state'> | undefined;
    await compareUpdate({
      ...plain,
      init(shape, state) {
        held = { shape, state };
        return plain.init(shape, state);
      },
      step(batch, seed, settings) {
        asked.push({ ...held!, batch, seed });
        return plain.step(batch, seed, settings);
      },
    });
    expect(asked.map(({ state }) => state.updates)).toEqual([1]);
    expect(leastGap(asked[0]!)).toBeGreaterThan(0.01);
  });
  it('an engine that breaks while it is timed is passed over too', async () => {
    planted.fault = { refusal: 'planted: no memory for this size' };
    const { engine, passedOver } = await choose();
    expect(engine.id).toBe('js');
    expect(passedOver[0]).toEqual({ id: 'wasm-simd', reason: 'planted: no memory for this size' });
  });
  it('an engine without a fault is chosen', async () => {
    expect((await choose()).engine.id).toBe('wasm-simd');
  });
});
