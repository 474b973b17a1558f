import { describe, expect, it } from 'vitest';
import { BEYOND_IDS, CLAIM_IDS } from '../../../src/claims/claim';
import { BEYOND, CLAIMS } from '../../../src/claims/index';
import { claimReport, reportFromJson, reportToJson } from '../../../src/claims/report';
import { exampleInput, exploding, results, untrained } from './networks';

describe('claims beyond the paper', () => {
  it('follow the others in number and are in no report that does not ask for them', () => {
    expect([...CLAIM_IDS, ...BEYOND_IDS]).toEqual(Array.from({ length: 26 }, (_, k) => `C${k + 1}`));
    expect(BEYOND.map(({ id }) => id)).toEqual(BEYOND_IDS);
    expect(CLAIMS.some(({ id }) => (BEYOND_IDS as readonly string[]).includes(id))).toBe(false);
  });

  it.each(BEYOND)('say in words what $id claims, how it is tested, and that it is ours', (claim) => {
    expect(claim.title).toMatch(/^[A-Z].{4,70}$/);
    expect(claim.statement).toMatch(/^[A-Z].{40,400}\.$/);
    expect(claim.test).toMatch(/^[A-Z\d].{30,400}\.$/);
    expect(claim.paper).toMatch(/ours\.$/);
  });

  it('are tested by name, with numbers, and their report is read again', () => {
    const input = exampleInput('chain-2');
    const found = results(input, 'C25', 'C23');
    expect(found.map(({ id }) => id)).toEqual(['C23', 'C25']);
    const rate = found[1]!;
    expect(rate.effects.map(({ unit }) => unit)).toEqual(Array(4).fill('nats a step'));
    expect(rate.effects[0]!.estimate.n).toBe(1000);
    expect(rate.reason).toMatch(/\d/);
    const report = claimReport(input, found);
    expect(reportFromJson(reportToJson(report))).toEqual(report);
  });

  it('are undecided without a bounded network, or without kick groups', () => {
    for (const { verdict, reason } of results(exploding(), 'C25', 'C26')) {
      expect(verdict).toBe('inconclusive');
      expect(reason).toContain('grows without bound');
    }
    const [start] = results(untrained('chain-2', 1, { hiddenSize: 16, inputDim: 4 }), 'C26');
    expect(start!.verdict).toBe('inconclusive');
    expect(start!.reason).toContain('needs two kick groups');
  });

  it('a network of no memory is no model of a sticky one', () => {
    const [found] = results(untrained('fully', 0.5, { hiddenSize: 16, inputDim: 4 }), 'C25');
    expect(found!.verdict).toBe('not-reproduced');
    expect(found!.effects[0]!.estimate.low).toBeGreaterThan(0.5);
  });
});
