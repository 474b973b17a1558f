import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstNonFinite, validateFinite } from '../../../src/workers/validateFinite';

const BAD = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] as const;

/** A place in a nested result at which a number can be planted. */
type Place = { path: string; plant(bad: number): void };

/** All places of a value, each with its path. */
function places(value: unknown, path = ''): Place[] {
  const join = (name: string | number) => (path === '' ? `${name}` : `${path}.${name}`);
  if (typeof value !== 'object' || value === null) return [];
  // A bad number cannot be planted among whole ones.
  if (value instanceof Uint8Array) return [];
  const record = value as Record<string, unknown>;
  return Object.keys(value).flatMap((name) => {
    const part = record[name];
    if (typeof part !== 'number') return places(part, join(name));
    const plant = (bad: number) => {
      record[name] = bad;
    };
    return [{ path: join(name), plant }];
  });
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const single = fc.float({ noNaN: true, noDefaultInfinity: true });
const nested = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    finite,
    fc.string({ maxLength: 3 }),
    fc.constant(null),
    fc.constant(undefined),
    fc.boolean(),
    fc.array(finite, { minLength: 1, maxLength: 4 }),
    fc.array(single, { minLength: 1, maxLength: 9 }).map((list) => Float32Array.from(list)),
    fc.array(finite, { minLength: 1, maxLength: 9 }).map((list) => Float64Array.from(list)),
    fc.uint8Array({ maxLength: 4 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('points', 'value', 'steps', 'low'), tie('value'), { maxKeys: 4 }),
  ),
}));
const results = fc.record({ named: nested.value, list: fc.array(nested.value, { maxLength: 3 }), sure: finite });

describe('numbers at the border', () => {
  it('pass when all are finite, and none is missed wherever it is planted', () => {
    fc.assert(
      fc.property(results, fc.nat(), fc.constantFrom(...BAD), (drawn, which, bad) => {
        const result = structuredClone(drawn);
        expect(firstNonFinite(result)).toBeUndefined();
        const all = places(result);
        const { path, plant } = all[which % all.length]!;
        plant(bad);
        expect(firstNonFinite(result)).toBe(`${path} is ${bad}`);
        // Declared, at its own place or anywhere above it, it passes; under another name it does not.
        const pattern = path.split('.').map((name) => (/^\d+$/.test(name) ? '*' : name));
        expect(firstNonFinite(result, [pattern.slice(0, -1).join('.') || pattern[0]!])).toBeUndefined();
        expect(firstNonFinite(result, [`${pattern[0]}s`, `other.${pattern.join('.')}`])).toBe(`${path} is ${bad}`);
      }),
      { numRuns: 3000, seed: 1 },
    );
  });
  it('may be undefined where nothing was observed, and not where something was', () => {
    const estimate = (n: number) => ({ rate: { value: Number.NaN, low: 0, high: 1, n } });
    expect(firstNonFinite(estimate(0))).toBeUndefined();
    expect(firstNonFinite(estimate(3))).toBe('rate.value is NaN');
  });
  it('declared for entries of a list are declared for each', () => {
    const planes = [{ turns: 1 }, { turns: Number.NaN }];
    expect(firstNonFinite({ planes }, ['planes.*.turns'])).toBeUndefined();
    expect(firstNonFinite({ planes: [...planes, { turns: 1, norm: Number.NaN }] }, ['planes.*.turns'])).toBe(
      'planes.2.norm is NaN',
    );
  });
  it('turn a result into a refusal with a phrase, and leave failures as they are', () => {
    expect(validateFinite({ ok: true, value: { points: Float32Array.of(0, Number.NaN) } })).toEqual({
      ok: false,
      code: 'failed',
      message: 'the numbers that came back are wrong (points.1 is NaN) and were not used',
    });
    const died = { ok: false, code: 'worker-died', message: 'planted' } as const;
    expect(validateFinite(died)).toBe(died);
    const good = { ok: true, value: [1] } as const;
    expect(validateFinite(good)).toBe(good);
  });
});
