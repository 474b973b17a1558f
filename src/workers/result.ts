/** How a worker job ends: errors are values with a code, never exceptions across the border. */
export type Result<T> = { ok: true; value: T } | { ok: false; code: 'worker-died' | 'failed' | 'superseded'; message: string };
