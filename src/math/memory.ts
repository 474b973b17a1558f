/**
 * What this tab, worker or process remembers of what it has fetched or computed. Forgetting costs only time, because everything
 * can be made again. All memories are registered here so that a test can clear them.
 */
const forgetters: (() => void)[] = [];

/** Clears all memories. A test that calls it first sees what a fresh page sees. */
export function forgetAll(): void {
  for (const forget of forgetters) forget();
}

/** Values by key. The key must name everything that the value depends on. */
export interface Memory<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
  delete(key: string): void;
}

/** @param most number of entries; when there are more, the oldest is removed. Unlimited by default */
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

/** Values that are on their way, by key: each is asked for once. A failure is forgotten, so that a later call tries again. */
export function createPromiseMemory<T>(): (key: string, ask: () => Promise<T>) => Promise<T> {
  const memory = createMemory<Promise<T>>();
  return (key, ask) => {
    const known = memory.get(key);
    if (known) return known;
    const coming = ask();
    memory.set(key, coming);
    coming.catch(() => memory.delete(key));
    return coming;
  };
}

/**
 * Remembers the last value and returns it as long as the parts are the same. Selectors of the store need this: for the same state
 * they must return the same object.
 */
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
