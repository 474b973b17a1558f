import { describe, expect, it } from 'vitest';
import { held, readVerdicts, verdictsToJson } from '../../../cli/replicationVerdicts';
import type { ClaimResult } from '../../../src/claims/claim';
import { CLAIMS } from '../../../src/claims/index';
import { claimReport } from '../../../src/claims/report';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { exactly } from '../../../src/math/statistics';
import { initialWeights } from '../../../src/rnn/weights';

const weights = initialWeights({ hiddenSize: 4, inputDim: 2, nOutputs: 3 }, 1);

/** A report on which C13 holds in its first part only, C5 does not apply, and the companion of C9 holds. */
function network(id: string, more: Partial<Record<string, Partial<ClaimResult>>> = {}) {
  const results = CLAIMS.map(
    ({ needs: _, run: __, ...text }): ClaimResult => ({
      ...text,
      verdict: 'reproduced',
      reason: 'so',
      effects: [],
      ...more[text.id],
    }),
  );
  return {
    id,
    recipe: { name: 'live', differs: [] },
    update: 1,
    selected: claimReport({ weights, hmm: PAPER_HMMS['chain-2'], seed: 1 }, results),
  };
}

const text = verdictsToJson([
  network('a', {
    C5: { verdict: 'not-applicable' },
    C9: { verdict: 'not-reproduced', companion: { id: 'C9b', verdict: 'reproduced', reason: 'so' } },
    C10: {
      effects: [
        { name: 'k*', estimate: exactly(2) },
        { name: 'p', estimate: exactly(Number.NaN) },
      ],
    },
    C13: {
      verdict: 'not-reproduced',
      parts: [
        { name: 'traps', verdict: 'reproduced', reason: 'so' },
        { name: 'cut', verdict: 'inconclusive', reason: 'so' },
      ],
    },
  }),
  network('b', { C13: { verdict: 'inconclusive' }, C4: { verdict: 'identity' } }),
]);

describe('the verdicts as JSON', () => {
  const { networks } = readVerdicts(text);

  it('have one line for each network, with its recipe, its effects and what its weights are known by', () => {
    expect(text.trim().split('\n')).toHaveLength(4);
    expect(networks.map(({ id, recipe }) => [id, recipe])).toEqual([
      ['a', 'live'],
      ['b', 'live'],
    ]);
    expect(networks[0]!.fingerprint).toMatch(/^[0-9a-f]{8}$/);
    // What is not finite was not measured.
    expect(networks[0]!.claims.C10!.effects).toEqual({ 'k*': 2 });
  });

  it('are counted over the networks they apply to', () => {
    expect(held(networks, { claim: 'C5' })).toEqual({ held: 1, of: 1 });
    expect(held(networks, { claim: 'C9' })).toEqual({ held: 1, of: 2 });
    expect(held(networks, { companionOf: 'C9' })).toEqual({ held: 1, of: 2 });
    expect(held(networks, { claim: 'C4' })).toEqual({ held: 2, of: 2 });
  });

  it('are counted part by part; where a claim had nothing to look at, no part holds', () => {
    expect(held(networks, { claim: 'C13', part: 'traps' })).toEqual({ held: 1, of: 2 });
    expect(held(networks, { claim: 'C13', part: 'cut' })).toEqual({ held: 0, of: 2 });
  });

  it('are not read when the claims have been defined anew since', () => {
    expect(() => readVerdicts(text.replace(/"definitions":\d+/, '"definitions":1'))).toThrow('npm run replication');
  });
});
