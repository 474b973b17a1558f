/** A replacer for `JSON.stringify` that keeps so many digits of what is no whole number: more than any interval is wide. */
export const shortNumbers =
  (digits: number) =>
  (_: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(digits)) : value;
