import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPool, type Pool, type Priority } from '../../../src/workers/pool/pool';
import type { JobRequest } from '../../../src/workers/pool/protocol';
import { PlantedWorker, poolWorker } from './plantedWorker';

/** Who gets a worker, and when; what becomes of jobs that are given up and of workers that die. */

/** Runs that a worker has begun, in order; each ends when its `finish` is called. */
let begun: { input: string; worker: PlantedWorker; finish(value?: unknown): void; tell(event: object): void }[] = [];

const request = (input: string): JobRequest<'collapse'> => ({ job: 'collapse', input: input as never, allowedNonFinite: [] });
const names = () => begun.map(({ input }) => input);
const alive = () => PlantedWorker.all.filter(({ terminated }) => !terminated).length;
const settled = () => new Promise((resolve) => setTimeout(resolve, 15));
const ask = (pool: Pool, input: string, priority: Priority, signal?: AbortSignal) =>
  pool.run(request(input), { priority, ...(signal ? { signal } : {}) });

/** A worker whose jobs end when the test says so, or, if `obeys`, when they are cancelled. */
const answering = (obeys: boolean) => (port: MessagePort, worker: PlantedWorker) => {
  const running = new Map<number, () => void>();
  poolWorker({
    run: ({ ticket, input }, tell) =>
      new Promise((resolve) => {
        running.set(ticket, () => resolve(undefined));
        begun.push({ input: input as string, worker, tell, finish: (value = 0) => resolve({ value }) });
      }),
    cancel: (ticket) => obeys && running.get(ticket)?.(),
  })(port);
};

beforeEach(() => {
  begun = [];
  PlantedWorker.all = [];
  PlantedWorker.inside = answering(true);
  vi.stubGlobal('location', new URL('http://localhost/'));
  vi.stubGlobal('Worker', PlantedWorker);
});
afterEach(() => {
  for (const worker of PlantedWorker.all) worker.terminate();
  vi.unstubAllGlobals();
});

describe('the pool', () => {
  it('starts what is asked for at once, however much is in sight, and starts no more of that than there are places', async () => {
    const pool = createPool(4);
    for (let n = 0; n < 20; n++) void ask(pool, `panel ${n}`, 'inSight');
    await settled();
    expect(names()).toEqual(['panel 0', 'panel 1', 'panel 2']);
    void ask(pool, 'fit', 'asked');
    await settled();
    expect(names().at(-1)).toBe('fit');
    // Four at work, and one ready for what is asked for next.
    expect(alive()).toBe(5);
    begun[1]!.finish();
    await settled();
    expect(names().at(-1)).toBe('panel 3');
    // The worker that became free was used again.
    expect(PlantedWorker.all.length).toBe(5);
  });
  it('answers each request with its own value, and tells its progress', async () => {
    const pool = createPool(4);
    const shares: number[] = [];
    const first = pool.run(request('a'), { priority: 'inSight', onProgress: (share) => shares.push(share) });
    const second = ask(pool, 'b', 'inSight');
    await settled();
    begun[0]!.tell({ kind: 'progress', share: 0.5 });
    await settled();
    begun[1]!.finish(2);
    begun[0]!.finish(1);
    expect(await first).toEqual({ ok: true, value: 1 });
    expect(await second).toEqual({ ok: true, value: 2 });
    expect(shares).toEqual([0.5]);
  });
});

describe('a request that is given up', () => {
  it('leaves the queue at once, or the worker when the job notices; the worker is used again', async () => {
    const pool = createPool(1);
    const [running, waiting] = [new AbortController(), new AbortController()];
    const first = ask(pool, 'a', 'inSight', running.signal);
    void ask(pool, 'b', 'inSight');
    const third = ask(pool, 'c', 'inSight', waiting.signal);
    void ask(pool, 'd', 'inSight');
    waiting.abort();
    expect(await third).toMatchObject({ ok: false, code: 'superseded' });
    await settled();
    running.abort();
    expect(await first).toMatchObject({ ok: false, code: 'superseded' });
    await settled();
    expect(names()).toEqual(['a', 'b', 'd']);
    expect(PlantedWorker.all.length).toBe(3);
    expect(alive()).toBe(3);
  });
  it('before it is made is not begun', async () => {
    const pool = createPool(1);
    expect(await ask(pool, 'a', 'asked', AbortSignal.abort())).toMatchObject({ code: 'superseded' });
    expect(names()).toEqual([]);
  });
  it('costs its worker when the job does not notice', async () => {
    PlantedWorker.inside = answering(false);
    const pool = createPool(1);
    const given = new AbortController();
    const answer = ask(pool, 'a', 'asked', given.signal);
    await settled();
    given.abort();
    expect(await answer).toMatchObject({ ok: false, code: 'superseded' });
    expect(begun[0]!.worker.terminated).toBe(true);
  });
});

describe('a worker that dies', () => {
  it('takes its own job with it, with a sentence; others go on, and what waits gets a new worker', async () => {
    const pool = createPool(1);
    const dies = ask(pool, 'a', 'inSight');
    const lives = ask(pool, 'b', 'inSight');
    const waits = ask(pool, 'c', 'inSight');
    await settled();
    begun[0]!.worker.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
    expect(await dies).toEqual({ ok: false, code: 'worker-died', message: 'out of memory' });
    await settled();
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(begun[0]!.worker.terminated).toBe(true);
    begun[1]!.finish(1);
    begun[2]!.finish(2);
    expect([await lives, await waits]).toEqual([
      { ok: true, value: 1 },
      { ok: true, value: 2 },
    ]);
  });
  it('without a job is replaced when there is one', async () => {
    const pool = createPool(1);
    PlantedWorker.all[0]!.dispatchEvent(Object.assign(new Event('error'), { message: 'gone' }));
    void ask(pool, 'a', 'asked');
    await settled();
    expect(begun[0]!.worker).toBe(PlantedWorker.all[1]);
    expect(alive()).toBe(2);
  });
});

describe('workers without work', () => {
  it('are ended after a while, but for one', async () => {
    const pool = createPool(4);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const answers = ['a', 'b', 'c'].map((name) => ask(pool, name, 'inSight'));
      await vi.waitFor(() => expect(begun.length).toBe(3));
      for (const { finish } of begun) finish();
      await Promise.all(answers);
      expect(alive()).toBe(4);
      vi.advanceTimersByTime(29_000);
      expect(alive()).toBe(4);
      vi.advanceTimersByTime(2_000);
      expect(alive()).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
