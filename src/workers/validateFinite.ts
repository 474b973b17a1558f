import type { AllowedNonFinite } from '../analyses/graph';

/** How a worker job ends: errors are values with a code, never exceptions across the border. */
export type Result<T> = { ok: true; value: T } | { ok: false; code: 'worker-died' | 'failed' | 'superseded'; message: string };

/** The border between a worker and the page lets no number pass that is not finite, unless it says something by not being so. */

type Pattern = readonly string[];

/** What of the patterns is left behind a name; 'all' once one of them ends there. */
function beneath(patterns: readonly Pattern[], name: string): readonly Pattern[] | 'all' {
  const left = patterns.filter(([first]) => first === name).map((pattern) => pattern.slice(1));
  return left.some((pattern) => pattern.length === 0) ? 'all' : left;
}

const isFloats = (value: object): value is Float32Array | Float64Array =>
  value instanceof Float32Array || value instanceof Float64Array;

/** Index of the first number that is not finite, or −1. The sum of x − x is 0 as long as every x is finite. */
function firstNonFiniteIndex(values: Float32Array | Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! - values[i]!;
  return sum === 0 ? -1 : values.findIndex((value) => !Number.isFinite(value));
}

const isUnobserved = (value: object): boolean => 'n' in value && value.n === 0 && 'low' in value && 'high' in value;

function search(value: unknown, patterns: readonly Pattern[], location: string): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `${location} is ${value}`;
  if (typeof value !== 'object' || value === null) return undefined;
  const join = (name: string | number) => (location === '' ? `${name}` : `${location}.${name}`);
  if (isFloats(value)) {
    const index = firstNonFiniteIndex(value);
    return index < 0 ? undefined : `${join(index)} is ${value[index]}`;
  }
  // Whole numbers cannot be anything but finite.
  if (ArrayBuffer.isView(value) || isUnobserved(value)) return undefined;
  if (Array.isArray(value)) {
    const left = beneath(patterns, '*');
    if (left === 'all') return undefined;
    return firstOf(value.length, (index) => search(value[index], left, join(index)));
  }
  const entries = Object.entries(value);
  return firstOf(entries.length, (index) => {
    const [name, part] = entries[index]!;
    const left = beneath(patterns, name);
    return left === 'all' ? undefined : search(part, left, join(name));
  });
}

function firstOf(count: number, look: (index: number) => string | undefined): string | undefined {
  for (let index = 0; index < count; index++) {
    const found = look(index);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Looks through all numbers of a result: plain ones, lists, records and typed arrays.
 * @returns the first that is not finite though it must be, as "points.12 is NaN"; undefined when there is none
 */
export const firstNonFinite = (value: unknown, allowed: AllowedNonFinite = []): string | undefined =>
  search(
    value,
    allowed.map((pattern) => pattern.split('.')),
    '',
  );

/** What is said of a result that holds such a number: a phrase, as other failures are. */
export const nonFiniteMessage = (nonFinite: string): string =>
  `the numbers that came back are wrong (${nonFinite}) and were not used`;

/** The result as it came, or its refusal when a number in it is not finite though it must be. */
export function validateFinite<T>(result: Result<T>, allowed?: AllowedNonFinite): Result<T> {
  if (!result.ok) return result;
  const nonFinite = firstNonFinite(result.value, allowed);
  return nonFinite === undefined ? result : { ok: false, code: 'failed', message: nonFiniteMessage(nonFinite) };
}
