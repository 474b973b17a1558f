/**
 * What this tab, worker or process remembers of what it has fetched or computed. Nothing but time depends on it: what is forgotten is made
 * again. It stands in one place so that a test can forget all of it.
 */
const forgetters: (() => void)[] = [];

/** Forgets everything that was remembered: a test that begins with it sees what a fresh page sees. */
export function forgetAll(): void {
  for (const forget of forgetters) forget();
}

/** Values by a key that says all they depend on. */
export interface Memory<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
}

/** @param most entries; beyond them the oldest goes. Unlimited by default */
export function createMemory<T>(most = Number.POSITIVE_INFINITY): Memory<T> {
  const known = new Map<string, T>();
  forgetters.push(() => known.clear());
  return {
    get: (key) => known.get(key),
    set(key, value) {
      known.set(key, value);
      if (known.size > most) known.delete(known.keys().next().value!);
    },
    delete: (key) => void known.delete(key),
  };
}

/** Keeps the last value made from the same parts: selectors of the store must give the same thing for the same state. */
export function memoizeLast<A extends readonly unknown[], T>(make: (...parts: A) => T): (...parts: A) => T {
  let last: { parts: A; value: T } | undefined;
  forgetters.push(() => {
    last = undefined;
  });
  return (...parts) => {
    if (!last || parts.some((part, n) => part !== last!.parts[n])) last = { parts, value: make(...parts) };
    return last.value;
  };
}
