/** Keeps the last value made from the same parts: selectors of the store must give the same thing for the same state. */
export function memoizeLast<A extends readonly unknown[], T>(make: (...parts: A) => T): (...parts: A) => T {
  let last: { parts: A; value: T } | undefined;
  return (...parts) => {
    if (!last || parts.some((part, n) => part !== last!.parts[n])) last = { parts, value: make(...parts) };
    return last.value;
  };
}
