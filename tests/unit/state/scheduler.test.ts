import { describe, expect, it } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { initialWeights } from '../../../src/rnn/weights';
import { createAnalyses } from '../../../src/state/analyses/scheduler';
import { createAppStore } from '../../../src/state/store';
import type { Pool } from '../../../src/workers/pool/pool';

const weights = initialWeights({ hiddenSize: 4, inputDim: 2, nOutputs: 3 }, 1, 1);
const network = (fingerprint: string) => ({
  network: { origin: 'file' as const, weights, hmm: PAPER_HMMS['chain-2'], update: 0, fingerprint },
});

/** A pool whose requests end when they are given up. */
function openEnded() {
  const begun: string[] = [];
  const pool = {
    run: ({ job }: { job: string }, { signal, onStart }: { signal: AbortSignal; onStart(): void }) => {
      begun.push(job);
      onStart();
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ ok: false, code: 'superseded', message: 'given up' }));
      });
    },
  };
  return { begun, pool: pool as unknown as Pool };
}

const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('an analysis that the reader stops', () => {
  it('stays stopped until it is asked for again, or another network comes', async () => {
    const store = createAppStore();
    store.setState(network('first'));
    const { begun, pool } = openEnded();
    const analyses = createAnalyses(store, pool);
    const status = () => store.getState().analyses.skeleton?.status;
    analyses.want('skeleton');
    await settle();
    expect([status(), begun.length]).toEqual(['working', 1]);
    analyses.stop('skeleton');
    await settle();
    expect([status(), begun.length]).toEqual(['stopped', 1]);
    // Nothing that it stands on has changed: it is not begun again by itself.
    store.setState({ groupEdits: {} });
    await settle();
    expect([status(), begun.length]).toEqual(['stopped', 1]);
    analyses.retry('skeleton');
    await settle();
    expect([status(), begun.length]).toEqual(['working', 2]);
    analyses.stop('skeleton');
    await settle();
    store.setState(network('second'));
    await settle();
    expect([status(), begun.length]).toEqual(['working', 3]);
  });

  it('is begun by itself where it was given up for another reason', async () => {
    const store = createAppStore();
    store.setState(network('first'));
    const { begun, pool } = openEnded();
    createAnalyses(store, pool).want('skeleton');
    await settle();
    store.setState(network('second'));
    await settle();
    expect(begun).toHaveLength(2);
    expect(store.getState().analyses.skeleton?.status).toBe('working');
  });
});
