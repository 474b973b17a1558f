import { expect } from 'vitest';
import type { RnnWeights } from '../../../src/rnn/weights';

/** What must hold for whatever is read: a valid result or the module's own error, and work in proportion to the input. */

type ErrorClass = new (message: string) => Error;

export interface Outcome<T> {
  value?: T;
  /** The sentence it was refused with. */
  refused?: string;
  /** Bytes of all typed arrays that were made. */
  allocated: number;
  /** Numbers decoded through views. */
  decoded: number;
}

/** Runs a reader that may refuse; anything but its own error fails the test. */
export function attempt<T>(read: () => T, refusal: ErrorClass): Outcome<T> {
  const meter = startMeter();
  try {
    const value = read();
    return { value, ...meter.stop() };
  } catch (error) {
    const counted = meter.stop();
    if (!(error instanceof refusal) || error.constructor !== refusal) throw error;
    expectSentence(error.message);
    return { refused: error.message, ...counted };
  }
}

/** A sentence for people: begins and ends as one, says nothing of the inside of the program, and is no longer than can be read. */
export function expectSentence(text: string): void {
  expect(text).toMatch(/^["“A-Z0-9][\s\S]*[.)”?]$/);
  expect(text).not.toMatch(/\bundefined\b|\[object |function |\bTypeError\b/);
  expect(text.length).toBeLessThanOrEqual(800);
}

const VIEWS = ['getUint8', 'getUint16', 'getInt32', 'getUint32', 'getFloat32', 'getFloat64', 'getBigUint64'] as const;
const ARRAYS = ['Uint8Array', 'Uint32Array', 'Float32Array', 'Float64Array'] as const;

/**
 * Counts what a computation allocates and decodes, which unlike its time is the same on every machine. Array constructors and view readers
 * are replaced until `stop`.
 */
function startMeter(): { stop(): { allocated: number; decoded: number } } {
  const counts = { allocated: 0, decoded: 0 };
  const arrays = ARRAYS.map((name) => [name, globalThis[name]] as const);
  const views = VIEWS.map((name) => [name, DataView.prototype[name]] as const);
  for (const [name, original] of arrays)
    Object.assign(globalThis, {
      [name]: new Proxy(original, {
        construct(target, args, self) {
          // An array on a buffer that exists takes no memory.
          if (!(args[0] instanceof ArrayBuffer)) {
            const entries = typeof args[0] === 'number' ? args[0] : ((args[0] as { length?: number } | undefined)?.length ?? 0);
            counts.allocated += entries * target.BYTES_PER_ELEMENT;
            // Counted before it is made: the largest wishes are refused here and not by the machine.
            expect(counts.allocated).toBeLessThan(2 ** 30);
          }
          return Reflect.construct(target, args, self) as object;
        },
        get(target, key) {
          const member = Reflect.get(target, key) as unknown;
          if (key !== 'from') return member;
          return (...args: unknown[]) => {
            const made = (member as (...from: unknown[]) => { byteLength: number }).apply(target, args);
            counts.allocated += made.byteLength;
            return made;
          };
        },
      }),
    });
  for (const [name, original] of views)
    Object.defineProperty(DataView.prototype, name, {
      configurable: true,
      writable: true,
      value(this: DataView, ...args: unknown[]) {
        counts.decoded++;
        return (original as (...at: unknown[]) => unknown).apply(this, args);
      },
    });
  return {
    stop() {
      for (const [name, original] of arrays) Object.assign(globalThis, { [name]: original });
      for (const [name, original] of views)
        Object.defineProperty(DataView.prototype, name, { configurable: true, writable: true, value: original });
      return counts;
    },
  };
}

export interface ShapeLimits {
  hiddenSize: number;
  inputDim: number;
  nOutputs: { low: number; high: number };
}

/** A network that can be run: whole sizes within the limits, matrices of these sizes, nothing but finite numbers. */
export function expectNetwork(weights: RnnWeights, limits: ShapeLimits): void {
  const { hiddenSize: H, inputDim: d, nOutputs: K } = weights;
  for (const [size, low, high] of [
    [H, 1, limits.hiddenSize],
    [d, 1, limits.inputDim],
    [K, limits.nOutputs.low, limits.nOutputs.high],
  ] as const)
    expect(Number.isInteger(size) && size >= low && size <= high).toBe(true);
  const matrices = [weights.inputWeights, weights.recurrentWeights, weights.readoutWeights];
  expect(matrices.map(({ length }) => length)).toEqual([H * d, H * H, K * H]);
  for (const matrix of matrices) {
    expect(Object.prototype.toString.call(matrix)).toBe('[object Float32Array]');
    expect(matrix.every(Number.isFinite)).toBe(true);
  }
}

/** A table of texts that belongs to nothing else. */
export function expectTexts(table: Record<string, string>): void {
  expect([null, Object.prototype]).toContain(Object.getPrototypeOf(table));
  expect(Object.values(table).every((text) => typeof text === 'string')).toBe(true);
}

const INTACT = Object.getOwnPropertyNames(Object.prototype).length;

/** Nothing that was read has changed what all objects share. */
export function expectPrototypesIntact(): void {
  expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(INTACT);
}
