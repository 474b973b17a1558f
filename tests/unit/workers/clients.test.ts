import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { orbitRequest } from '../../../src/analyses/orbit/request';
import { requestOf } from '../../../src/analyses/requests';
import type { ClaimResult } from '../../../src/claims/claim';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { initialWeights } from '../../../src/rnn/weights';
import { JOBS } from '../../../src/workers/pool/jobs';
import { createPool } from '../../../src/workers/pool/pool';
import { claimsRequest } from '../../../src/workers/pool/protocol';
import { createTrainingClient } from '../../../src/workers/training/client';
import type { TrainingMessage } from '../../../src/workers/training/protocol';
import { comlinkWorker, PlantedWorker, poolWorker } from './plantedWorker';

/** Workers that answer with planted numbers, behind the pool and the client as they are: what is wrong must not come through. */

/** Workers of the pool that answer every request with this value. */
const answerWith = (value: unknown) => {
  PlantedWorker.inside = poolWorker({ run: async () => ({ value }) });
};

beforeEach(() => {
  PlantedWorker.all = [];
  vi.stubGlobal('location', new URL('http://localhost/'));
  vi.stubGlobal('Worker', PlantedWorker);
});
afterEach(() => {
  for (const worker of PlantedWorker.all) worker.terminate();
  vi.unstubAllGlobals();
});

const weights = initialWeights({ hiddenSize: 4, inputDim: 2, nOutputs: 3 }, 1, 1);
const hmm = PAPER_HMMS['chain-2'];
const ASKED = { priority: 'asked' } as const;
const refusal = (nonFinite: string) => ({
  ok: false,
  code: 'failed',
  message: `the numbers that came back are wrong (${nonFinite}) and were not used`,
});

describe('analyses', () => {
  const answering = (value: unknown) => {
    answerWith(value);
    return createPool(1).run(requestOf('wall', { weights, seed: 1, basis: undefined as never }), ASKED);
  };
  it('pass as they came', async () => {
    const value = { loadings: Float64Array.of(1, 2), n: 3 };
    expect(await answering(value)).toEqual({ ok: true, value });
  });
  it('with a planted number are refused', async () => {
    expect(await answering({ loadings: Float64Array.of(1, Number.NaN) })).toEqual(refusal('loadings.1 is NaN'));
    expect(await answering({ list: [{ share: Number.POSITIVE_INFINITY }] })).toEqual(refusal('list.0.share is Infinity'));
  });
  it('that may be undefined are told apart by job', async () => {
    answerWith({ netTurns: Number.NaN });
    const run = (name: 'rotation' | 'residency') => createPool(1).run(requestOf(name, {} as never), ASKED);
    expect((await run('rotation')).ok).toBe(true);
    expect(await run('residency')).toEqual(refusal('netTurns is NaN'));
  });
  it('of a wrong kernel: the real job on weights with one broken entry', async () => {
    // What a broken kernel would leave behind: numbers go wrong, no exception is thrown.
    const broken = { ...weights, readoutWeights: weights.readoutWeights.map((w, n) => (n === 1 ? Number.NaN : w)) };
    const job = JOBS.fan({
      weights: broken,
      seed: 1,
      states: 50,
      anchor: 3,
      mixing: 'reference',
      basis: { mean: new Float64Array(4).fill(Number.NaN), components: new Float64Array(12), explained: new Float64Array(4) },
    });
    let step = job.next();
    while (!step.done) step = job.next();
    answerWith(step.value);
    const answer = await createPool(1).run(requestOf('fan', {} as never), ASKED);
    expect(answer.ok).toBe(false);
  });
});

describe('orbits', () => {
  const summary = (drivenNorm: number, turnsPerRoundTrip: number) => ({
    drivenNorm,
    rotations: [{ netTurns: 1, flips: 0, turnsPerRoundTrip }],
    points: Float32Array.of(1, 2),
  });
  const answering = (value: unknown) => {
    answerWith(value);
    return createPool(1).run(orbitRequest(weights, { steps: 10, seed: 1 }), ASKED);
  };
  it('pass without a round trip, not without a size', async () => {
    expect((await answering(summary(1, Number.NaN))).ok).toBe(true);
    expect(await answering(summary(Number.NaN, 1))).toEqual(refusal('drivenNorm is NaN'));
  });
});

describe('claims', () => {
  it('end at the first event with a wrong number; effects that cannot be measured pass', async () => {
    const effect = { name: 'planted', estimate: { value: Number.NaN, low: Number.NaN, high: Number.NaN, n: 3 } };
    const result = { id: 'C1', verdict: 'inconclusive', reason: '', effects: [effect] } as unknown as ClaimResult;
    PlantedWorker.inside = poolWorker({
      async run(_, tell) {
        tell({ kind: 'result', result });
        tell({ kind: 'progress', share: Number.NaN });
        tell({ kind: 'progress', share: 0.5 });
        return { value: undefined };
      },
    });
    const told: unknown[] = [];
    const answer = await createPool(1).run(claimsRequest({ weights, hmm, seed: 1, siblings: [] }), {
      ...ASKED,
      onResult: (given) => told.push({ kind: 'result', result: given }),
      onProgress: (share) => told.push({ kind: 'progress', share }),
    });
    expect(told).toEqual([{ kind: 'result', result }]);
    expect(answer).toEqual(refusal('share is NaN'));
  });
});

describe('training', () => {
  const state = (bad: number) => ({
    parameters: Float32Array.of(1, bad),
    firstMoment: new Float32Array(2),
    secondMoment: new Float32Array(2),
    updates: 7,
  });
  const heard = async (messages: readonly TrainingMessage[]) => {
    PlantedWorker.inside = comlinkWorker({ start() {} });
    const told: TrainingMessage[] = [];
    const client = createTrainingClient({ message: (message) => told.push(message), died: () => {} });
    client.start({} as never);
    for (const training of messages) PlantedWorker.all.at(-1)!.says({ training });
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(0));
    await new Promise((resolve) => setTimeout(resolve, 20));
    return told;
  };
  it('ends as failed at a state with a planted number: neither it nor what follows is heard', async () => {
    const told = await heard([
      { kind: 'update', update: 6, loss: 1, gradientNorm: 1 },
      { kind: 'state', state: state(Number.NaN) },
      { kind: 'update', update: 8, loss: 1, gradientNorm: 1 },
    ]);
    expect(told.map(({ kind }) => kind)).toEqual(['update', 'failed']);
    expect(told[1]).toMatchObject({
      message: 'the trainer gave wrong numbers (state.parameters.1 is NaN), which were not used',
    });
    expect(PlantedWorker.all.at(-1)!.terminated).toBe(true);
  });
  it('tells the losses and states that are finite', async () => {
    const told = await heard([
      { kind: 'update', update: 6, loss: 1, gradientNorm: 1 },
      { kind: 'state', state: state(2) },
    ]);
    expect(told.map(({ kind }) => kind)).toEqual(['update', 'state']);
  });
  it('refuses a loss that is not finite', async () => {
    const told = await heard([{ kind: 'update', update: 6, loss: Number.POSITIVE_INFINITY, gradientNorm: 1 }]);
    expect(told).toEqual([{ kind: 'failed', message: 'the trainer gave wrong numbers (loss is Infinity), which were not used' }]);
  });
});
