/** How a worker job ends: errors are values with a code, never exceptions across the border. */
export type Result<T> = { ok: true; value: T } | { ok: false; code: 'worker-died' | 'failed' | 'superseded'; message: string };

/** Waits for an answer, or for the worker's death, whichever comes first. */
export function failOnDeath<T>(worker: Worker, answer: Promise<T>): Promise<Result<T>> {
  return new Promise((resolve) => {
    const onError = (event: ErrorEvent) =>
      resolve({ ok: false, code: 'worker-died', message: event.message || 'The background worker could not be started.' });
    worker.addEventListener('error', onError, { once: true });
    answer
      .then(
        (value) => resolve({ ok: true, value }),
        (error: unknown) =>
          resolve({ ok: false, code: 'failed', message: error instanceof Error ? error.message : String(error) }),
      )
      .finally(() => worker.removeEventListener('error', onError));
  });
}
