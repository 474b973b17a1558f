/** Which tab owns which run. A tab owns its runs until it releases them or is closed; no other tab can take them meanwhile. */
export interface TabLocks {
  /**
   * Takes a run for this tab.
   * @param waitMs how long to wait for a tab that is just closing
   * @returns 'taken'; 'elsewhere' while another living tab has it; 'unsure' where the browser cannot tell
   */
  take(run: string, waitMs?: number): Promise<'taken' | 'elsewhere' | 'unsure'>;
  release(run: string): void;
}

const PREFIX = 'noisy-orbits.run.';

/** Uses Web Locks: the browser releases those of a tab that crashed. They exist in secure contexts only. */
export function createTabLocks(locks: LockManager | undefined = globalThis.navigator?.locks): TabLocks {
  const releases = new Map<string, () => void>();
  return {
    take: (run, waitMs = 0) => {
      if (releases.has(run)) return Promise.resolve('taken');
      if (!locks) return Promise.resolve('unsure');
      return new Promise((resolve) => {
        const options: LockOptions = waitMs > 0 ? { signal: AbortSignal.timeout(waitMs) } : { ifAvailable: true };
        locks
          .request(PREFIX + run, options, (lock) => {
            if (!lock) {
              resolve('elsewhere');
              return undefined;
            }
            resolve('taken');
            return new Promise<void>((release) => releases.set(run, release));
          })
          .catch((error: unknown) => resolve(isTimeout(error) ? 'elsewhere' : 'unsure'));
      });
    },
    release(run) {
      releases.get(run)?.();
      releases.delete(run);
    },
  };
}

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
